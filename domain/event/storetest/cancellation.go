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

func cancellation() []promise {
	return []promise{
		{"an ended context refuses every call and stores nothing", endedContext},
		{"an ended context ends every sequence with its error", endedContextEndsSequences},
		{"a context that ends midway ends every sequence with its error", endsMidway},
		{"a waiting follower ends with its context's error", waitingFollowerEnds},
		{"an append cut off is stored whole or not, and can be repeated", cutOffAppend},
	}
}

func endedContext(t *trial) {
	t.append("test-1", event.NoStream, facts("a", 3)...)
	before := t.all()
	ctx := t.canceled()
	receipts, err := t.store.Append(ctx, "test-1", event.Any, facts("b", 2))
	if !errors.Is(err, context.Canceled) || len(receipts) != 0 {
		t.Errorf("Append: %v, %v", receipts, err)
	}
	if _, err := t.store.Head(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Head: %v", err)
	}
	if err := t.store.Delete(ctx, "test-1", event.Any); !errors.Is(err, context.Canceled) {
		t.Errorf("Delete: %v", err)
	}
	t.same("the log", t.all(), before)
}

func endedContextEndsSequences(t *trial) {
	t.append("test-1", event.NoStream, facts("a", 3)...)
	late, cancel := context.WithDeadline(t.ctx, time.Unix(0, 0))
	defer cancel()
	for _, ctx := range []context.Context{t.canceled(), late} {
		for name, seq := range t.readings(ctx, "test-1") {
			if got := t.endsWith(seq, ctx.Err()); len(got) != 0 {
				t.Errorf("%s gives %d events after its context ended", name, len(got))
			}
		}
	}
}

// endsMidway reads a log longer than any read-ahead and ends the context at an event
// in the middle. What was read ahead may still come; the error must.
func endsMidway(t *trial) {
	for i := range 30 {
		t.append("test-1", event.Any, facts(fmt.Sprint(i, "-"), 100)...)
	}
	whole := t.all()
	for _, name := range []string{"Stream", "All", "Follow"} {
		ctx, cancel := context.WithCancel(t.ctx)
		seq := t.readings(ctx, "test-1")[name]
		got := t.endsWith(cancelAt(seq, 10, cancel), context.Canceled)
		if len(got) < 10 || len(got) > len(whole) {
			t.Fatalf("%s gives %d events", name, len(got))
		}
		t.same(name, got, whole[:len(got)])
	}
}

// cancelAt is the sequence, with cancel called at the n-th event.
func cancelAt(
	seq iter.Seq2[event.RawRecorded, error], n int, cancel func(),
) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		for r, err := range seq {
			if n--; n == 0 {
				cancel()
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func waitingFollowerEnds(t *trial) {
	t.append("test-1", event.NoStream, facts("a", 3)...)
	for range 5 {
		ctx, cancel := context.WithCancel(t.ctx)
		var wg sync.WaitGroup
		third := make(chan struct{})
		wg.Go(func() {
			seq := cancelAt(t.store.Follow(ctx, 0), 3, func() { close(third) })
			if got := t.endsWith(seq, context.Canceled); len(got) != 3 {
				t.Errorf("the follower was given %d events, want 3", len(got))
			}
		})
		select {
		case <-third:
			t.dwell()
		case <-t.ctx.Done():
		}
		cancel()
		wg.Wait()
	}
}

// dwell reads the log again and again, which gives a follower at its end the time to
// begin waiting. Nothing fails when that time was not enough.
func (t *trial) dwell() {
	for range 200 {
		_ = t.all()
	}
}

// cutOffAppend cancels appends at every point they can reach. Their writers know
// nothing, ask again with the same facts, and must find each of them stored once.
func cutOffAppend(t *trial) {
	const rounds = 40
	for i := range rounds {
		ctx, cancel := context.WithCancel(t.ctx)
		events := facts(fmt.Sprint(i, "-"), 3)
		expected := event.Revision(3*i - 1)
		var wg sync.WaitGroup
		wg.Go(cancel)
		receipts, err := t.store.Append(ctx, "test-1", expected, events)
		wg.Wait()
		stored := len(t.stream("test-1")) - 3*i
		switch {
		case err == nil && (stored != 3 || len(receipts) != 3):
			t.Fatalf("an acknowledged append stored %d of 3 events", stored)
		case err != nil && !errors.Is(err, context.Canceled):
			t.Fatalf("an append cut off: %v", err)
		case stored != 0 && stored != 3:
			t.Fatalf("an append cut off stored %d of 3 events", stored)
		}
		t.append("test-1", expected, events...)
	}
	if got := t.stream("test-1"); len(got) != 3*rounds {
		t.Errorf("the stream holds %d events, want %d", len(got), 3*rounds)
	}
}
