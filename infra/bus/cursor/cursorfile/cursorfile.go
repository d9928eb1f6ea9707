// Package cursorfile keeps cursors in an SQLite file of its own, beside the log of one
// machine: a [cursor.Table].
//
// A write is durable when it returns. Of several processes on one file the last one that
// opened it is believed to be alone, as the lock of the log beside it makes sure: it takes
// every cursor over at once, and what an older process saves after that is refused.
package cursorfile

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"soin/domain/event"
	"soin/infra/bus/cursor"
)

// FileName is the file's name in a data directory.
const FileName = "cursors.db"

// errClosed is the answer of a file that was closed.
var errClosed = errors.New("the file of cursors is closed")

// File is made by [Open] and safe for concurrent use.
type File struct {
	path string

	mu   sync.Mutex
	conn *sqlite.Conn // nil when closed
}

var _ cursor.Table = (*File)(nil)

// Load gives a record and its version.
func (f *File) Load(ctx context.Context, name string) (r cursor.Record, v cursor.Version, err error) {
	err = f.use(ctx, func(conn *sqlite.Conn) error {
		return sqlitex.Execute(conn, "SELECT position, holder, version FROM cursors WHERE name = ?", &sqlitex.ExecOptions{
			Args: []any{name},
			ResultFunc: func(stmt *sqlite.Stmt) error {
				r.Position = event.Position(stmt.ColumnInt64(0)) //nolint:gosec // SQLite's integers have a sign; all 64 bits come back
				r.Holder = stmt.ColumnText(1)
				v = cursor.Version(stmt.ColumnInt64(2)) //nolint:gosec // counted from 1
				return nil
			},
		})
	})
	return r, v, err
}

// Swap replaces a record of a version, or makes the first one.
func (f *File) Swap(ctx context.Context, name string, was cursor.Version, r cursor.Record) (cursor.Version, error) {
	sql := "UPDATE cursors SET position = ?, holder = ?, version = version + 1 WHERE name = ? AND version = ?"
	if was == 0 {
		sql = "INSERT INTO cursors (position, holder, name, version) VALUES (?, ?, ?, ? + 1) ON CONFLICT DO NOTHING"
	}
	err := f.use(ctx, func(conn *sqlite.Conn) error {
		//nolint:gosec // SQLite's integers have a sign; all 64 bits come back
		args := []any{int64(r.Position), r.Holder, name, int64(was)}
		if err := sqlitex.Execute(conn, sql, &sqlitex.ExecOptions{Args: args}); err != nil {
			return err
		}
		if conn.Changes() == 0 {
			return cursor.ErrMoved
		}
		return nil
	})
	return was + 1, err
}

func (f *File) use(ctx context.Context, do func(*sqlite.Conn) error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.conn == nil:
		return errClosed
	case ctx.Err() != nil:
		return ctx.Err()
	}
	if err := do(f.conn); err != nil {
		return fmt.Errorf("%s: %w", f.path, err)
	}
	return nil
}

// Close closes the file. Closing again does nothing.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.conn == nil {
		return nil
	}
	conn := f.conn
	f.conn = nil
	return conn.Close()
}
