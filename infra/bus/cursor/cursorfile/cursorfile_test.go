package cursorfile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"soin/infra/bus/cursor"
	"soin/infra/bus/cursor/cursorfile"
	"soin/infra/bus/cursor/cursortest"
)

func open(t *testing.T, path string) *cursorfile.File {
	t.Helper()
	f, err := cursorfile.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestKeepsTheContractOfATable(t *testing.T) {
	cursortest.Run(t, func(t *testing.T) func() cursor.Table {
		path := filepath.Join(t.TempDir(), cursorfile.FileName)
		return func() cursor.Table { return open(t, path) }
	})
}

func TestOpeningTakesEveryCursorFromWhoHeldIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), cursorfile.FileName)
	old := open(t, path)
	v, err := old.Swap(t.Context(), "a", 0, cursor.Record{Position: 7, Holder: "killed"})
	if err != nil {
		t.Fatal(err)
	}
	now := open(t, path)
	r, at, err := now.Load(t.Context(), "a")
	if err != nil || r != (cursor.Record{Position: 7}) || at == v {
		t.Errorf("%+v at %d, %v", r, at, err)
	}
	if _, err := old.Swap(t.Context(), "a", v, cursor.Record{Position: 8}); err == nil || !strings.Contains(err.Error(), cursor.ErrMoved.Error()) {
		t.Errorf("the older process may still save: %v", err)
	}
}

func TestTheFileIsItsOwnersAloneAndOfThisKind(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	open(t, path).Close()
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(path, []byte("SQLite format 3? No: a text that is longer than a page's beginning."), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := cursorfile.Open(path); err == nil {
		t.Error("a text was taken for a file of cursors")
	}
}
