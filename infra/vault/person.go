package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
)

var (
	// ErrWithheld is the answer for a text whose key was destroyed.
	ErrWithheld = errors.New("this text is withheld: the key it was sealed with was destroyed")
	// ErrNotSealed is the answer for what this vault did not seal, or did elsewhere.
	ErrNotSealed = errors.New("this is no text that the vault has sealed at this place")
)

// Place is where a text stands: the same words have other bytes at another place, and
// cannot be moved there unnoticed.
type Place struct {
	Stream     string
	Source, ID string // of the event
	Path       string // of the field: "items[2].text"
}

// Person is somebody the vault knows, or a subject that has a key.
type Person struct {
	handle string
	key    []byte // nil once it was destroyed
}

// Lengths in bytes of what AES-256-GCM takes and adds.
const (
	keyLength   = 32
	nonceLength = 12
	tagLength   = 16
)

func newPerson(handle string, key []byte) (*Person, error) {
	if len(key) != keyLength {
		return nil, fmt.Errorf("the key of %s has %d bytes", handle, len(key))
	}
	return &Person{handle, key}, nil
}

// aead is made when it is needed: it weighs more than all the rest.
func (p *Person) aead() cipher.AEAD {
	block, _ := aes.NewCipher(p.key) // fails on other lengths only
	aead, _ := cipher.NewGCM(block)  // fails on other blocks only
	return aead
}

// Pseudonym is how the log calls this person.
func (p *Person) Pseudonym() string { return memberPrefix + p.handle }

// Erased reports whether the key was destroyed: nothing can be sealed or opened any more.
func (p *Person) Erased() bool { return p.key == nil }

// Seal makes a text unreadable to whoever lacks this person's key, by AES-256-GCM. The
// nonce is derived from key, place and text, so the same has the same bytes. The person
// must not be erased.
func (p *Person) Seal(at Place, text string) string {
	aad := at.bytes()
	mac := hmac.New(sha256.New, p.key)
	mac.Write(aad)
	mac.Write([]byte(text))
	aead := p.aead()
	nonce := mac.Sum(nil)[:aead.NonceSize()]
	box := aead.Seal(nonce, nonce, []byte(text), aad)
	return sealedPrefix + p.handle + base64.RawURLEncoding.EncodeToString(box)
}

// Open is the inverse of [Person.Seal].
func (p *Person) Open(at Place, sealed string) (string, error) {
	holder, ok := HolderOf(sealed)
	if !ok || holder.id != p.handle {
		return "", ErrNotSealed
	}
	box, err := base64.RawURLEncoding.Strict().DecodeString(sealed[len(sealedPrefix)+handleLength:])
	switch {
	case err != nil:
		return "", ErrNotSealed
	case p.Erased():
		return "", ErrWithheld
	}
	aead := p.aead()
	n := aead.NonceSize()
	if len(box) < n {
		return "", ErrNotSealed
	}
	text, err := aead.Open(nil, box[:n], box[n:], at.bytes())
	if err != nil {
		return "", ErrNotSealed
	}
	return string(text), nil
}

// IsSealed reports whether a text has the form of what [Person.Seal] gives, of any vault.
func IsSealed(s string) bool {
	if _, ok := HolderOf(s); !ok {
		return false
	}
	box, err := base64.RawURLEncoding.Strict().DecodeString(s[len(sealedPrefix)+handleLength:])
	return err == nil && len(box) >= nonceLength+tagLength
}

// bytes is unambiguous: each part stands behind its length.
func (p Place) bytes() []byte {
	var b []byte
	for _, part := range [...]string{p.Stream, p.Source, p.ID, p.Path} {
		b = binary.AppendUvarint(b, uint64(len(part)))
		b = append(b, part...)
	}
	return b
}

// Digest is what is kept of a token: enough to know it again, not to use it.
func Digest(token string) string {
	sum := sha256.Sum256([]byte("soin token" + token))
	return tokenPrefix + encoding.EncodeToString(sum[:])[:handleLength]
}

// IsDigest reports whether a text has the form of a [Digest].
func IsDigest(s string) bool {
	return len(s) > len(tokenPrefix) && s[:len(tokenPrefix)] == tokenPrefix && isHandle(s[len(tokenPrefix):])
}
