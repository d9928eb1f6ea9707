package sqlitestore_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"soin/domain/event"
	"soin/infra/sqlitestore"
)

// fact is an event told apart by its id.
func fact(id string) event.Raw {
	return event.Raw{
		Envelope: event.Envelope{Source: "urn:test", ID: id, Time: time.Date(2026, 3, 29, 1, 59, 59, 123456789, time.UTC)},
		Name:     "test.happened",
		Version:  1,
		Data:     []byte(fmt.Sprintf(`{"id": %q, "text": "%s"}`, id, bytes.Repeat([]byte("soin "), len(id)*7%40))),
	}
}

// facts are events "<prefix>0", "<prefix>1", ...
func facts(prefix string, n int) []event.Raw {
	events := make([]event.Raw, n)
	for i := range events {
		events[i] = fact(fmt.Sprint(prefix, i))
	}
	return events
}

func read(t *testing.T, seq iter.Seq2[event.RawRecorded, error]) []event.RawRecorded {
	t.Helper()
	var got []event.RawRecorded
	for r, err := range seq {
		if err != nil {
			t.Fatalf("read, after %d events: %v", len(got), err)
		}
		got = append(got, r)
	}
	return got
}

// ledger is what a store has acknowledged: events at their places.
type ledger struct {
	mu     sync.Mutex
	grown  chan struct{}
	events map[event.Position]event.RawRecorded // without their time of recording
}

func (l *ledger) add(stream string, events []event.Raw, receipts []event.Receipt) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.events == nil {
		l.events = map[event.Position]event.RawRecorded{}
	}
	for i, r := range receipts {
		l.events[r.Position] = event.RawRecorded{
			Raw: events[i], Place: event.Place{Stream: stream, Revision: r.Revision, Position: r.Position},
		}
	}
	if l.grown != nil {
		close(l.grown)
		l.grown = nil
	}
}

// append appends what must be accepted.
func (l *ledger) append(
	ctx context.Context, s event.Store, stream string, expected event.Revision, events []event.Raw,
) {
	receipts, err := s.Append(ctx, stream, expected, events)
	if err != nil {
		panic(fmt.Sprintf("append to %s at %s: %v", stream, expected, err))
	}
	l.add(stream, events, receipts)
}

// write appends to a few streams until ctx ends.
func (l *ledger) write(ctx context.Context, s event.Store, writer int) {
	for n := 0; ; n++ {
		events := facts(fmt.Sprint(writer, "-", n, "-"), 1+n%5)
		stream := fmt.Sprint("test-", []int{writer, 100 + n%3}[n%2])
		receipts, err := s.Append(ctx, stream, event.Any, events)
		if err != nil {
			return
		}
		l.add(stream, events, receipts)
	}
}

// waitFor waits until so many events are acknowledged.
func (l *ledger) waitFor(n int) {
	for {
		l.mu.Lock()
		if len(l.events) >= n {
			l.mu.Unlock()
			return
		}
		if l.grown == nil {
			l.grown = make(chan struct{})
		}
		grown := l.grown
		l.mu.Unlock()
		<-grown
	}
}

func (l *ledger) copy() *ledger {
	l.mu.Lock()
	defer l.mu.Unlock()
	return &ledger{events: maps.Clone(l.events)}
}

// verify opens the log at path and sees that everything acknowledged is there once, as
// it was stored and where it was acknowledged, in streams without gaps, and that the
// file is sound.
func (l *ledger) verify(t *testing.T, path string) {
	t.Helper()
	s := open(t, path)
	defer s.Close()
	missing := maps.Clone(l.events)
	next := map[string]event.Revision{}
	ids := map[string]bool{}
	last := event.Place{}
	for _, r := range read(t, s.All(t.Context(), 0)) {
		if want, ok := missing[r.Position]; ok {
			if r.Stream != want.Stream || r.Revision != want.Revision || r.ID != want.ID || !r.Same(want.Raw) {
				t.Errorf("position %d holds %s@%d %q, %s@%d %q was acknowledged there",
					r.Position, r.Stream, r.Revision, r.ID, want.Stream, want.Revision, want.ID)
			}
			delete(missing, r.Position)
		}
		if r.Position <= last.Position || r.RecordedAt.Before(last.RecordedAt) || r.Revision != next[r.Stream] || ids[r.ID] {
			t.Errorf("%s@%d (%q) at position %d is out of order or double", r.Stream, r.Revision, r.ID, r.Position)
		}
		last, next[r.Stream], ids[r.ID] = r.Place, r.Revision+1, true
	}
	if len(missing) > 0 {
		first := slices.Min(slices.Collect(maps.Keys(missing)))
		t.Errorf("%d of %d acknowledged events are lost, from position %d on", len(missing), len(l.events), first)
	}
	sound(t, path)
}

// sound sees that a check finds nothing.
func sound(t *testing.T, path string) {
	t.Helper()
	report, err := sqlitestore.Check(t.Context(), path)
	if err != nil || len(report.Problems) > 0 {
		t.Errorf("check %s: %v, %q", path, err, report.Problems)
	}
}
