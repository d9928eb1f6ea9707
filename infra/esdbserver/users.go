package esdbserver

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"sync"

	"golang.org/x/crypto/bcrypt"
)

// Users are those who may call, with their passwords' hashes. They are safe for concurrent
// use.
type Users struct {
	byName map[string]entry
	nobody []byte // a hash that no password has: what a name that is not there is held against

	// bcrypt is slow on purpose, and clients send their password with each call. Of those
	// that were right, a keyed digest is kept in memory.
	key    [sha256.Size]byte
	checks *checks
	mu     sync.RWMutex
	right  map[string][sha256.Size]byte // by name
}

type entry struct {
	role Role
	hash []byte
}

// authenticate finds who this is. What is wrong is never told to them; wrong is called for each
// comparison that fails, also when they did not wait for it.
func (u *Users) authenticate(ctx context.Context, name, password string, wrong func()) (User, error) {
	digest := u.digest(name, password)
	e := u.byName[name]
	u.mu.RLock()
	right, seen := u.right[name]
	u.mu.RUnlock()
	if seen && hmac.Equal(right[:], digest[:]) {
		return User{name, e.role}, nil
	}
	ok, err := u.checks.right(ctx, digest, func() bool {
		ok := u.compare(name, password, digest)
		if !ok {
			wrong()
		}
		return ok
	})
	if err != nil {
		return User{}, err
	}
	if !ok {
		return User{}, notAuthenticated("the user name or the password is wrong")
	}
	return User{name, e.role}, nil
}

// compare takes as long for names that are not there. It remembers what is right, for those
// who come again because they could not wait.
func (u *Users) compare(name, password string, digest [sha256.Size]byte) bool {
	e, known := u.byName[name]
	hash := e.hash
	if !known {
		hash = u.nobody
	}
	err := bcrypt.CompareHashAndPassword(hash, []byte(password[:min(len(password), maxPassword)]))
	if err != nil || !known || len(password) > maxPassword {
		return false
	}
	u.mu.Lock()
	u.right[name] = digest
	u.mu.Unlock()
	return true
}

func (u *Users) digest(name, password string) (sum [sha256.Size]byte) {
	mac := hmac.New(sha256.New, u.key[:])
	var length [8]byte
	binary.BigEndian.PutUint64(length[:], uint64(len(name)))
	mac.Write(length[:])
	mac.Write([]byte(name))
	mac.Write([]byte(password))
	mac.Sum(sum[:0])
	return sum
}
