package sqlitestore_test

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"soin/domain/event"
	"soin/infra/sqlitestore"
)

func TestBackupIsTheLogAtOneMoment(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	var acknowledged ledger
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() { acknowledged.write(ctx, s, i) })
	}
	acknowledged.waitFor(500)
	beside, err := sqlitestore.OpenReadOnly(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, backup := range map[string]func(context.Context, string) error{"open": s.Backup, "read-only": beside.Backup} {
		before := acknowledged.copy()
		to := filepath.Join(t.TempDir(), name+".db")
		if err := backup(t.Context(), to); err != nil {
			t.Fatal(err)
		}
		before.verify(t, to)
	}
	_ = beside.Close()
	stop()
	wg.Wait()
}

func TestBackupReplacesNothing(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if err := s.Backup(t.Context(), filepath.Join(dir, "soin.db")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("backup onto the log itself: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	to := filepath.Join(dir, "copy.db")
	if err := s.Backup(ctx, to); !errors.Is(err, context.Canceled) {
		t.Errorf("backup after its context ended: %v", err)
	}
	_ = s.Close()
	if err := s.Backup(t.Context(), to); !errors.Is(err, event.ErrClosed) {
		t.Errorf("backup of a closed log: %v", err)
	}
	if left, _ := filepath.Glob(to + "*"); len(left) != 0 {
		t.Errorf("failed backups leave %v", left)
	}
}

// A copy of a damaged log would be found out when it is needed.
func TestBackupOfADamagedLogFails(t *testing.T) {
	path, _ := sample(t, 100)
	to := damaged(t, path, func(b []byte) []byte { return []byte(strings.Replace(string(b), `"10-`, `"01-`, 1)) })
	s, err := sqlitestore.Open(to, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.Backup(t.Context(), filepath.Join(t.TempDir(), "copy.db"))
	names(t, err, to)
}
