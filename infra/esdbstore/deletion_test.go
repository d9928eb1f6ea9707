package esdbstore_test

import (
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

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

// The follower has the first event only when its connection is lost; another process
// deletes the other stream meanwhile.
func TestAFollowerThatBeginsAgainKnowsWhatOthersDeletedMeanwhile(t *testing.T) {
	upstream := esdbservertest.Start(t, memstore.New())
	r := newRelay(t, upstream)
	var sent, lost atomic.Bool
	deletion := make(chan struct{})
	r.send = func(_ int, resp *streams.ReadResp) error {
		switch e := resp.GetEvent().GetEvent(); {
		case lost.Load() || string(e.GetStreamIdentifier().GetStreamName()) == "":
			return nil
		case !sent.Swap(true):
			return nil
		}
		<-deletion
		lost.Store(true)
		return status.Error(codes.Unavailable, "stopping")
	}
	other := connect(t, upstream).Log()
	mustAppend(t, other, "test-1", event.NoStream, fact("a"))
	mustAppend(t, other, "test-2", event.NoStream, fact("b"))
	mustAppend(t, other, "test-3", event.NoStream, fact("c"))
	connection := r.start(t, nil)
	var got []string
	for e, err := range connect(t, connection).Log().Follow(within(t), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if got = append(got, e.ID); len(got) == 1 {
			lost.Store(true) // but for the reading that waits
			if err := connect(t, connection).Log().Delete(within(t), "test-2", event.Any); err != nil {
				t.Fatal(err)
			}
			close(deletion)
		}
		if e.ID == "c" {
			break
		}
	}
	if !slices.Equal(got, []string{"a", "c"}) {
		t.Errorf("following gives %q", got)
	}
}
