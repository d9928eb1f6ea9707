package storebench

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"soin/domain/event"
)

// Append appends so many events, in batches of one size, and waits for every
// acknowledgement.
func Append(ctx context.Context, store event.Store, o Options, batch, events int) (Result, error) {
	o = o.orDefaults()
	result := Result{Work: fmt.Sprintf("append, %d at a time, %d writers", batch, o.Writers)}
	writers := make([]*writer, o.Writers)
	for i := range writers {
		writers[i] = newWriter(o, i, batch, share(events/batch, o.Writers, i))
	}
	var wg sync.WaitGroup
	begin := time.Now()
	for _, w := range writers {
		wg.Go(func() { w.run(ctx, store) })
	}
	wg.Wait()
	result.Elapsed = time.Since(begin)
	var errs []error
	for _, w := range writers {
		errs = append(errs, w.err)
		result.Events += len(w.calls) * batch
		result.Calls = append(result.Calls, w.calls...)
	}
	result.Calls = sorted(result.Calls)
	return result, errors.Join(errs...)
}

// share is the i-th of n nearly equal parts of a whole.
func share(whole, n, i int) int {
	part := whole / n
	if i < whole%n {
		part++
	}
	return part
}

// writer is one of those who append side by side.
type writer struct {
	streams []string
	ends    []event.Revision
	batch   []event.Raw
	facts   *facts
	calls   []time.Duration
	err     error
}

func newWriter(o Options, i, batch, appends int) *writer {
	w := &writer{batch: make([]event.Raw, batch), facts: newFacts(o, i, batch), calls: make([]time.Duration, 0, appends)}
	for s := range o.Streams {
		w.streams = append(w.streams, streamName(o.Seed, batch, i, s))
		w.ends = append(w.ends, event.NoStream)
	}
	return w
}

// streamName is that of a writer's s-th stream in the work of one batch size.
func streamName(seed uint64, batch, writer, s int) string {
	return event.StreamName("bench", fmt.Sprintf("%d-%d-%d-%d", seed, batch, writer, s))
}

func (w *writer) run(ctx context.Context, store event.Store) {
	for n := range cap(w.calls) {
		s := n % len(w.streams)
		for i := range w.batch {
			w.facts.next(&w.batch[i])
		}
		begin := time.Now()
		receipts, err := store.Append(ctx, w.streams[s], w.ends[s], w.batch)
		if err != nil {
			w.err = err
			return
		}
		w.calls = append(w.calls, time.Since(begin))
		w.ends[s] = receipts[len(receipts)-1].Revision
	}
}
