// Package vault keeps who is behind a pseudonym, and the keys that free text is sealed with.
// It is the only place where the two meet, in a file of its own that no backup of the log
// holds, so that destroying one row makes somebody unknown for ever.
//
// It promises:
//
//   - A member has one pseudonym, drawn at random, durable before anybody learns it.
//   - Without the key-encryption key the file tells nothing: ids stand in it as keyed
//     hashes, and each person's key is sealed.
//   - The same text of the same person at the same place has the same sealed bytes, so that
//     a redelivery is known again; at any other place it has others.
//   - After [Vault.Erase] the row is overwritten in the file and gone from its write-ahead
//     log. What it sealed is [ErrWithheld], and the member, if met again, is somebody new.
//   - No error repeats an id or a text.
//
// A [Vault] is safe for concurrent use, also by several processes on one file.
package vault

import (
	"context"
	"sync"

	"zombiezen.com/go/sqlite"
)

// FileName is the vault's name in a data directory.
const FileName = "vault.db"

// remembered is how many persons are kept in memory, at most twice as many for a moment:
// about 70 MB.
const remembered = 200_000

// Vault is made by [Open].
type Vault struct {
	path string
	keys subkeys

	mu   sync.Mutex // guards what follows
	conn *sqlite.Conn
	held *recent
}

// Persons tells who is meant by each name, in order, and makes those up that are new, all
// in one transaction. It gives nil for a handle the vault does not know.
func (v *Vault) Persons(ctx context.Context, names []Name) ([]*Person, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	persons := make([]*Person, len(names))
	missing := map[Name][]int{}
	var order []Name
	for i, n := range names {
		if p, ok := v.held.get(n); ok {
			persons[i] = p
			continue
		}
		if missing[n] == nil {
			order = append(order, n)
		}
		missing[n] = append(missing[n], i)
	}
	if len(order) == 0 {
		return persons, nil
	}
	found, err := v.fetch(ctx, order)
	if err != nil {
		return nil, err
	}
	for i, p := range found {
		if p != nil {
			v.held.put(order[i], p)
		}
		for _, place := range missing[order[i]] {
			persons[place] = p
		}
	}
	return persons, nil
}

// Open gives the text that stands sealed at a place, for those who may read it. It fails
// with [ErrWithheld] once its key was destroyed, and with [ErrNotSealed] for what no key of
// this vault sealed there.
func (v *Vault) Open(ctx context.Context, at Place, sealed string) (string, error) {
	return openSealed(ctx, v, at, sealed)
}

// openSealed opens a text by the key of the person who holds it.
func openSealed(
	ctx context.Context, v interface {
		Persons(context.Context, []Name) ([]*Person, error)
	}, at Place, sealed string,
) (string, error) {
	holder, ok := HolderOf(sealed)
	if !ok {
		return "", ErrNotSealed
	}
	persons, err := v.Persons(ctx, []Name{holder})
	switch {
	case err != nil:
		return "", err
	case persons[0] == nil:
		return "", ErrNotSealed
	}
	return persons[0].Open(at, sealed)
}

// Close gives the file free.
func (v *Vault) Close() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.conn == nil {
		return nil
	}
	err := v.conn.Close()
	v.conn = nil
	return err
}
