// Package follow keeps read models up with the log: it starts from snapshots, catches
// up, and then takes in each event as it is recorded.
//
// Readers never wait for the writer, and one answer is computed at one position. There
// are two copies of the read models: readers use one while the writer folds into the
// other, then they change places. The price is that each live event is folded twice and
// held twice, and that a reader who keeps a copy for long delays the next change of
// places, never another reader.
//
// Snapshots are a cache. Deleting them, or a read model's change of version, costs a
// longer start and nothing else.
package follow

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"soin/domain/event"
	"soin/projections"
)

// Runner owns the live read models of one process.
type Runner struct {
	log       *event.Log
	snapshots *Snapshots
	logger    *slog.Logger

	sides    [2]*side
	active   atomic.Pointer[side]
	position atomic.Uint64 // of the active side

	pasts pasts

	mu      sync.Mutex
	reached chan struct{} // closed and replaced at each change of places
}

// New prepares a runner; snapshots may be nil for a process that keeps none.
func New(log *event.Log, snapshots *Snapshots, logger *slog.Logger) *Runner {
	return &Runner{log: log, snapshots: snapshots, logger: logger, pasts: newPasts(), reached: make(chan struct{})}
}

// ErrCatchingUp says that the read models are not there yet; try again shortly.
var ErrCatchingUp error = catchingUp{}

type catchingUp struct{}

func (catchingUp) Error() string       { return "the read models are still catching up with the log" }
func (catchingUp) ProblemCode() string { return "unavailable" }

// Read pins the read models as they are now. The release function must be called once,
// when the answer is complete, and soon.
func (r *Runner) Read() (views *projections.Views, release func(), err error) {
	for {
		s := r.active.Load()
		if s == nil {
			return nil, nil, ErrCatchingUp
		}
		// The writer locks a side only after it stopped being the active one, so a
		// failure means that the places have just changed.
		if !s.mu.TryRLock() {
			continue
		}
		if s == r.active.Load() {
			return s.views, s.mu.RUnlock, nil
		}
		s.mu.RUnlock()
	}
}

// Ready is nil once the read models have caught up.
func (r *Runner) Ready() error {
	if r.active.Load() == nil {
		return ErrCatchingUp
	}
	return nil
}

// Position is what the present answers are computed at.
func (r *Runner) Position() event.Position { return event.Position(r.position.Load()) }

// WaitFor returns when answers include a position.
func (r *Runner) WaitFor(ctx context.Context, position event.Position) error {
	for {
		r.mu.Lock()
		reached := r.reached
		r.mu.Unlock()
		if r.Ready() == nil && r.Position() >= position {
			return nil
		}
		select {
		case <-reached:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Run catches up and follows the log until ctx ends, which is no error, or the log
// fails, which is. It writes snapshots after a long catch-up, from time to time, and when
// it stops.
func (r *Runner) Run(ctx context.Context) error {
	started := time.Now()
	views, folded, err := Load(ctx, r.log, r.snapshots, r.logger)
	if err != nil {
		return quiet(ctx, err)
	}
	r.logger.InfoContext(ctx, "read models caught up",
		"position", views.Position(), "folded", folded, "took", time.Since(started).Round(time.Millisecond))
	if err := r.open(views); err != nil {
		return err
	}
	if folded >= snapshotEvery {
		r.save(ctx)
	}
	err = r.follow(ctx)
	r.save(context.WithoutCancel(ctx))
	return quiet(ctx, err)
}

// quiet makes a wished-for end no error.
func quiet(ctx context.Context, err error) error {
	if cause := ctx.Err(); cause != nil && errors.Is(err, cause) {
		return nil
	}
	return err
}

// Load builds the read models as they are now, from their snapshots and what was recorded
// since, and tells how many events it folded. Snapshots may be nil.
func Load(
	ctx context.Context, log *event.Log, snapshots *Snapshots, logger *slog.Logger,
) (views *projections.Views, folded int, err error) {
	views = projections.NewViews()
	if snapshots != nil {
		snapshots.restore(ctx, views, logger)
	}
	from := views.Position()
	for recorded, err := range log.All(ctx, from) {
		if err != nil {
			return nil, folded, fmt.Errorf("catch up after position %d: %w", from, err)
		}
		views.Fold(recorded)
		folded++
	}
	return views, folded, nil
}

// open lets readers in, and then makes the second copy that the next change needs.
func (r *Runner) open(views *projections.Views) error {
	r.sides[0] = &side{views: views}
	r.publish(r.sides[0])
	twin, err := clone(views) // readers only read
	if err != nil {
		return fmt.Errorf("copy the read models: %w", err)
	}
	r.sides[1] = &side{views: twin}
	return nil
}

// save writes snapshots of the present state. Without them nothing is lost but time.
func (r *Runner) save(ctx context.Context) {
	if r.snapshots == nil {
		return
	}
	views, release, err := r.Read()
	if err != nil {
		return
	}
	defer release()
	if err := r.snapshots.save(views); err != nil {
		r.logger.ErrorContext(ctx, "snapshot not written; the next start will take longer", "error", err)
	}
}
