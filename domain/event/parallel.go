package event

import (
	"context"
	"iter"
	"runtime"
	"sync"
)

// batchSize balances the cost of a hand-over between goroutines against the memory
// that waits in them.
const batchSize = 256

type batch struct {
	in   []RawRecorded
	out  []Recorded
	err  error
	done chan struct{}
}

// inParallel reads in one goroutine, decodes in one per processor and yields in the
// order of reading. The first error, from either, is yielded last. When the consumer
// stops, every goroutine has ended before the sequence returns.
func inParallel(
	ctx context.Context,
	read func(context.Context) iter.Seq2[RawRecorded, error],
	decode func(RawRecorded) (Recorded, error),
) iter.Seq2[Recorded, error] {
	return func(yield func(Recorded, error) bool) {
		reading, cancel := context.WithCancel(ctx)
		var wg sync.WaitGroup
		defer wg.Wait()
		defer cancel()

		workers := runtime.GOMAXPROCS(0)
		jobs := make(chan *batch, workers)
		ordered := make(chan *batch, 2*workers)
		wg.Go(func() { readBatches(reading, read, jobs, ordered) })
		for range workers {
			wg.Go(func() {
				for b := range jobs {
					decodeBatch(b, decode)
				}
			})
		}
		for b := range ordered {
			<-b.done
			for _, r := range b.out {
				if !yield(r, nil) {
					return
				}
			}
			if b.err != nil {
				yield(Recorded{}, b.err)
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(Recorded{}, err)
		}
	}
}

// readBatches cuts the sequence into batches and hands each to the workers and, in
// order, to the consumer. Both channels are closed when it returns.
func readBatches(
	ctx context.Context,
	read func(context.Context) iter.Seq2[RawRecorded, error],
	jobs, ordered chan<- *batch,
) {
	defer close(ordered)
	defer close(jobs)
	b := newBatch()
	send := func() bool {
		// Jobs first: what the consumer waits for is certain to be worked on.
		for _, to := range []chan<- *batch{jobs, ordered} {
			select {
			case to <- b:
			case <-ctx.Done():
				return false
			}
		}
		b = newBatch()
		return true
	}
	for raw, err := range read(ctx) {
		if err != nil {
			b.err = err
			break
		}
		b.in = append(b.in, raw)
		if len(b.in) == batchSize && !send() {
			return
		}
	}
	if len(b.in) > 0 || b.err != nil {
		send()
	}
}

func newBatch() *batch {
	return &batch{in: make([]RawRecorded, 0, batchSize), done: make(chan struct{})}
}

func decodeBatch(b *batch, decode func(RawRecorded) (Recorded, error)) {
	defer close(b.done)
	b.out = make([]Recorded, 0, len(b.in))
	for _, raw := range b.in {
		r, err := decode(raw)
		if err != nil {
			b.err = err // what was read after it does not matter any more
			return
		}
		b.out = append(b.out, r)
	}
}
