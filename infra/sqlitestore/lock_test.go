package sqlitestore_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"soin/infra/sqlitestore"
)

func TestSecondWriterIsToldWhoHasTheLog(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	_, err := sqlitestore.Open(dir, time.Now)
	want := fmt.Sprintf("another soin process (pid %d) has %s open", os.Getpid(), filepath.Join(dir, "soin.db"))
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
}

func TestRefusedFileIsNotKeptLocked(t *testing.T) {
	path, _ := sample(t, 5)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content[:len(content)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlitestore.Open(path, time.Now); err == nil {
		t.Fatal("half a file was opened")
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	open(t, path)
}
