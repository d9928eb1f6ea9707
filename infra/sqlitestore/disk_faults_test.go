//go:build unix

package sqlitestore_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	sqlite3 "modernc.org/sqlite/lib"

	"soin/domain/event"
	"soin/infra/sqlitestore"
)

// failing makes the n-th operation of a kind on the write-ahead log fail, and all after
// it while the disk is broken.
func failing(op string, code int32, nth int) (fail func(string, string) int32, repair func()) {
	var mu sync.Mutex
	repaired := false
	fail = func(o, path string) int32 {
		mu.Lock()
		defer mu.Unlock()
		if repaired || o != op || !strings.HasSuffix(path, "-wal") {
			return 0
		}
		if nth--; nth >= 0 {
			return 0
		}
		return code
	}
	return fail, func() {
		mu.Lock()
		repaired = true
		mu.Unlock()
	}
}

func TestFailedSyncStopsTheStoreForGood(t *testing.T) {
	for _, fault := range []struct {
		op   string
		code int32
	}{
		{"sync", sqlite3.SQLITE_IOERR | 4<<8},  // SQLITE_IOERR_FSYNC
		{"write", sqlite3.SQLITE_IOERR | 3<<8}, // SQLITE_IOERR_WRITE, after half of the bytes
	} {
		t.Run(fault.op, func(t *testing.T) {
			d := newDisk(t)
			dir := t.TempDir()
			s := open(t, dir)
			var acknowledged ledger
			acknowledged.append(t.Context(), s, "test-1", event.NoStream, facts("a", 3))
			fail, repair := failing(fault.op, fault.code, 0)
			d.setFail(fail)
			_, err := s.Append(t.Context(), "test-1", 2, facts("b", 3))
			var stopped *sqlitestore.StoppedError
			if !errors.As(err, &stopped) || !strings.Contains(err.Error(), "opened again") {
				t.Fatalf("append on a broken disk: %v", err)
			}
			repair() // and still nothing is tried again
			if _, err := s.Append(t.Context(), "test-2", event.Any, facts("c", 1)); !errors.As(err, &stopped) {
				t.Errorf("append after a broken disk: %v", err)
			}
			if err := s.Delete(t.Context(), "test-1", event.Any); !errors.As(err, &stopped) {
				t.Errorf("delete after a broken disk: %v", err)
			}
			if got := read(t, s.All(t.Context(), 0)); len(got) != 3 {
				t.Errorf("%d events can be read after a broken disk, want 3", len(got))
			}
			_ = s.Close()
			acknowledged.verify(t, dir)
			s = open(t, dir)
			acknowledged.append(t.Context(), s, "test-1", event.Any, facts("b", 3)) // stored or not, it is now
			if got := read(t, s.Stream(t.Context(), "test-1", 0)); len(got) != 6 {
				t.Errorf("%d events after appending again, want 6", len(got))
			}
		})
	}
}

func TestFullDiskStoresNothingAndStopsNothing(t *testing.T) {
	d := newDisk(t)
	dir := t.TempDir()
	s := open(t, dir)
	var acknowledged ledger
	acknowledged.append(t.Context(), s, "test-1", event.NoStream, facts("a", 3))
	for nth := range 6 {
		fail, free := failing("write", sqlite3.SQLITE_FULL, nth)
		d.setFail(fail)
		full := fmt.Sprint("full ", nth, " ")
		for i := range 3 {
			_, err := s.Append(t.Context(), "test-1", event.Any, facts(full, 200))
			if err == nil || !strings.Contains(err.Error(), "disk is full") || !strings.Contains(err.Error(), dir) {
				t.Fatalf("append %d on a full disk: %v", i, err)
			}
		}
		if got := read(t, s.All(t.Context(), 0)); len(got) != 3+nth {
			t.Fatalf("%d events can be read on a full disk, want %d", len(got), 3+nth)
		}
		free()
		acknowledged.append(t.Context(), s, "test-1", event.Any, facts(fmt.Sprint("free ", nth), 1))
	}
	_ = s.Close()
	acknowledged.verify(t, dir)
}

// A disk that breaks while the write-ahead log is copied into the file stops the store;
// everything acknowledged is still in the log.
func TestFailedCopyOfTheLogLosesNothing(t *testing.T) {
	d := newDisk(t)
	dir := t.TempDir()
	s := open(t, dir)
	sqlitestore.WindBackEvery(s, 300)
	var acknowledged ledger
	d.setFail(func(op, path string) int32 {
		if op == "sync" && strings.HasSuffix(path, "soin.db") {
			return sqlite3.SQLITE_IOERR | 4<<8
		}
		return 0
	})
	for i := 0; ; i++ {
		events := facts(fmt.Sprint(i, "-"), 50)
		receipts, err := s.Append(t.Context(), fmt.Sprint("test-", i), event.NoStream, events)
		if _, ok := errors.AsType[*sqlitestore.StoppedError](err); ok {
			break
		}
		if err != nil || i > 1000 {
			t.Fatalf("append %d: %v", i, err)
		}
		acknowledged.add(fmt.Sprint("test-", i), events, receipts)
	}
	_ = s.Close()
	d.setFail(nil)
	acknowledged.verify(t, dir)
}

// An append is answered after the sync that makes it durable, and one sync serves all
// who waited for it.
func TestWritersShareASyncAndWaitForIt(t *testing.T) {
	d := newDisk(t)
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := open(t, dir)
		defer s.Close()
		new(ledger).append(t.Context(), s, "test-0", event.NoStream, facts("a", 1)) // begins the write-ahead log
		var syncs, answered atomic.Int32
		release := make(chan struct{})
		d.setFail(func(op, _ string) int32 {
			if op == "sync" {
				syncs.Add(1)
				<-release
			}
			return 0
		})
		var wg sync.WaitGroup
		begin := func(i int) {
			wg.Go(func() {
				if _, err := s.Append(t.Context(), fmt.Sprint("test-", i), event.Any, facts("b", 1)); err != nil {
					t.Errorf("append: %v", err)
				}
				answered.Add(1)
			})
		}
		begin(0)
		synctest.Wait() // until the first append is in its sync
		before := syncs.Load()
		for i := range 20 {
			begin(i)
		}
		synctest.Wait() // until the others wait behind it
		if n := answered.Load(); n != 0 {
			t.Errorf("%d appends were answered before their sync", n)
		}
		close(release)
		wg.Wait()
		if n := syncs.Load() - before; n != 1 {
			t.Errorf("%d syncs for the appends that waited, want 1", n)
		}
	})
}

func TestClosingEndsABackup(t *testing.T) {
	d := newDisk(t)
	dir, to := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	s := open(t, dir)
	for n := range 20 {
		if _, err := s.Append(t.Context(), fmt.Sprint("test-", n), event.NoStream, facts("a", 200)); err != nil {
			t.Fatal(err)
		}
	}
	closed := make(chan error, 1)
	var once sync.Once
	d.setFail(func(_, path string) int32 {
		if path == to+".new" {
			once.Do(func() { go func() { closed <- s.Close() }() })
		}
		return 0
	})
	err := s.Backup(t.Context(), to)
	if err != nil && !errors.Is(err, event.ErrClosed) {
		t.Errorf("backup of a log that is being closed: %v", err)
	}
	if err := <-closed; err != nil {
		t.Errorf("close during a backup: %v", err)
	}
	if left, _ := filepath.Glob(to + "*"); (len(left) == 0) != (err != nil) {
		t.Errorf("a backup that ended with %v leaves %v", err, left)
	}
}
