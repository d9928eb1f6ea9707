package sqlitestore

import (
	"fmt"
	"testing"
	"time"

	"soin/domain/event"
)

// Two ids may share a mark. Then the events themselves are compared.
func TestIdsWithOneMarkAreApart(t *testing.T) {
	s, err := Open(t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	add := func(id string, mark int64) event.Receipt {
		t.Helper()
		a, err := prepare("test-1", event.Any, happened(id))
		if err != nil {
			t.Fatal(err)
		}
		a.prepared[0].mark = mark
		receipts, err := s.do(t.Context(), &job{run: a.run})
		if err != nil {
			t.Fatal(err)
		}
		return receipts[0]
	}
	for round := range 2 {
		for i, id := range []string{"a", "b", "c"} {
			r := add(id, 42)
			if want := (event.Receipt{Position: event.Position(i + 1), Revision: event.Revision(i), Duplicate: round == 1}); r != want {
				t.Errorf("%q is acknowledged as %+v, want %+v", id, r, want)
			}
		}
	}
	if r := add("d", 43); r.Duplicate || r.Revision != 3 {
		t.Errorf("an id of its own mark is acknowledged as %+v", r)
	}
}

// The writer forgets streams that were not used for long. What it knew is read again.
func TestForgottenStreamsAreReadAgain(t *testing.T) {
	s, err := Open(t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.writer.held.streams.limit, s.writer.held.kinds.limit = 30, 1
	for round := range 3 {
		for i := range 20 {
			events := append(happened("a"), happened("b")...)
			events[1].Name = "test.ended"
			receipts, err := s.Append(t.Context(), fmt.Sprint("test-", i), event.NoStream, events)
			if err != nil {
				t.Fatal(err)
			}
			if r := receipts[1]; r.Revision != 1 || r.Duplicate != (round > 0) {
				t.Errorf("round %d: %+v", round, r)
			}
		}
	}
	if held := len(s.writer.held.streams.young) + len(s.writer.held.streams.old); held > 8 {
		t.Errorf("%d streams are held within a limit of 30", held)
	}
}

func TestRecentKeepsWhatIsUsed(t *testing.T) {
	r := newRecent[int, string](4, nil)
	for i := range 100 {
		r.put(i, fmt.Sprint(i))
		if _, ok := r.get(0); !ok {
			t.Fatalf("what is used all the time is gone after %d others", i)
		}
		if n := len(r.young) + len(r.old); n > 9 {
			t.Fatalf("%d values are kept within a limit of 4", n)
		}
	}
	if _, ok := r.get(50); ok {
		t.Error("what was used long ago is still there")
	}
}
