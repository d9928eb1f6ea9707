package cursor

import "context"

// turn lets those of one process that want the same cursor go one after the other, in the
// order they came: Go wakes who waits for a channel in that order.
type turn struct {
	free  chan struct{} // holds one token while nobody is in
	users int           // in, or waiting
}

// enter waits for the turn of a name.
func (c *Cursors) enter(ctx context.Context, name string) (leave func(), err error) {
	c.mu.Lock()
	t := c.turns[name]
	if t == nil {
		t = &turn{free: make(chan struct{}, 1)}
		t.free <- struct{}{}
		c.turns[name] = t
	}
	t.users++
	c.mu.Unlock()
	gone := func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if t.users--; t.users == 0 {
			delete(c.turns, name)
		}
	}
	select {
	case <-t.free:
		return func() { t.free <- struct{}{}; gone() }, nil
	case <-ctx.Done():
		gone()
		return nil, ctx.Err()
	}
}
