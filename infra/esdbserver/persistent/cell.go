package persistent

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"soin/domain/event"
)

// cell keeps one value durably: the last one that was written. Streams only grow, and the name
// of a deleted one is never used again, so a cell is a row of numbered streams. The value is
// the last event of the last stream; when a stream has [cellLength] events, the next value
// begins the next one, and then the old one is deleted. Before the last stream all are deleted,
// but for one when that failed, or a crash came in between: it is deleted when the cell is read,
// and no other stream is begun before it is.
//
// A cell has one writer at a time. One that finds that another one has written fails with
// errFenced.
type cell struct {
	store event.Store
	name  string

	known bool           // what follows
	n     int            // of the last stream, -1 before the first
	end   event.Revision // of its last event
}

// cellLength is how many values a stream takes.
const cellLength = 256

// Values are events of this source and name.
const (
	cellSource = "urn:soin:esdbserver"
	cellEvent  = "value"
)

func newCell(store event.Store, name string) *cell { return &cell{store: store, name: name} }

func (c *cell) stream(n int) string { return c.name + "." + strconv.Itoa(n) }

// read gives the value, nil when there is none.
func (c *cell) read(ctx context.Context) (value []byte, err error) {
	c.known = false
	n, err := c.last(ctx)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", c.name, err)
	}
	c.n, c.end = n, event.NoStream
	for r, err := range c.store.Stream(ctx, c.stream(max(0, n)), 0) {
		if errors.Is(err, event.ErrStreamDeleted) {
			c.n = n + 1
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", c.name, err)
		}
		value, c.end = r.Data, r.Revision
	}
	c.n = max(0, c.n)
	c.known = true
	return value, c.tidy(ctx)
}

// last is the number of the last stream that was ever written, -1 for none. Those before it
// all were, so it takes a number of reads that grows with the logarithm.
func (c *cell) last(ctx context.Context) (int, error) {
	used, free := -1, 0
	for step := 1; ; step *= 2 {
		was, err := c.used(ctx, free)
		if err != nil {
			return 0, err
		}
		if !was {
			break
		}
		used, free = free, free+step
	}
	for free-used > 1 {
		middle := used + (free-used)/2
		was, err := c.used(ctx, middle)
		if err != nil {
			return 0, err
		}
		if was {
			used = middle
		} else {
			free = middle
		}
	}
	return used, nil
}

func (c *cell) used(ctx context.Context, n int) (bool, error) {
	for _, err := range c.store.Stream(ctx, c.stream(n), 0) {
		if errors.Is(err, event.ErrStreamDeleted) {
			return true, nil
		}
		return err == nil, err
	}
	return false, nil
}

// write replaces the value. When it fails nobody knows which one counts until it is read.
func (c *cell) write(ctx context.Context, value []byte) error {
	if !c.known {
		if _, err := c.read(ctx); err != nil {
			return err
		}
	}
	n, end := c.n, c.end
	if end+1 >= cellLength {
		if err := c.tidy(ctx); err != nil {
			return err
		}
		n, end = n+1, event.NoStream
	}
	raw := event.Raw{
		Envelope: event.Envelope{Source: cellSource, ID: uuid.NewString(), Time: time.Now().UTC()},
		Name:     cellEvent, Version: 1, Data: value,
	}
	if _, err := c.store.Append(ctx, c.stream(n), end, []event.Raw{raw}); err != nil {
		c.known = false
		if _, ok := errors.AsType[*event.WrongRevisionError](err); ok || errors.Is(err, event.ErrStreamDeleted) {
			err = errFenced
		}
		return fmt.Errorf("write %s: %w", c.name, err)
	}
	moved := n != c.n
	c.n, c.end = n, end+1
	if moved {
		_ = c.tidy(ctx) // the value is written; this is tried again
	}
	return nil
}

// tidy deletes the stream before the last one.
func (c *cell) tidy(ctx context.Context) error {
	if c.n == 0 {
		return nil
	}
	return c.remove(ctx, c.n-1)
}

// clear deletes the value.
func (c *cell) clear(ctx context.Context) error {
	n, err := c.last(ctx)
	if err != nil || n < 0 {
		return err
	}
	c.known = false
	if n > 0 {
		if err := c.remove(ctx, n-1); err != nil {
			return err
		}
	}
	return c.remove(ctx, n)
}

func (c *cell) remove(ctx context.Context, n int) error {
	err := c.store.Delete(ctx, c.stream(n), event.Any)
	if err == nil || errors.Is(err, event.ErrStreamDeleted) {
		return nil
	}
	return fmt.Errorf("delete %s: %w", c.stream(n), err)
}
