package follow

import (
	"context"
	"sync"

	"soin/domain/event"
	"soin/projections"
)

// side is one of the two copies. Readers hold mu for reading; the writer locks it only
// while the other side is the active one.
type side struct {
	mu      sync.RWMutex
	views   *projections.Views
	missing []event.Recorded // folded into the other side, not yet into this one
}

// maxBatch bounds how many events one change of places takes in.
const maxBatch = 4096

// snapshotEvery is how many events are folded between two snapshots.
const snapshotEvery = 250_000

// follow folds what is recorded from now on until the log ends or fails.
func (r *Runner) follow(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	events := make(chan event.Recorded, maxBatch)
	failed := make(chan error, 1)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	wg.Go(func() {
		defer close(events)
		failed <- r.receive(ctx, events)
	})
	unsaved := 0
	for first := range events {
		batch := gather(first, events)
		r.advance(batch)
		if unsaved += len(batch); unsaved >= snapshotEvery {
			r.save(ctx)
			unsaved = 0
		}
	}
	return <-failed
}

// receive hands the log's events on in order.
func (r *Runner) receive(ctx context.Context, events chan<- event.Recorded) error {
	for recorded, err := range r.log.Follow(ctx, r.Position()) {
		if err != nil {
			return err
		}
		select {
		case events <- recorded:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// gather takes what is waiting, without waiting for more.
func gather(first event.Recorded, events <-chan event.Recorded) []event.Recorded {
	batch := []event.Recorded{first}
	for len(batch) < maxBatch {
		select {
		case next, ok := <-events:
			if !ok {
				return batch
			}
			batch = append(batch, next)
		default:
			return batch
		}
	}
	return batch
}

// advance folds a batch into the idle side, lets readers use it, and leaves the batch
// for the other one to catch up with next time.
func (r *Runner) advance(batch []event.Recorded) {
	idle, busy := r.sides[0], r.sides[1]
	if r.active.Load() == idle {
		idle, busy = busy, idle
	}
	idle.mu.Lock()
	for _, recorded := range idle.missing {
		idle.views.Fold(recorded)
	}
	for _, recorded := range batch {
		idle.views.Fold(recorded)
	}
	idle.missing = nil
	idle.mu.Unlock()
	busy.missing = batch
	r.publish(idle)
}

// publish makes a side the one that readers use, and tells those who wait.
func (r *Runner) publish(s *side) {
	r.active.Store(s) // before the position: what is announced can be read
	r.position.Store(uint64(s.views.Position()))
	r.mu.Lock()
	defer r.mu.Unlock()
	close(r.reached)
	r.reached = make(chan struct{})
}
