package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// KeyFileName is the key-encryption key's name beside the vault.
const KeyFileName = "vault.key"

// Key is the key-encryption key: 256 random bits.
type Key [keyLength]byte

// KeyError says what is wrong with the key a vault is to be opened with.
type KeyError struct{ Reason string }

func (e *KeyError) Error() string { return e.Reason }

// ProblemCode is what package problem calls it.
func (e *KeyError) ProblemCode() string { return "forbidden" }

// ReadKey reads a key file: 64 hexadecimal digits.
func ReadKey(path string) (Key, error) {
	var k Key
	text, err := os.ReadFile(path)
	if err != nil {
		return k, err
	}
	b, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(b) != len(k) {
		return k, &KeyError{fmt.Sprintf("key file %s does not hold 64 hexadecimal digits", path)}
	}
	copy(k[:], b)
	return k, nil
}

// keyFor is the key of a vault. One is made where neither key nor vault is there; a vault
// whose key is gone stays shut.
func keyFor(vault, file string) (Key, error) {
	k, err := ReadKey(file)
	if !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	if _, err := os.Lstat(vault); !errors.Is(err, fs.ErrNotExist) {
		return k, &KeyError{fmt.Sprintf("%s cannot be opened: its key file %s is not there", vault, file)}
	}
	if _, err := rand.Read(k[:]); err != nil {
		return k, err
	}
	return k, writeKey(file, k)
}

// writeKey makes a key durable under its name, whole or not at all.
func writeKey(path string, k Key) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".key-*") // for its owner alone
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.WriteString(hex.EncodeToString(k[:]) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil { // never over a key that is there
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil // directories cannot be synced there
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// subkeys are drawn from the key-encryption key, one for each use.
type subkeys struct {
	mark   []byte // hashes ids
	handle []byte // hashes subjects into the handles of a shared vault
	box    cipher.AEAD
	sign   []byte // stands in the file, to know the key again
}

func (k Key) subkeys() (s subkeys, err error) {
	derive := func(use string) []byte {
		b, e := hkdf.Key(sha256.New, k[:], nil, "soin vault "+use, keyLength)
		err = errors.Join(err, e)
		return b
	}
	s.mark, s.handle, s.sign = derive("marks"), derive("handles"), derive("sign")
	block, e := aes.NewCipher(derive("keys"))
	if err = errors.Join(err, e); err != nil {
		return s, err
	}
	s.box, err = cipher.NewGCMWithRandomNonce(block)
	return s, err
}

// markOf is where a name's row is found.
func (s subkeys) markOf(n Name) []byte {
	mac := hmac.New(sha256.New, s.mark)
	mac.Write([]byte{byte(n.kind)})
	mac.Write([]byte(n.id))
	return mac.Sum(nil)
}

// subjectHandle is a subject's handle in a shared vault.
func (s subkeys) subjectHandle(n Name) string {
	mac := hmac.New(sha256.New, s.handle)
	mac.Write([]byte(n.id))
	return encoding.EncodeToString(mac.Sum(nil))[:handleLength]
}
