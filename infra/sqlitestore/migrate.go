package sqlitestore

import (
	"fmt"
	"maps"
	"slices"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// create makes an empty log at path, whole or not at all.
func create(path string, steps []string) error {
	return fill(path, func(partial string) error { return build(partial, steps, nil) })
}

// build writes a new file: the schema, what add adds, and the mark of an event log. It
// is durable only once it is synced.
func build(path string, steps []string, add func(*sqlite.Conn) error) (err error) {
	conn, err := connect(path, sqlite.OpenReadWrite|sqlite.OpenCreate,
		fmt.Sprint("page_size = ", pageSize), "journal_mode = OFF", "synchronous = OFF",
		fmt.Sprint("application_id = ", applicationID))
	if err != nil {
		return err
	}
	defer func() {
		if e := conn.Close(); err == nil {
			err = e
		}
	}()
	if err := migrate(conn, steps, 0); err != nil {
		return err
	}
	if add != nil {
		if err := add(conn); err != nil {
			return err
		}
	}
	return pragma(conn, "journal_mode = WAL", nil)
}

// migrate takes the schema from one version to that of the last step, each step in a
// transaction of its own.
func migrate(conn *sqlite.Conn, steps []string, from int) error {
	for i, step := range steps[from:] {
		version := from + i + 1
		script := fmt.Sprintf("%s\nPRAGMA user_version = %d;", step, version)
		if err := sqlitex.ExecuteScript(conn, script, nil); err != nil {
			return fmt.Errorf("migrate to schema version %d: %w", version, err)
		}
	}
	return nil
}

// identify sees that a file is an event log whose schema this code knows, and gives its
// version. It reads the first page and the schema, nothing else.
func identify(conn *sqlite.Conn, path string, steps []string) (version int, err error) {
	id, err := number(conn, "PRAGMA application_id")
	if err != nil {
		return 0, explain(path, "reading its first page", err)
	}
	if id != applicationID {
		return 0, fmt.Errorf("%s is an SQLite database, but no event log of Soin (application id %#x, not %#x)",
			path, uint32(id), applicationID)
	}
	v, err := number(conn, "PRAGMA user_version")
	switch version = int(v); {
	case err != nil:
		return 0, explain(path, "reading its first page", err)
	case version > len(steps):
		return 0, &VersionError{Path: path, Found: version, Known: len(steps)}
	case version < 1:
		return 0, &DamagedError{Path: path, What: fmt.Sprintf("there is no schema version %d", version)}
	}
	return version, compare(conn, path, steps[:version])
}

// compare sees that a file has the very schema that the steps lead to.
func compare(conn *sqlite.Conn, path string, steps []string) error {
	model, err := connect(":memory:", sqlite.OpenReadWrite|sqlite.OpenMemory)
	if err != nil {
		return err
	}
	defer model.Close()
	if err := migrate(model, steps, 0); err != nil {
		return err
	}
	want, err := schema(model)
	if err != nil {
		return err
	}
	got, err := schema(conn)
	if err != nil {
		return explain(path, "reading its schema", err)
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			return &DamagedError{Path: path, What: fmt.Sprintf("%q is not what schema version %d makes it", name, len(steps))}
		}
	}
	return nil
}

// schema is the text of every table and index, by name.
func schema(conn *sqlite.Conn) (map[string]string, error) {
	out := map[string]string{}
	err := query(conn, "SELECT name, type, tbl_name, coalesce(sql, '') FROM sqlite_schema", func(stmt *sqlite.Stmt) error {
		out[stmt.ColumnText(0)] = stmt.ColumnText(1) + " " + stmt.ColumnText(2) + " " + stmt.ColumnText(3)
		return nil
	})
	return out, err
}
