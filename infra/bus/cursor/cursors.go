package cursor

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"sync"
	"time"

	"soin/domain/event"
)

// Options say how claims are kept. Zero values stand for the defaults.
type Options struct {
	Lease time.Duration // after which a holder that is not heard of is replaced; default 15 s
	Save  time.Duration // between two saves, at least; default 250 ms
	Log   *slog.Logger
}

// Cursors hands out claims. It is safe for concurrent use.
type Cursors struct {
	table Table
	o     Options

	mu    sync.Mutex
	turns map[string]*turn // by name: who of this process may contend
	held  map[string]*Claim
}

// New hands out claims on the cursors of a table.
func New(table Table, o Options) *Cursors {
	if o.Lease <= 0 {
		o.Lease = 15 * time.Second
	}
	if o.Save <= 0 {
		o.Save = 250 * time.Millisecond
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Cursors{table: table, o: o, turns: map[string]*turn{}, held: map[string]*Claim{}}
}

// Claim waits until nobody else holds a cursor and takes it. Start tells where a cursor
// begins that does not exist yet. After an error of the table the caller may ask again.
func (c *Cursors) Claim(
	ctx context.Context, name string, start func(context.Context) (event.Position, error),
) (*Claim, error) {
	leave, err := c.enter(ctx, name)
	if err != nil {
		return nil, err
	}
	claim, err := c.contend(ctx, name, start)
	if err != nil {
		leave()
		return nil, err
	}
	c.mu.Lock()
	c.held[name] = claim
	c.mu.Unlock()
	claim.leave = func() {
		c.mu.Lock()
		delete(c.held, name)
		c.mu.Unlock()
		leave()
	}
	claim.begin()
	return claim, nil
}

// contend waits until the record is free, or has not changed for a lease.
func (c *Cursors) contend(
	ctx context.Context, name string, start func(context.Context) (event.Position, error),
) (*Claim, error) {
	var seen Version
	var since time.Time
	for {
		r, version, err := c.table.Load(ctx, name)
		if err != nil {
			return nil, err
		}
		if version != seen || since.IsZero() {
			seen, since = version, time.Now()
		}
		if version == 0 {
			if r.Position, err = start(ctx); err != nil {
				return nil, err
			}
		}
		if version == 0 || r.Holder == "" || time.Since(since) >= c.o.Lease {
			claim, err := c.take(ctx, name, version, r.Position)
			if !errors.Is(err, ErrMoved) {
				return claim, err
			}
			continue // somebody was faster, so there is something new to look at
		}
		if err := pause(ctx, c.o.Lease/8); err != nil {
			return nil, err
		}
	}
}

func (c *Cursors) take(ctx context.Context, name string, was Version, position event.Position) (*Claim, error) {
	claim := &Claim{
		table: c.table, o: c.o, name: name, holder: rand.Text(), from: position,
		saved: position, swapped: time.Now(), lost: make(chan struct{}), ended: make(chan struct{}),
	}
	claim.done.Store(uint64(position))
	version, err := c.table.Swap(ctx, name, was, Record{position, claim.holder})
	claim.version = version
	return claim, err
}

// Positions are where the cursors stand that this process holds, saved or not.
func (c *Cursors) Positions() map[string]event.Position {
	c.mu.Lock()
	defer c.mu.Unlock()
	positions := make(map[string]event.Position, len(c.held))
	for name, claim := range c.held {
		positions[name] = event.Position(claim.done.Load())
	}
	return positions
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
