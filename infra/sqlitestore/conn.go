package sqlitestore

import (
	"slices"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// patience is how long a connection waits for a lock of another process: one that
// recovers the log after a crash, or somebody's SQLite shell.
const patience = 5 * time.Second

// connect opens a connection. It never creates a file unless flags say so, and takes
// the path for a path, never for a URI.
func connect(path string, flags sqlite.OpenFlags, settings ...string) (*sqlite.Conn, error) {
	conn, err := sqlite.OpenConn(path, flags)
	if err != nil {
		return nil, err
	}
	conn.SetBusyTimeout(patience)
	for _, s := range append([]string{"trusted_schema = OFF", "cell_size_check = ON"}, settings...) {
		if err := pragma(conn, s, nil); err != nil {
			_ = conn.Close()
			return nil, err
		}
	}
	return conn, nil
}

// connectReader opens a connection that only reads. Such a connection may still have to
// replay the write-ahead log of a process that crashed.
func connectReader(path string) (*sqlite.Conn, error) {
	return connect(path, sqlite.OpenReadOnly)
}

func pragma(conn *sqlite.Conn, setting string, row func(*sqlite.Stmt) error) error {
	return sqlitex.ExecuteTransient(conn, "PRAGMA "+setting, &sqlitex.ExecOptions{ResultFunc: row})
}

// query runs a statement that the connection keeps prepared. Args are as sqlitex binds them.
func query(conn *sqlite.Conn, sql string, row func(*sqlite.Stmt) error, args ...any) error {
	return sqlitex.Execute(conn, sql, &sqlitex.ExecOptions{Args: args, ResultFunc: row})
}

// number is the first column of the only row of a statement, 0 for NULL and no row.
func number(conn *sqlite.Conn, sql string, args ...any) (n int64, err error) {
	err = query(conn, sql, func(stmt *sqlite.Stmt) error {
		n = stmt.ColumnInt64(0)
		return nil
	}, args...)
	return n, err
}

// column appends the bytes of a text or blob.
func column(dst []byte, stmt *sqlite.Stmt, i int) []byte {
	n, size := len(dst), stmt.ColumnLen(i)
	dst = slices.Grow(dst, size)[:n+size]
	stmt.ColumnBytes(i, dst[n:])
	return dst
}
