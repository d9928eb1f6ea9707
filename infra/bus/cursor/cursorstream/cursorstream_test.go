package cursorstream_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"soin/domain/event"
	"soin/infra/bus/cursor"
	"soin/infra/bus/cursor/cursorstream"
	"soin/infra/bus/cursor/cursortest"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/esdbstore"
	"soin/infra/memstore"
)

func count(t *testing.T, store event.Store) (n int) {
	t.Helper()
	for _, err := range store.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

func TestKeepsTheContractOfATable(t *testing.T) {
	cursortest.Run(t, func(*testing.T) func() cursor.Table {
		store := memstore.New()
		return func() cursor.Table { return cursorstream.New(store, time.Now) }
	})
}

func TestKeepsTheContractOfATableOnEventStoreDB(t *testing.T) {
	cursortest.Run(t, func(t *testing.T) func() cursor.Table {
		behind := memstore.New()
		address := esdbservertest.Start(t, behind)
		return func() cursor.Table {
			cluster, err := esdbstore.Connect(address, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { cluster.Close() })
			return cursorstream.New(cluster.Space("cursors"), time.Now)
		}
	})
}

var _ cursorstream.Keeper = (*esdbstore.Store)(nil)

func TestStreamsDoNotGrowWithoutBound(t *testing.T) {
	store := memstore.New()
	table := cursorstream.New(store, time.Now)
	var v cursor.Version
	var err error
	for i := range 10_500 {
		if v, err = table.Swap(t.Context(), "a", v, cursor.Record{Position: event.Position(i)}); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, store); n > 1000 {
		t.Errorf("the store holds %d events of one cursor", n)
	}
	r, at, err := cursorstream.New(store, time.Now).Load(t.Context(), "a") // a process that knows no generation
	if err != nil || r.Position != 10_499 || at != v {
		t.Errorf("%+v at %d, %v, written at %d", r, at, err, v)
	}
}

// keeper is a store that can forget, and notes that it was told to.
type keeper struct {
	event.Store
	mu   sync.Mutex
	told map[string]int
}

func (k *keeper) Keep(_ context.Context, stream string, events int) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.told[stream] = events
	return nil
}

func TestAStoreThatCanForgetIsToldTo(t *testing.T) {
	store := &keeper{Store: memstore.New(), told: map[string]int{}}
	table := cursorstream.New(store, time.Now)
	var v cursor.Version
	var err error
	for range 1500 {
		if v, err = table.Swap(t.Context(), "a", v, cursor.Record{}); err != nil {
			t.Fatal(err)
		}
	}
	if len(store.told) != 1 || store.told["cursor-a.0"] != 10 {
		t.Errorf("told %v", store.told)
	}
	if n := count(t, store); n != 1500 {
		t.Errorf("%d events: streams are replaced although the store forgets by itself", n)
	}
}

// usurped lets somebody else write just before the old stream is deleted.
type usurped struct {
	event.Store
	before func()
}

func (u *usurped) Delete(ctx context.Context, stream string, expected event.Revision) error {
	if u.before != nil {
		before := u.before
		u.before = nil
		before()
	}
	return u.Store.Delete(ctx, stream, expected)
}

func TestWhoLosesTheCursorWhileReplacingItsStreamCannotSave(t *testing.T) {
	under := memstore.New()
	store := &usurped{Store: under}
	table, other := cursorstream.New(store, time.Now), cursorstream.New(under, time.Now)
	var v cursor.Version
	var err error
	for i := range 1000 {
		if v, err = table.Swap(t.Context(), "a", v, cursor.Record{Position: event.Position(i), Holder: "old"}); err != nil {
			t.Fatal(err)
		}
	}
	store.before = func() { // the next one appends where the old one stood
		raw := event.Raw{
			Envelope: event.Envelope{Source: "x", ID: "x", Time: time.Now().UTC()},
			Name:     "cursor.moved", Version: 1, Data: []byte(`{"position":"5000","holder":"new"}`),
		}
		if _, err := under.Append(t.Context(), "cursor-a.0", 999, []event.Raw{raw}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := table.Swap(t.Context(), "a", v, cursor.Record{Position: 1000, Holder: "old"}); err != cursor.ErrMoved {
		t.Fatalf("%v", err)
	}
	for _, table := range []cursor.Table{table, other} {
		r, at, err := table.Load(t.Context(), "a")
		if err != nil || r != (cursor.Record{Position: 5000, Holder: "new"}) {
			t.Fatalf("%+v, %v", r, err)
		}
		if table == cursor.Table(other) {
			if _, err := table.Swap(t.Context(), "a", at, cursor.Record{Position: 6000, Holder: "new"}); err != nil {
				t.Error(err)
			}
		}
	}
	if r, _, err := table.Load(t.Context(), "a"); err != nil || r.Position != 6000 {
		t.Errorf("%+v, %v", r, err)
	}
}
