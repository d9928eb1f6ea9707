package cursor

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"soin/domain/event"
)

// Claim is a cursor that is held. Whoever got it releases it, also when it was lost.
type Claim struct {
	table  Table
	o      Options
	name   string
	holder string
	from   event.Position
	leave  func()

	done atomic.Uint64 // the position everything is done up to

	// The goroutine of keep alone uses these, and Release when that one has ended.
	version Version
	saved   event.Position
	swapped time.Time // when the last successful swap began

	lost   chan struct{}
	losing sync.Once
	stop   context.CancelFunc
	ended  chan struct{}
}

// Position is where the cursor stood when it was claimed.
func (c *Claim) Position() event.Position { return c.from }

// Done says that everything up to a position is done. It never waits: the position is
// saved soon, and when the claim is released.
func (c *Claim) Done(p event.Position) { c.done.Store(uint64(p)) }

// Lost is closed when somebody else may hold the cursor.
func (c *Claim) Lost() <-chan struct{} { return c.lost }

func (c *Claim) begin() {
	ctx, stop := context.WithCancel(context.Background())
	c.stop = stop
	go func() {
		defer close(c.ended)
		c.keep(ctx)
	}()
}

// keep saves what is done and renews the claim until it is released or lost.
func (c *Claim) keep(ctx context.Context) {
	ticker := time.NewTicker(c.o.Save)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
		if !c.due() {
			continue
		}
		saving, cancel := context.WithDeadline(ctx, c.end())
		err := c.save(saving, c.holder)
		cancel()
		switch {
		case errors.Is(err, ErrMoved), !time.Now().Before(c.end()):
			c.o.Log.WarnContext(ctx, "a cursor was lost to another process", "cursor", c.name)
			c.losing.Do(func() { close(c.lost) })
			return
		case err != nil && ctx.Err() == nil:
			c.o.Log.WarnContext(ctx, "a cursor cannot be saved yet", "cursor", c.name, "error", err)
		}
	}
}

// due holds when there is something to save, or the claim wants to be renewed.
func (c *Claim) due() bool {
	return c.done.Load() != uint64(c.saved) || time.Since(c.swapped) >= c.o.Lease/3
}

// end is when somebody else may take over.
func (c *Claim) end() time.Time { return c.swapped.Add(c.o.Lease) }

// save writes where the cursor stands. When the record has moved, that may be a write of
// our own whose answer was lost: then it bears our name.
func (c *Claim) save(ctx context.Context, holder string) error {
	for {
		began, position := time.Now(), event.Position(c.done.Load())
		version, err := c.table.Swap(ctx, c.name, c.version, Record{position, holder})
		if err == nil {
			c.version, c.saved, c.swapped = version, position, began
			return nil
		}
		if !errors.Is(err, ErrMoved) {
			return err
		}
		r, version, loading := c.table.Load(ctx, c.name)
		switch {
		case loading != nil:
			return loading
		case r.Holder != c.holder || version == c.version:
			return err
		}
		c.version = version
	}
}

// releasing bounds how long a table may take that is not reached any more.
const releasing = 5 * time.Second

// Release saves what is done and lets the next one have the cursor at once. An error says
// that the last of it was not saved: it is done again, by whoever comes next.
func (c *Claim) Release(ctx context.Context) error {
	c.stop()
	<-c.ended
	defer c.leave()
	select {
	case <-c.lost:
		return nil
	default:
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), releasing)
	defer cancel()
	if err := c.save(ctx, ""); err != nil && !errors.Is(err, ErrMoved) {
		return err
	}
	return nil
}
