package storetest

import (
	"fmt"
	"time"

	"soin/domain/event"
)

func order() []promise {
	return []promise{
		{"an empty log holds nothing", emptyLogHoldsNothing},
		{"receipts name the places where events are read", receiptsNamePlaces},
		{"revisions count from zero without gaps", revisionsHaveNoGaps},
		{"positions rise strictly from above zero", positionsRise},
		{"recorded at is UTC and never runs backwards", recordedAtRises},
		{"every way of reading gives the same", readingsAgree},
		{"a stream is read from any revision", streamFromRevision},
		{"the log is read after any position", allAfterPosition},
		{"head is the position of the last event", headIsLast},
		{"appending nothing does nothing", appendNothing},
		{"streams of similar names are apart", streamsAreApart},
	}
}

func emptyLogHoldsNothing(t *trial) {
	if got := append(t.all(), t.stream("test-1")...); len(got) != 0 {
		t.Errorf("an empty log gives %d events", len(got))
	}
	if head, err := t.store.Head(t.ctx); head != 0 || err != nil {
		t.Errorf("head of an empty log = %d, %v, want 0", head, err)
	}
}

func receiptsNamePlaces(t *trial) {
	receipts := append(t.append("test-1", event.Any, facts("a", 3)...), t.append("test-2", event.Any, facts("b", 2)...)...)
	got := t.all()
	if len(got) != len(receipts) {
		t.Fatalf("%d events for %d receipts", len(got), len(receipts))
	}
	for i, r := range got {
		if want := (event.Receipt{Position: r.Position, Revision: r.Revision}); receipts[i] != want {
			t.Errorf("receipt %d = %+v, but %q was read at %+v", i, receipts[i], r.ID, want)
		}
	}
	if want := fmt.Sprint([]string{"a0", "a1", "a2", "b0", "b1"}); fmt.Sprint(ids(got)) != want {
		t.Errorf("read %v, want %v", ids(got), want)
	}
}

// interleave writes three streams in turns, in appends of one to four events.
func interleave(t *trial) []event.RawRecorded {
	for i := range 12 {
		t.append(fmt.Sprint("test-", i%3), event.Any, facts(fmt.Sprint(i, "."), 1+i%4)...)
	}
	all := t.all()
	if len(all) != 30 {
		t.Fatalf("%d events were read of 30", len(all))
	}
	return all
}

func revisionsHaveNoGaps(t *trial) {
	next := map[string]event.Revision{}
	for _, r := range interleave(t) {
		if r.Revision != next[r.Stream] {
			t.Errorf("%s has %s where %s was due", r.Stream, r.Revision, next[r.Stream])
		}
		next[r.Stream]++
	}
}

func positionsRise(t *trial) {
	var last event.Position
	for _, r := range interleave(t) {
		if r.Position <= last {
			t.Errorf("position %d follows %d", r.Position, last)
		}
		last = r.Position
	}
}

func recordedAtRises(t *trial) {
	var last time.Time
	for _, r := range interleave(t) {
		if r.RecordedAt.Before(last) || r.RecordedAt.IsZero() || r.RecordedAt.Location() != time.UTC {
			t.Errorf("%q was recorded at %v, after %v", r.ID, r.RecordedAt, last)
		}
		last = r.RecordedAt
	}
}

func readingsAgree(t *trial) {
	all := interleave(t)
	byStream := map[string][]event.RawRecorded{}
	for _, r := range all {
		byStream[r.Stream] = append(byStream[r.Stream], r)
	}
	for name, want := range byStream {
		t.same("stream "+name, t.stream(name), want)
	}
	t.same("following", t.take(0, len(all)), all)
	t.same("reading again", t.all(), all)
}

func streamFromRevision(t *trial) {
	t.append("test-2", event.Any, facts("other", 2)...)
	t.append("test-1", event.Any, facts("a", 4)...)
	whole := t.stream("test-1")
	for from := range len(whole) + 2 {
		got := t.read(t.store.Stream(t.ctx, "test-1", event.Revision(from)))
		t.same(fmt.Sprint("from revision ", from), got, whole[min(from, len(whole)):])
	}
}

func allAfterPosition(t *trial) {
	whole := interleave(t)
	for i, r := range whole {
		got := t.read(t.store.All(t.ctx, r.Position))
		t.same(fmt.Sprint("after position ", r.Position), got, whole[i+1:])
	}
}

func headIsLast(t *trial) {
	for i := range 3 {
		receipts := t.append(fmt.Sprint("test-", i), event.Any, facts("a", 2)...)
		if head, err := t.store.Head(t.ctx); err != nil || head != receipts[1].Position {
			t.Errorf("head = %d, %v, want %d", head, err, receipts[1].Position)
		}
	}
}

func appendNothing(t *trial) {
	t.append("test-1", event.NoStream, fact("a"))
	before := t.all()
	for _, expected := range []event.Revision{event.Any, 0} {
		t.append("test-1", expected)
	}
	t.append("test-2", event.NoStream)
	t.same("the log", t.all(), before)
	t.append("test-2", event.NoStream, fact("b"))
}

func streamsAreApart(t *trial) {
	names := []string{"test-1", "test-10", "test-1-0", "test-", "test-1%", "test_1", "Test-1", "TEST-1", "test-01"}
	for _, name := range names {
		t.append(name, event.NoStream, fact("of "+name))
	}
	for _, name := range names {
		if got := ids(t.stream(name)); len(got) != 1 || got[0] != "of "+name {
			t.Errorf("stream %q holds %q", name, got)
		}
	}
}
