package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"soin/domain/event"
)

// at is when the events of the contract happened: with every digit of a nanosecond.
var at = time.Date(2026, 3, 29, 1, 59, 59, 123456789, time.UTC)

const source = "https://storetest.example/"

// fact is an event told apart by its id.
func fact(id string) event.Raw {
	return event.Raw{
		Envelope: event.Envelope{Source: source, ID: id, Time: at},
		Name:     "test.happened",
		Version:  1,
		Data:     []byte(`{"id": "` + id + `"}`),
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

// append stores events that must be accepted.
func (t *trial) append(stream string, expected event.Revision, events ...event.Raw) []event.Receipt {
	t.Helper()
	receipts, err := t.store.Append(t.ctx, stream, expected, events)
	if err != nil {
		t.Fatalf("append to %q: %v", stream, err)
	}
	if len(receipts) != len(events) {
		t.Fatalf("append to %q: %d receipts for %d events", stream, len(receipts), len(events))
	}
	return receipts
}

// refused appends events that must be refused, and sees that nothing was stored.
func (t *trial) refused(stream string, expected event.Revision, events ...event.Raw) error {
	t.Helper()
	before := t.all()
	receipts, err := t.store.Append(t.ctx, stream, expected, events)
	if err == nil {
		t.Fatalf("append to %q at %s was accepted: %+v", stream, expected, receipts)
	}
	if len(receipts) != 0 {
		t.Errorf("append to %q was refused with receipts: %+v", stream, receipts)
	}
	t.same("the log after a refused append", t.all(), before)
	return err
}

// wrong is refused with a WrongRevisionError, whose every field is checked.
func (t *trial) wrong(stream string, expected, actual event.Revision, events ...event.Raw) {
	t.Helper()
	t.isWrongRevision(t.refused(stream, expected, events...), event.WrongRevisionError{
		Stream: stream, Expected: expected, Actual: actual,
	})
}

func (t *trial) isWrongRevision(err error, want event.WrongRevisionError) {
	t.Helper()
	if got, ok := errors.AsType[*event.WrongRevisionError](err); !ok {
		t.Errorf("got error %v, want %v", err, &want)
	} else if *got != want {
		t.Errorf("got %+v, want %+v", *got, want)
	}
}

// read is what a sequence gives; it must not fail.
func (t *trial) read(seq iter.Seq2[event.RawRecorded, error]) []event.RawRecorded {
	t.Helper()
	got, errs := drain(seq)
	if errs != nil {
		t.Fatalf("read: %v", errs)
	}
	return got
}

func (t *trial) all() []event.RawRecorded {
	t.Helper()
	return t.read(t.store.All(t.ctx, 0))
}

func (t *trial) stream(name string) []event.RawRecorded {
	t.Helper()
	return t.read(t.store.Stream(t.ctx, name, 0))
}

// drain reads a sequence to its end, past errors, so that one too many is seen.
func drain(seq iter.Seq2[event.RawRecorded, error]) (got []event.RawRecorded, errs []error) {
	for r, err := range seq {
		if err != nil {
			errs = append(errs, err)
		} else {
			got = append(got, r)
		}
	}
	return got, errs
}

// endsWith sees that a sequence yields this error once, after its events.
func (t *trial) endsWith(seq iter.Seq2[event.RawRecorded, error], want error) []event.RawRecorded {
	t.Helper()
	var got []event.RawRecorded
	var errs []error
	for r, err := range seq {
		switch {
		case err != nil:
			errs = append(errs, err)
		case errs != nil:
			t.Errorf("an event came after the error %v", errs)
		default:
			got = append(got, r)
		}
	}
	if len(errs) != 1 || !errors.Is(errs[0], want) {
		t.Errorf("the sequence ended with the errors %v, want %v once", errs, want)
	}
	return got
}

// same compares events in every attribute but the content of payloads longer than a line.
func (t *trial) same(what string, got, want []event.RawRecorded) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		g, w := "nothing", "nothing"
		if i < len(got) {
			g = line(got[i])
		}
		if i < len(want) {
			w = line(want[i])
		}
		if g != w {
			t.Fatalf("%s: %d events, want %d; at index %d\ngot  %s\nwant %s", what, len(got), len(want), i, g, w)
		}
	}
}

func line(r event.RawRecorded) string {
	return fmt.Sprintf("%d %s@%d %s %s#%s %s %s v%d %.99q", r.Position, r.Stream, r.Revision,
		r.RecordedAt.Format(time.RFC3339Nano), r.Source, r.ID, r.Time.Format(time.RFC3339Nano), r.Name, r.Version, r.Data)
}

// ids are the events' ids, in order.
func ids(events []event.RawRecorded) []string {
	out := make([]string, len(events))
	for i, e := range events {
		out[i] = e.ID
	}
	return out
}

// together runs n functions side by side and waits for all of them.
func together(n int, do func(i int)) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			do(i)
		})
	}
	close(start)
	wg.Wait()
}

// canceled is a context that has ended.
func (t *trial) canceled() context.Context {
	ctx, cancel := context.WithCancel(t.ctx)
	cancel()
	return ctx
}
