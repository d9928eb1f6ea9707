package esdbstore_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"soin/domain/event"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
)

// The server answers an append at a revision with success when it finds events of the same
// ids there, whatever their content, as EventStoreDB does.
func TestOtherContentUnderAnIDIsRefusedWhereTheServerWouldNot(t *testing.T) {
	for _, n := range []int{1, 3} {
		connection := esdbservertest.Start(t, memstore.New())
		a, b := connect(t, connection).Log(), connect(t, connection).Log()
		mustAppend(t, a, "test-1", event.NoStream, fact("first"))
		held := mustAppend(t, b, "test-1", event.Any, facts("a", n)...)
		changed := facts("a", n)
		changed[n-1].Data = []byte(`{"other":true}`)
		var taken *event.IDTakenError
		if receipts, err := a.Append(within(t), "test-1", event.Any, changed); !errors.As(err, &taken) || taken.Position != held[n-1].Position {
			t.Errorf("%d: %+v, %v", n, receipts, err)
		}
		for i, r := range mustAppend(t, a, "test-1", event.Any, facts("a", n)...) {
			if want := held[i]; !r.Duplicate || r.Position != want.Position || r.Revision != want.Revision {
				t.Errorf("%d: receipt %+v, want %+v as a duplicate", n, r, want)
			}
		}
	}
}

// As above, when the caller read the stream just before and says at which revision.
func TestOtherContentUnderAnIDIsRefusedBetweenReadingAndAppending(t *testing.T) {
	connection := esdbservertest.Start(t, memstore.New())
	a, b := connect(t, connection).Log(), connect(t, connection).Log()
	mustAppend(t, a, "test-1", event.NoStream, fact("first"))
	for i := range 20 {
		id, end := fmt.Sprint("a", i), event.Revision(i)
		for _, err := range a.Stream(within(t), "test-1", 0) {
			if err != nil {
				t.Fatal(err)
			}
		}
		mustAppend(t, b, "test-1", end, fact(id))
		changed := fact(id)
		changed.Data = []byte(`{"other":true}`)
		var taken *event.IDTakenError
		if receipts, err := a.Append(within(t), "test-1", end, []event.Raw{changed}); !errors.As(err, &taken) {
			t.Errorf("%+v, %v", receipts, err)
		}
	}
}

func TestAnAppendIsJudgedOnWhatTheStreamHoldsNow(t *testing.T) {
	connection := esdbservertest.Start(t, memstore.New())
	a, b := connect(t, connection).Log(), connect(t, connection).Log()
	mustAppend(t, a, "test-1", event.NoStream, fact("first"))
	mustAppend(t, b, "test-1", 0, facts("b", 3)...)
	var wrong *event.WrongRevisionError
	if _, err := a.Append(within(t), "test-1", event.NoStream, facts("x", 1)); !errors.As(err, &wrong) || wrong.Actual != 3 {
		t.Errorf("appended to no stream: %v", err)
	}
	mustAppend(t, b, "test-1", 3, fact("b3"))
	mustAppend(t, a, "test-1", 4, fact("a"))
	if err := b.Delete(within(t), "test-1", 5); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Append(within(t), "test-1", event.Any, facts("b", 3)); !errors.Is(err, event.ErrStreamDeleted) {
		t.Errorf("facts that a deleted stream held: %v", err)
	}
}

func TestProcessesThatWriteToOneStreamLoseAndDoubleNothing(t *testing.T) {
	const processes, each = 3, 30
	connection := esdbservertest.Start(t, memstore.New())
	var all sync.WaitGroup
	for p := range processes {
		s := connect(t, connection).Log()
		all.Go(func() {
			for i := range each {
				mustAppend(t, s, "test-1", event.Any, fact(fmt.Sprint(p, "-", i)))
				mustAppend(t, s, "test-1", event.Any, facts(fmt.Sprint("shared ", i, "-"), 2)...)
			}
		})
	}
	all.Wait()
	got := read(t, connect(t, connection).Log(), 0)
	slices.Sort(got)
	if unique := slices.Compact(slices.Clone(got)); len(got) != processes*each+2*each || len(unique) != len(got) {
		t.Errorf("%d events, %d of them different, want %d", len(got), len(unique), processes*each+2*each)
	}
}

func TestTheLogAndSpacesDoNotSeeEachOther(t *testing.T) {
	c := connect(t, esdbservertest.Start(t, memstore.New()))
	stores := map[string]event.Store{"log": c.Log(), "a": c.Space("a"), "ab": c.Space("ab")}
	for name, s := range stores {
		mustAppend(t, s, "test-1", event.NoStream, fact("of "+name))
		mustAppend(t, s, "deleted", event.NoStream, fact("gone of "+name))
	}
	if err := c.Space("a").Delete(within(t), "deleted", event.Any); err != nil {
		t.Fatal(err)
	}
	for name, s := range stores {
		want := []string{"of " + name, "gone of " + name}
		if name == "a" {
			want = want[:1]
		}
		if got := read(t, s, 0); !slices.Equal(got, want) {
			t.Errorf("%s gives %q, want %q", name, got, want)
		}
		if got := follow(t, s, len(want)); !slices.Equal(got, want) {
			t.Errorf("following %s gives %q, want %q", name, got, want)
		}
		last := mustAppend(t, s, "test-1", 0, fact("last of "+name))
		if head, err := s.Head(within(t)); err != nil || head != last[0].Position {
			t.Errorf("head of %s is %d, %v, want %d", name, head, err, last[0].Position)
		}
	}
	for _, name := range []string{"", "$all", "soin.a:test-1", "soin:deleted"} {
		if _, err := c.Log().Append(within(t), name, event.Any, facts("x", 1)); err == nil {
			t.Errorf("the log takes events into %q", name)
		}
	}
}

func TestWhatOthersWriteIsPassedOver(t *testing.T) {
	connection := esdbservertest.Start(t, memstore.New())
	s := connect(t, connection).Log()
	first := mustAppend(t, s, "test-1", event.NoStream, fact("a"))
	stranger(t, connection, "test-1", "OrderPlaced", 3)
	stranger(t, connection, "orders-1", "OrderPlaced", 20)
	if head, err := s.Head(within(t)); err != nil || head != first[0].Position {
		t.Errorf("head = %d, %v, want %d", head, err, first[0].Position)
	}
	var wrong *event.WrongRevisionError
	if _, err := s.Append(within(t), "test-1", event.NoStream, facts("x", 1)); !errors.As(err, &wrong) || wrong.Actual != 0 {
		t.Errorf("a stream of one fact and three strangers' events has %v", err)
	}
	if r := mustAppend(t, s, "test-1", 0, fact("b")); r[0].Revision != 4 {
		t.Errorf("after three strangers' events it stands at %s", r[0].Revision)
	}
	if got := read(t, s, 0); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("the log gives %q", got)
	}
	if got := follow(t, s, 2); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("following gives %q", got)
	}
}

func TestAKeptStreamDoesNotGrow(t *testing.T) {
	c := connect(t, esdbservertest.Start(t, memstore.New()))
	s := c.Space("cursors")
	mustAppend(t, s, "test-2", event.NoStream, facts("other", 5)...)
	if err := s.Keep(within(t), "test-1", 2); err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		mustAppend(t, s, "test-1", event.Revision(i-1), fact(fmt.Sprint(i)))
	}
	var got []string
	for r, err := range s.Stream(within(t), "test-1", 0) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(r.ID, "@", int(r.Revision)))
	}
	if !slices.Equal(got, []string{"8@8", "9@9"}) {
		t.Errorf("the stream holds %q", got)
	}
	// Another process, which has not seen what is gone, goes on where it ends.
	again := c.Space("cursors")
	var wrong *event.WrongRevisionError
	if _, err := again.Append(within(t), "test-1", 8, facts("x", 1)); !errors.As(err, &wrong) || wrong.Actual != 9 {
		t.Errorf("appended at a revision that is past: %v", err)
	}
	mustAppend(t, again, "test-1", 9, fact("10"))
	if err := again.Keep(within(t), "test-1", 1); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, s, "test-1", 10, fact("11"))
	if n := len(follow(t, s, 5)); n != 5 {
		t.Errorf("the other stream gives %d events", n)
	}
	if err := s.Keep(within(t), "test-1", 0); err == nil {
		t.Error("a stream may be kept to nothing")
	}
}
