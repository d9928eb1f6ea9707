package cursorstream_test

import (
	"log/slog"
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

func TestKeepsTheContractOfATable(t *testing.T) {
	cursortest.Run(t, func(*testing.T) func() cursor.Table {
		store := cursortest.Store{Store: memstore.New()}
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

func TestStreamsDoNotGrowWithoutBound(t *testing.T) {
	behind := memstore.New()
	cluster, err := esdbstore.Connect(esdbservertest.Start(t, behind), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer cluster.Close()
	space := cluster.Space("cursors")
	table := cursorstream.New(space, time.Now)
	var v cursor.Version
	for i := range 50 {
		if v, err = table.Swap(t.Context(), "a", v, cursor.Record{Position: event.Position(i)}); err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	for _, err := range space.Stream(t.Context(), "cursor-a", 0) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 10 {
		t.Errorf("the stream of a cursor that was moved 50 times holds %d events", n)
	}
	r, at, err := cursorstream.New(space, time.Now).Load(t.Context(), "a") // a process that begins
	if err != nil || r.Position != 49 || at != v {
		t.Errorf("%+v at %d, %v, written at %d", r, at, err, v)
	}
}
