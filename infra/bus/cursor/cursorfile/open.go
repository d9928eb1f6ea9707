package cursorfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

const (
	applicationID = 0x536f6943 // "SoiC" in ASCII, for file(1)
	schemaVersion = 1
	patience      = 5 * time.Second // with another process
)

const schema = `
CREATE TABLE cursors (
	name     TEXT    NOT NULL PRIMARY KEY,
	position INTEGER NOT NULL,
	holder   TEXT    NOT NULL,
	version  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;`

// Open opens the file at path, or makes it, for its owner alone, where it is not there. It
// takes every cursor from whoever held it.
func Open(path string) (*File, error) {
	conn, err := connect(path)
	if err != nil {
		return nil, fmt.Errorf("cursors %s: %w", path, err)
	}
	if err := prepare(conn); err != nil {
		return nil, errors.Join(fmt.Errorf("cursors %s: %w", path, err), conn.Close())
	}
	return &File{path: path, conn: conn}, nil
}

func connect(path string) (*sqlite.Conn, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case err == nil:
		err = file.Close()
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
	for _, s := range [...]string{"trusted_schema = OFF", "cell_size_check = ON", "journal_mode = WAL", "synchronous = FULL"} {
		if err := sqlitex.ExecuteTransient(conn, "PRAGMA "+s, nil); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	return conn, nil
}

// prepare makes the schema where the file is new, and frees every cursor.
func prepare(conn *sqlite.Conn) (err error) {
	end, err := sqlitex.ImmediateTransaction(conn)
	if err != nil {
		return err
	}
	defer end(&err)
	id, err := pragma(conn, "application_id")
	if err != nil {
		return err
	}
	version, err := pragma(conn, "user_version")
	if err != nil {
		return err
	}
	switch {
	case id == 0 && version == 0:
		return sqlitex.ExecuteScript(conn, fmt.Sprintf("%s\nPRAGMA application_id = %d; PRAGMA user_version = %d;",
			schema, applicationID, schemaVersion), nil)
	case id != applicationID:
		return errors.New("this is no file of cursors")
	case version != schemaVersion:
		return fmt.Errorf("the schema has version %d, and this soin knows version %d", version, schemaVersion)
	}
	return sqlitex.Execute(conn, "UPDATE cursors SET holder = '', version = version + 1 WHERE holder <> ''", nil)
}

func pragma(conn *sqlite.Conn, name string) (value int64, err error) {
	err = sqlitex.ExecuteTransient(conn, "PRAGMA "+name, &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error {
			value = stmt.ColumnInt64(0)
			return nil
		},
	})
	return value, err
}
