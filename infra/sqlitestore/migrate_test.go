package sqlitestore

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"

	"soin/domain/event"
)

// tomorrow is a schema that does not exist yet: today's with two more steps.
func tomorrow() []string {
	return append(slices.Clone(migrations[:]),
		"ALTER TABLE streams ADD COLUMN colour TEXT; UPDATE streams SET colour = 'green';",
		"CREATE TABLE seasons (name TEXT PRIMARY KEY) STRICT;")
}

func happened(id string) []event.Raw {
	return []event.Raw{{Envelope: event.Envelope{Source: "urn:test", ID: id, Time: time.Unix(1, 0)}, Name: "test.happened", Version: 1}}
}

func written(t *testing.T, steps []string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), FileName)
	s, err := open(path, time.Now, steps)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), "test-1", event.NoStream, happened("a")); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOlderFileIsBroughtUpToDate(t *testing.T) {
	path := written(t, migrations[:])
	s, err := open(path, time.Now, tomorrow())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), "test-1", 0, happened("b")); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	conn, err := connectReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for sql, want := range map[string]int64{
		"SELECT count(*) FROM streams WHERE colour = 'green'": 1,
		"SELECT count(*) FROM seasons":                        0,
		"PRAGMA user_version":                                 3,
	} {
		if n, err := number(conn, sql); err != nil || n != want {
			t.Errorf("%s = %d, %v, want %d", sql, n, err, want)
		}
	}
}

func TestFailedMigrationLeavesTheFileAsItWas(t *testing.T) {
	path := written(t, migrations[:])
	steps := append(tomorrow(), "CREATE TABLE half (a); SELECT no_such_function();")
	if _, err := open(path, time.Now, steps); err == nil || !strings.Contains(err.Error(), "schema version 4") {
		t.Fatalf("a migration that fails: %v", err)
	}
	s, err := open(path, time.Now, tomorrow()) // the steps before it were made, each whole
	if err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	conn, err := connectReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if n, err := number(conn, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'"); n != 0 || err != nil {
		t.Errorf("half of a step was kept, %v", err)
	}
}

func TestNewerFileIsRefusedAndNotTouched(t *testing.T) {
	path := written(t, tomorrow())
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, try := range map[string]func() error{
		"Open":         func() error { _, err := Open(path, time.Now); return err },
		"OpenReadOnly": func() error { _, err := OpenReadOnly(path); return err },
	} {
		err := try()
		var v *VersionError
		if !errors.As(err, &v) || v.Found != 3 || v.Known != 1 || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("a file that was refused was changed")
	}
}

func TestAnotherProgramsDatabaseIsRefusedAndNotTouched(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.db")
	conn, err := connect(path, sqlite.OpenReadWrite|sqlite.OpenCreate)
	if err != nil {
		t.Fatal(err)
	}
	if err := query(conn, "CREATE TABLE contacts (name TEXT)", nil); err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
	before, _ := os.ReadFile(path)
	if _, err := Open(path, time.Now); err == nil || !strings.Contains(err.Error(), "no event log of Soin") {
		t.Errorf("open another program's database: %v", err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("another program's database was changed")
	}
}

// The schema of a file is part of what is checked when it is opened.
func TestChangedSchemaIsDamage(t *testing.T) {
	path := written(t, migrations[:])
	conn, err := connect(path, sqlite.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	if err := query(conn, "DROP TABLE highwater", nil); err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
	var d *DamagedError
	if _, err := Open(path, time.Now); !errors.As(err, &d) {
		t.Errorf("open a log without one of its tables: %v", err)
	}
}
