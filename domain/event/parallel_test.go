package event_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"

	"soin/domain/event"
)

// many is a log longer than everything that reading ahead can hold.
func many(t *testing.T, n int) (*event.Log, event.Store) {
	t.Helper()
	log, s := newLog()
	events := make([]event.Raw, n)
	for i := range events {
		events[i] = raw(fmt.Sprint(i), "lamp.lit", 1+i%3, `{"full":true,"share":0.5,"brightness":5}`)
	}
	store(t, s, events...)
	return log, s
}

// aFew are lengths around the sizes of batches.
var aFew = []int{0, 1, 255, 256, 257, 512, 5000}

func TestParallelDecodingKeepsTheOrder(t *testing.T) {
	for _, n := range aFew {
		log, _ := many(t, n)
		var last event.Position
		i := 0
		for r, err := range log.All(t.Context(), 0) {
			if err != nil || r.ID != fmt.Sprint(i) || r.Position <= last || r.Event.EventName() != "lamp.lit" {
				t.Fatalf("of %d: event %d is %+v, %v", n, i, r, err)
			}
			last = r.Position
			i++
		}
		if i != n {
			t.Errorf("%d events read of %d", i, n)
		}
	}
}

func TestAllReadsOnAfterAPosition(t *testing.T) {
	log, _ := many(t, 600)
	whole, err := told(log.All(t.Context(), 0))
	if err != nil {
		t.Fatal(err)
	}
	i := 0
	for r, err := range log.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if i++; i%97 == 0 {
			if got, err := told(log.All(t.Context(), r.Position)); err != nil || !slices.Equal(got, whole[i:]) {
				t.Errorf("after position %d: %d events, %v, want %d", r.Position, len(got), err, len(whole)-i)
			}
		}
	}
}

// leisurely is a store whose reader takes its time to end.
type leisurely struct {
	event.Store
	ended *atomic.Bool
}

func (l leisurely) All(ctx context.Context, after event.Position) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		defer func() {
			for range 1000 {
				runtime.Gosched()
			}
			l.ended.Store(true)
		}()
		l.Store.All(ctx, after)(yield)
	}
}

func TestAReaderMayStopAnywhereAndLeavesNobodyAtWork(t *testing.T) {
	log, s := many(t, 5000)
	for _, stop := range []int{1, 255, 256, 257, 3000, 4999, 5000} {
		var ended atomic.Bool
		n := 0
		for _, err := range event.NewLog(leisurely{s, &ended}, log.Catalog()).All(t.Context(), 0) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n == stop {
				break
			}
		}
		if n != stop || !ended.Load() {
			t.Errorf("%d events read, want %d; the store's reader has ended: %v", n, stop, ended.Load())
		}
	}
}

// broken is a store whose reading fails after so many events.
type broken struct {
	event.Store
	after int
	err   error
}

func (b broken) All(ctx context.Context, after event.Position) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		n := 0
		for r, err := range b.Store.All(ctx, after) {
			if n == b.after {
				yield(event.RawRecorded{}, b.err)
				return
			}
			if n++; !yield(r, err) {
				return
			}
		}
	}
}

func TestAReadErrorComesOnceAfterWhatWasRead(t *testing.T) {
	disk := errors.New("the disk is on fire")
	for _, after := range aFew[:6] {
		log, s := many(t, 1000)
		var got []string
		var errs []error
		for r, err := range event.NewLog(broken{s, after, disk}, log.Catalog()).All(t.Context(), 0) {
			if err != nil {
				errs = append(errs, err)
			} else if got = append(got, r.ID); errs != nil {
				t.Errorf("an event came after %v", errs)
			}
		}
		if len(got) != after || len(errs) != 1 || !errors.Is(errs[0], disk) {
			t.Errorf("after %d events: %d events and %v", after, len(got), errs)
		}
	}
}

func TestTheFirstErrorOfTwoIsReported(t *testing.T) {
	log, s := many(t, 300)
	store(t, s, raw("corrupt", "lamp.lit", 3, `{`))
	store(t, s, facts(300)...)
	got, err := told(event.NewLog(broken{s, 400, errors.New("later")}, log.Catalog()).All(t.Context(), 0))
	if corrupt := as[*event.CorruptError](t, err); len(got) != 300 || corrupt.Place.Revision != 300 {
		t.Errorf("after %d events: %v", len(got), err)
	}
}

func facts(n int) []event.Raw {
	events := make([]event.Raw, n)
	for i := range events {
		events[i] = raw(fmt.Sprint("f", i), "lamp.put-out", 1, `{}`)
	}
	return events
}

func TestAContextThatEndsWhileReadingIsAnError(t *testing.T) {
	log, _ := many(t, 20_000)
	for stop := 1; stop < 6000; stop += 127 {
		ctx, cancel := context.WithCancel(t.Context())
		var errs []error
		n := 0
		for r, err := range log.All(ctx, 0) {
			if err != nil {
				errs = append(errs, err)
				continue
			}
			if r.ID != fmt.Sprint(n) {
				t.Fatalf("event %d is %q", n, r.ID)
			}
			if n++; n == stop {
				cancel()
			}
		}
		cancel()
		if n < stop || len(errs) != 1 || !errors.Is(errs[0], context.Canceled) {
			t.Errorf("ended at %d: %d events and %v", stop, n, errs)
		}
	}
}

// silent is a store that ends its sequences with the context, but says nothing.
type silent struct{ event.Store }

func (s silent) All(ctx context.Context, after event.Position) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		for r, err := range s.Store.All(ctx, after) {
			if err != nil || !yield(r, nil) {
				return
			}
		}
	}
}

func TestAStoreThatEndsSilentlyIsNotTakenForTheEnd(t *testing.T) {
	log, s := many(t, 3000)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	for _, err := range event.NewLog(silent{s}, log.Catalog()).All(ctx, 0) {
		cancel()
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("the reading ended with %v", last)
	}
}
