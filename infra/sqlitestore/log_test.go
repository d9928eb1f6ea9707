package sqlitestore_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"soin/domain/event"
	"soin/domain/rule"
	"soin/infra/sqlitestore"
)

// Readers that overlap without end keep SQLite from ever beginning its write-ahead log
// anew; here it is.
func TestWriteAheadLogIsBoundedUnderConstantReaders(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	const frames = 200
	sqlitestore.WindBackEvery(s, frames)
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			for ctx.Err() == nil {
				for range s.All(ctx, 0) {
				}
			}
		})
	}
	for n := range 150 {
		if _, err := s.Append(t.Context(), fmt.Sprint("test-", n), event.NoStream, facts(fmt.Sprint(n, "-"), 50)); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	wg.Wait()
	info, err := os.Stat(filepath.Join(dir, "soin.db-wal"))
	if err != nil {
		t.Fatal(err)
	}
	if limit := int64(2 * frames * (page + 24)); info.Size() > limit {
		t.Errorf("the write-ahead log grew to %d bytes, want at most %d", info.Size(), limit)
	}
}

func TestClosingLeavesOneFile(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	var acknowledged ledger
	acknowledged.append(t.Context(), s, "test-1", event.NoStream, facts("a", 3))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"-wal", "-shm", ".new"} {
		if _, err := os.Stat(filepath.Join(dir, "soin.db"+suffix)); err == nil {
			t.Errorf("soin.db%s is left", suffix)
		}
	}
}

func TestRecordedAtNeverRunsBackwards(t *testing.T) {
	now := time.Date(2026, 7, 1, 12, 0, 0, 7, time.UTC)
	path := t.TempDir()
	var want []time.Time
	for n, step := range []time.Duration{time.Second, -time.Hour, 0, 2 * time.Hour, -24 * time.Hour} {
		now = now.Add(step)
		s, err := sqlitestore.Open(path, func() time.Time { return now })
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Append(t.Context(), fmt.Sprint("test-", n), event.NoStream, facts("a", 2)); err != nil {
			t.Fatal(err)
		}
		if n == 3 { // the latest of all is deleted, and still counts
			if err := s.Delete(t.Context(), "test-3", event.Any); err != nil {
				t.Fatal(err)
			}
		}
		latest := now
		if len(want) > 0 && want[len(want)-1].After(now) {
			latest = want[len(want)-1]
		}
		want = append(want, latest)
		_ = s.Close()
	}
	s := open(t, path)
	got := read(t, s.All(t.Context(), 0))
	for i, n := range []int{0, 0, 1, 1, 2, 2, 4, 4} {
		if !got[i].RecordedAt.Equal(want[n]) {
			t.Errorf("position %d was recorded at %v, want %v", got[i].Position, got[i].RecordedAt, want[n])
		}
	}
}

func TestWhatCannotBeStoredIsRefused(t *testing.T) {
	s := open(t, t.TempDir())
	for name, spoil := range map[string]func(*event.Raw){
		"data":   func(e *event.Raw) { e.Data = make([]byte, event.MaxData+1) },
		"time":   func(e *event.Raw) { e.Time = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) },
		"zero":   func(e *event.Raw) { e.Time = time.Time{} },
		"id":     func(e *event.Raw) { e.ID = string(make([]byte, 2000)) },
		"source": func(e *event.Raw) { e.Source = string(make([]byte, 2000)) },
	} {
		events := facts("a", 3)
		spoil(&events[1])
		_, err := s.Append(t.Context(), "test-1", event.Any, events)
		if _, ok := errors.AsType[*rule.Violation](err); !ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := read(t, s.All(t.Context(), 0)); len(got) != 0 {
		t.Errorf("%d events were stored", len(got))
	}
}
