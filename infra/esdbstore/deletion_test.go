package esdbstore_test

import (
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"soin/domain/event"
	"soin/domain/event/storetest"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
)

// The relay deletes as EventStoreDB does: the events stay in the log.
func TestKeepsTheContractWhereDeletedEventsStayInTheLog(t *testing.T) {
	storetest.Run(t, func(t *testing.T) event.Store {
		return connect(t, newRelay(t, esdbservertest.Start(t, memstore.New())).start(t, nil)).Log()
	})
}

func TestADeletionIsKnownToEverybody(t *testing.T) {
	upstream := esdbservertest.Start(t, memstore.New())
	connection := newRelay(t, upstream).start(t, nil)
	a, b := connect(t, connection).Log(), connect(t, connection).Log()
	mustAppend(t, a, "test-1", event.NoStream, facts("a", 2)...)
	mustAppend(t, b, "test-2", event.NoStream, facts("b", 2)...)
	want := read(t, a, 0)[:2]
	for _, s := range []event.Store{a, b} {
		if head, err := s.Head(within(t)); err != nil || head == 0 {
			t.Fatal(head, err)
		}
	}
	if err := a.Delete(within(t), "test-2", event.Any); err != nil {
		t.Fatal(err)
	}
	if got := read(t, connect(t, upstream).Space("none"), 0); got != nil {
		t.Errorf("a space sees %q", got)
	}
	for _, s := range []event.Store{a, b, connect(t, connection).Log()} {
		if got := read(t, s, 0); !slices.Equal(got, want) {
			t.Errorf("the log gives %q, want %q", got, want)
		}
		if got := follow(t, s, 2); !slices.Equal(got, want) {
			t.Errorf("following gives %q, want %q", got, want)
		}
		head, err := s.Head(within(t))
		if at := positions(t, s); err != nil || head != at[1] {
			t.Errorf("head is %d, %v, want %d", head, err, at[1])
		}
	}
}

func positions(t testing.TB, s event.Store) (at []event.Position) {
	for r, err := range s.All(within(t), 0) {
		if err != nil {
			t.Fatal(err)
		}
		at = append(at, r.Position)
	}
	return at
}

func TestADeletionThatWasCutOffIsRepairedWhenItIsAskedAgain(t *testing.T) {
	r := newRelay(t, esdbservertest.Start(t, memstore.New()))
	var broken atomic.Bool
	r.drops = func(stream string) bool { return broken.Load() && strings.HasPrefix(stream, "soin:deleted") }
	s := connect(t, r.start(t, nil)).Log()
	mustAppend(t, s, "test-1", event.NoStream, facts("a", 2)...)
	mustAppend(t, s, "test-2", event.NoStream, facts("b", 2)...)
	broken.Store(true)
	if err := s.Delete(within(t), "test-1", event.Any); err == nil {
		t.Fatal("a deletion is acknowledged that readers of the log do not know of")
	}
	broken.Store(false)
	if err := s.Delete(within(t), "test-1", event.Any); !errors.Is(err, event.ErrStreamDeleted) {
		t.Fatalf("deleted again: %v", err)
	}
	if got := read(t, s, 0); !slices.Equal(got, []string{"b0", "b1"}) {
		t.Errorf("the log gives %q", got)
	}
}
