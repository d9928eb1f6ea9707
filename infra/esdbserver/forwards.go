package esdbserver

import (
	"context"
	"iter"

	"soin/domain/event"
)

// step is one step of a sequence that is followed: an event, or the news that the reader has
// seen everything there is for now.
type step struct {
	event.RawRecorded
	caughtUp bool
}

// forwards reads what is shown of a stream, from a revision on.
func (v view) forwards(ctx context.Context, from event.Revision) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		for r, err := range v.store.Stream(ctx, v.name, max(from, v.first)) {
			if err != nil {
				yield(r, of(v.name, err))
				return
			}
			if v.shows(&r) && !yield(r, nil) {
				return
			}
		}
	}
}

// near is how few events a pass over the log finds when its reader has caught up: under a
// constant stream of writes there are always some.
const near = 256

// followAll reads everything after a position and goes on until ctx ends.
func followAll(ctx context.Context, store event.Store, after event.Position) iter.Seq2[step, error] {
	return func(yield func(step, error) bool) {
		pass := func(seq iter.Seq2[event.RawRecorded, error]) (events int, more bool) {
			for r, err := range seq {
				if !yield(step{RawRecorded: r}, err) || err != nil {
					return events, false
				}
				after = r.Position
				events++
			}
			return events, true
		}
		for {
			events, more := pass(store.All(ctx, after))
			if !more {
				return
			}
			if events < near {
				break
			}
		}
		caught := step{caughtUp: true}
		caught.Position = after
		if yield(caught, nil) {
			pass(store.Follow(ctx, after))
		}
	}
}

// followStream reads what is shown of a stream from a revision on, and goes on until ctx ends
// or the stream is deleted for ever.
func (s *Server) followStream(ctx context.Context, v view, from event.Revision) iter.Seq2[step, error] {
	return func(yield func(step, error) bool) {
		_, tail := s.shelf(v.name)
		grown, leave, err := tail.watch(ctx, v.name)
		if err != nil {
			yield(step{}, err)
			return
		}
		defer leave()
		for caughtUp := false; ; caughtUp = true {
			for r, err := range v.forwards(ctx, from) {
				if !yield(step{RawRecorded: r}, err) || err != nil {
					return
				}
				from = r.Revision + 1
			}
			if !caughtUp && !yield(step{caughtUp: true}, nil) {
				return
			}
			if err := await(ctx, grown); err != nil {
				yield(step{}, err)
				return
			}
		}
	}
}

// await waits for a stream to grow.
func await(ctx context.Context, grown <-chan struct{}) error {
	select {
	case _, ok := <-grown:
		if !ok {
			return errLost
		}
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
