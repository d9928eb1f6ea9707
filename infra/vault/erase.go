package vault

import (
	"context"
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// Erase destroys the row of a member, who is named by the publisher's id or by pseudonym,
// and gives the pseudonym, which stays in the log as nobody's. It is not known when the
// vault knows no such member. When it returns without an error, the key is nowhere in the
// vault's files; copies of these files are their owner's to destroy.
func (v *Vault) Erase(ctx context.Context, member string) (pseudonym string, known bool, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case v.conn == nil:
		return "", false, errClosed
	case ctx.Err() != nil:
		return "", false, ctx.Err()
	}
	p, err := v.row(Member(member))
	if err == nil && (p == nil || p.Erased()) {
		return "", false, v.scrub() // somebody may come again because of an interruption
	}
	if err == nil {
		err = v.remove(p.handle)
	}
	if err == nil {
		v.held = newRecent(remembered)
		err = v.scrub()
	}
	if err != nil {
		return "", false, fmt.Errorf("vault %s: %w", v.path, err)
	}
	return p.Pseudonym(), true, nil
}

func (v *Vault) remove(handle string) (err error) {
	end, err := sqlitex.ImmediateTransaction(v.conn)
	if err != nil {
		return err
	}
	defer end(&err)
	return errors.Join(
		v.query("DELETE FROM persons WHERE handle = ?", nil, handle),
		v.query("INSERT INTO erased (handle) VALUES (?)", nil, handle),
	)
}

// scrub empties the write-ahead log, in which the row still stands as it once was written.
// In the file itself SQLite has overwritten it (secure_delete).
func (v *Vault) scrub() error {
	busy := false
	err := sqlitex.ExecuteTransient(v.conn, "PRAGMA wal_checkpoint(TRUNCATE)", &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error {
			busy = stmt.ColumnInt64(0) != 0
			return nil
		},
	})
	if err == nil && busy {
		err = errors.New("another process reads it: erase again when that one has ended")
	}
	return err
}
