// Package cursortest is the contract of [cursor.Table] in executable form, and of what
// [cursor.Cursors] makes of a table that keeps it.
package cursortest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"soin/domain/event"
	"soin/infra/bus/cursor"
)

// Run checks that a table keeps the contract. Open gives a new, empty place; each call of
// what it returns opens that place, as another process or after a restart would.
func Run(t *testing.T, open func(t *testing.T) func() cursor.Table) {
	for _, promise := range []struct {
		name string
		keep func(*testing.T, func() cursor.Table)
	}{
		{"what was never written has no version", nothing},
		{"a record comes back as it was written", comesBack},
		{"a record is there after a restart", outlives},
		{"a version is replaced once", once},
		{"a late write is refused, also after thousands", fenced},
		{"of many who write at once one succeeds", atOnce},
		{"names do not touch each other", apart},
	} {
		t.Run(promise.name, func(t *testing.T) { promise.keep(t, open(t)) })
	}
}

func load(t *testing.T, table cursor.Table, name string) (cursor.Record, cursor.Version) {
	t.Helper()
	r, v, err := table.Load(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return r, v
}

func swap(t *testing.T, table cursor.Table, name string, was cursor.Version, r cursor.Record) cursor.Version {
	t.Helper()
	v, err := table.Swap(t.Context(), name, was, r)
	if err != nil || v == 0 || v == was {
		t.Fatalf("version %d replaced by %d, %v", was, v, err)
	}
	return v
}

func refused(t *testing.T, table cursor.Table, name string, was cursor.Version) {
	t.Helper()
	if _, err := table.Swap(t.Context(), name, was, cursor.Record{Position: 666}); !errors.Is(err, cursor.ErrMoved) {
		t.Fatalf("a write at version %d ends with %v", was, err)
	}
}

func nothing(t *testing.T, open func() cursor.Table) {
	if r, v := load(t, open(), "a"); r != (cursor.Record{}) || v != 0 {
		t.Errorf("%+v at %d", r, v)
	}
}

func comesBack(t *testing.T, open func() cursor.Table) {
	table := open()
	v := cursor.Version(0)
	for _, r := range []cursor.Record{{Position: 1, Holder: "x"}, {}, {Position: 1<<64 - 1, Holder: "été"}} {
		v = swap(t, table, "a/b c", v, r)
		if got, at := load(t, table, "a/b c"); got != r || at != v {
			t.Errorf("%+v at %d came back as %+v at %d", r, v, got, at)
		}
	}
}

func outlives(t *testing.T, open func() cursor.Table) {
	v := swap(t, open(), "a", 0, cursor.Record{Position: 7})
	v = swap(t, open(), "a", v, cursor.Record{Position: 8})
	if r, at := load(t, open(), "a"); r.Position != 8 || at != v {
		t.Errorf("%+v at %d, written at %d", r, at, v)
	}
}

func once(t *testing.T, open func() cursor.Table) {
	table := open()
	first := swap(t, table, "a", 0, cursor.Record{Position: 1})
	refused(t, table, "a", 0)
	second := swap(t, table, "a", first, cursor.Record{Position: 2})
	refused(t, table, "a", first)
	if r, v := load(t, table, "a"); r.Position != 2 || v != second {
		t.Errorf("%+v at %d", r, v)
	}
}

func fenced(t *testing.T, open func() cursor.Table) {
	old, table := open(), open()
	stale := swap(t, old, "a", 0, cursor.Record{})
	v := stale
	for i := range 2500 {
		v = swap(t, table, "a", v, cursor.Record{Position: event.Position(i)})
	}
	refused(t, old, "a", stale)
	for _, table := range []cursor.Table{old, table, open()} {
		if r, at := load(t, table, "a"); r.Position != 2499 || at != v {
			t.Errorf("%+v at %d, written at %d", r, at, v)
		}
	}
}

func atOnce(t *testing.T, open func() cursor.Table) {
	table := open()
	v := swap(t, table, "a", 0, cursor.Record{})
	for range 50 {
		var won atomic.Uint64
		var wg sync.WaitGroup
		for i := range 4 {
			wg.Go(func() {
				next, err := table.Swap(context.Background(), "a", v, cursor.Record{Position: event.Position(i)})
				switch {
				case err == nil && !won.CompareAndSwap(0, uint64(next)):
					t.Error("two succeeded")
				case err != nil && !errors.Is(err, cursor.ErrMoved):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if v = cursor.Version(won.Load()); v == 0 {
			t.Fatal("nobody succeeded")
		}
	}
}

func apart(t *testing.T, open func() cursor.Table) {
	table := open()
	for i := range 20 {
		swap(t, table, fmt.Sprint("a", i), 0, cursor.Record{Position: event.Position(i)})
	}
	for i := range 20 {
		if r, _ := load(t, table, fmt.Sprint("a", i)); r.Position != event.Position(i) {
			t.Errorf("%d stands at %d", i, r.Position)
		}
	}
}
