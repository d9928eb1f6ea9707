package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
)

// Sealer seals what is kept for a while and belongs to nobody in particular, by a key of its
// own that follows from the key-encryption key. It is safe for concurrent use.
type Sealer struct {
	aead cipher.AEAD
	mark []byte
}

// Sealer is the one for a use, which is a word that no other use has.
func (k Key) Sealer(use string) (*Sealer, error) {
	key, err := hkdf.Key(sha256.New, k[:], nil, "soin sealer "+use, 2*keyLength)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key[:keyLength])
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return &Sealer{aead, key[keyLength:]}, err
}

// Seal makes bytes unreadable to whoever lacks the key, and bound to a place.
func (s *Sealer) Seal(place string, plain []byte) []byte {
	return s.aead.Seal(nil, nil, plain, []byte(place)) //nolint:gosec // G407: this AEAD draws the nonce itself
}

// Open is the inverse of [Sealer.Seal]. Its error repeats nothing of what was sealed.
func (s *Sealer) Open(place string, sealed []byte) ([]byte, error) {
	plain, err := s.aead.Open(nil, nil, sealed, []byte(place))
	if err != nil {
		return nil, errors.New("this was sealed with another key or at another place, or was altered")
	}
	return plain, nil
}

// Mark is a keyed hash: the same bytes have the same, and nobody without the key can try
// which bytes have it.
func (s *Sealer) Mark(b []byte) []byte {
	mac := hmac.New(sha256.New, s.mark)
	mac.Write(b)
	return mac.Sum(nil)
}
