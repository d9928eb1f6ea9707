package main

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"soin/infra/ingest"
)

// A server that is running has every one of its files open.
func TestWhatADataDirectoryHoldsIsItsOwnersAlone(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	e, err := openEntrance(t.Context(), settings{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	lines := factAbout("a", "team.formed", `{"name":"A"}`) + "\n" + factAbout("b", "team.renamed", `{"name":"B"}`)
	if _, err := ingest.Publish(t.Context(), e.door, strings.NewReader(lines), func(ingest.Progress) {}); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	err = filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 && !strings.HasSuffix(path, ".lock") {
			t.Errorf("%s has the mode %v", path, info.Mode())
		}
		seen[filepath.Base(path)] = true
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"soin.db", "soin.db-wal", "soin.db-shm", "parked.db", "parked.db-wal", "parked.db-shm"} {
		if !seen[name] {
			t.Errorf("there is no %s", name)
		}
	}
}
