package vault

import (
	"context"
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// errClosed is the answer of a vault that was closed.
var errClosed = errors.New("the vault is closed")

// fetch reads persons from the file and makes up those that are new. It returns when what
// it made is durable.
func (v *Vault) fetch(ctx context.Context, names []Name) (persons []*Person, err error) {
	switch {
	case v.conn == nil:
		return nil, errClosed
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	persons, fresh, err := v.find(names)
	if err == nil && fresh {
		persons, err = v.findOrMake(names)
	}
	if err != nil {
		return nil, fmt.Errorf("vault %s: %w", v.path, err)
	}
	return persons, nil
}

// find reads persons; fresh is whether some have to be made up.
func (v *Vault) find(names []Name) (persons []*Person, fresh bool, err error) {
	persons = make([]*Person, len(names))
	for i, n := range names {
		if persons[i], err = v.row(n); err != nil {
			return nil, false, err
		}
		fresh = fresh || persons[i] == nil && n.kind != ofHandle
	}
	return persons, fresh, nil
}

// findOrMake looks again, because another process may have been faster.
func (v *Vault) findOrMake(names []Name) (persons []*Person, err error) {
	end, err := sqlitex.ImmediateTransaction(v.conn)
	if err != nil {
		return nil, err
	}
	defer end(&err)
	if persons, _, err = v.find(names); err != nil {
		return nil, err
	}
	for i, n := range names {
		if persons[i] == nil && n.kind != ofHandle {
			if persons[i], err = v.insert(n); err != nil {
				return nil, err
			}
		}
	}
	return persons, nil
}

// row reads one person, nil when there is none. A handle is looked up as such first.
func (v *Vault) row(n Name) (*Person, error) {
	if handle, ok := n.handle(); ok {
		p, err := v.byHandle(handle, n.kind)
		if p != nil || err != nil || n.kind == ofHandle {
			return p, err
		}
	}
	return v.read("SELECT handle, mark, key FROM persons WHERE mark = ?", v.keys.markOf(n))
}

// byHandle is the person of a handle, also one that was erased. Where a member is meant, a
// subject is nobody.
func (v *Vault) byHandle(handle string, meant kind) (*Person, error) {
	p, err := v.read("SELECT handle, mark, key FROM persons WHERE handle = ? AND ? IN (kind, ?)",
		handle, int64(meant), int64(ofHandle))
	if p != nil || err != nil {
		return p, err
	}
	err = v.query("SELECT 1 FROM erased WHERE handle = ?", func(*sqlite.Stmt) { p = &Person{handle: handle} }, handle)
	return p, err
}

func (v *Vault) read(sql string, args ...any) (*Person, error) {
	var handle string
	var mark, sealed []byte
	err := v.query(sql, func(stmt *sqlite.Stmt) {
		handle, mark, sealed = stmt.ColumnText(0), blob(stmt, 1), blob(stmt, 2)
	}, args...)
	if err != nil || handle == "" {
		return nil, err
	}
	return v.keys.open(row{mark, handle, sealed})
}

func (v *Vault) insert(n Name) (*Person, error) {
	key := newKey()
	w := v.keys.seal(v.keys.markOf(n), newHandle(), key)
	err := v.query("INSERT INTO persons (mark, kind, handle, key) VALUES (?, ?, ?, ?)", nil,
		w.Mark, int64(n.kind), w.Handle, w.Key)
	if err != nil {
		return nil, err
	}
	return newPerson(w.Handle, key)
}
