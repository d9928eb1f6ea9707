package vault

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

const (
	applicationID = 0x536f6956 // "SoiV" in ASCII, for file(1)
	schemaVersion = 1
	patience      = 5 * time.Second // with another process
)

// schema: a mark is the keyed hash of a name; a handle is a pseudonym without its prefix,
// and stays among the erased ones when the row is destroyed, so that a log read back is
// known again. Sign tells whether the key is the right one.
const schema = `
CREATE TABLE vault (
	id   INTEGER PRIMARY KEY CHECK (id = 1),
	sign BLOB NOT NULL
) STRICT;
CREATE TABLE persons (
	mark   BLOB    NOT NULL PRIMARY KEY,
	kind   INTEGER NOT NULL,
	handle TEXT    NOT NULL UNIQUE,
	key    BLOB    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE erased (
	handle TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;`

// Open opens the vault at path, or makes it, for its owner alone, where it is not there.
// KeyFile holds the key-encryption key and is made together with the vault. A wrong or
// missing key is a [*KeyError].
func Open(path, keyFile string) (_ *Vault, err error) {
	key, err := keyFor(path, keyFile)
	if err != nil {
		return nil, fmt.Errorf("vault: %w", err)
	}
	keys, err := key.subkeys()
	if err != nil {
		return nil, fmt.Errorf("vault: %w", err)
	}
	conn, err := connect(path)
	if err != nil {
		return nil, fmt.Errorf("vault %s: %w", path, err)
	}
	v := &Vault{path: path, keys: keys, conn: conn, held: newRecent(remembered)}
	if err := v.prepare(keyFile); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return v, nil
}

func connect(path string) (*sqlite.Conn, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case err == nil:
		err = errors.Join(f.Close(), syncFolder(filepath.Dir(path)))
	case errors.Is(err, fs.ErrExist):
		err = os.Chmod(path, 0o600)
	}
	if err != nil {
		return nil, err
	}
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil {
		return nil, err
	}
	conn.SetBusyTimeout(patience)
	for _, s := range [...]string{
		"trusted_schema = OFF", "cell_size_check = ON", "secure_delete = ON", "journal_mode = WAL", "synchronous = FULL",
	} {
		if err := sqlitex.ExecuteTransient(conn, "PRAGMA "+s, nil); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	return conn, nil
}

// prepare makes the schema where the file is new, and sees that file and key fit.
func (v *Vault) prepare(keyFile string) (err error) {
	end, err := sqlitex.ImmediateTransaction(v.conn)
	if err != nil {
		return fmt.Errorf("vault %s: %w", v.path, err)
	}
	defer end(&err)
	var id, version int64
	if err := errors.Join(v.pragma("application_id", &id), v.pragma("user_version", &version)); err != nil {
		return fmt.Errorf("vault %s: %w", v.path, err)
	}
	switch {
	case id == 0 && version == 0:
		return v.create()
	case id != applicationID:
		return fmt.Errorf("%s is no vault of Soin", v.path)
	case version != schemaVersion:
		return fmt.Errorf("vault %s has schema version %d, and this soin knows version %d", v.path, version, schemaVersion)
	}
	var sign []byte
	if err := v.query("SELECT sign FROM vault", func(stmt *sqlite.Stmt) { sign = blob(stmt, 0) }); err != nil {
		return fmt.Errorf("vault %s: %w", v.path, err)
	}
	if !bytes.Equal(sign, v.keys.sign) {
		return &KeyError{fmt.Sprintf("%s was sealed with another key than the one in %s", v.path, keyFile)}
	}
	return nil
}

func (v *Vault) create() error {
	err := sqlitex.ExecuteScript(v.conn, fmt.Sprintf("%s\nPRAGMA application_id = %d; PRAGMA user_version = %d;",
		schema, applicationID, schemaVersion), nil)
	if err == nil {
		err = v.query("INSERT INTO vault VALUES (1, ?)", nil, v.keys.sign)
	}
	if err != nil {
		return fmt.Errorf("vault %s: %w", v.path, err)
	}
	return nil
}

func (v *Vault) pragma(name string, into *int64) error {
	return sqlitex.ExecuteTransient(v.conn, "PRAGMA "+name, &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error {
			*into = stmt.ColumnInt64(0)
			return nil
		},
	})
}

func (v *Vault) query(sql string, row func(*sqlite.Stmt), args ...any) error {
	return sqlitex.Execute(v.conn, sql, &sqlitex.ExecOptions{Args: args, ResultFunc: func(stmt *sqlite.Stmt) error {
		if row != nil {
			row(stmt)
		}
		return nil
	}})
}

func blob(stmt *sqlite.Stmt, column int) []byte {
	b := make([]byte, stmt.ColumnLen(column))
	stmt.ColumnBytes(column, b)
	return b
}
