package esdbserver

import (
	"context"
	"crypto/sha256"
	"sync"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/peer"
)

// checks compares passwords with hashes, one after the other, so that wrong ones keep at most
// one processor busy. Who waits is bounded by connection, by origin and in all: whoever guesses
// makes others wait for no more than their own few guesses. Those who ask for the same at the
// same time share one check.
type checks struct {
	turn chan struct{}
	mu   sync.Mutex
	all  map[[sha256.Size]byte]*check // that wait or are under way, by what is asked
	from map[string]int               // how many of them, by connection and by origin
}

type check struct {
	done  chan struct{}
	right bool // when done
}

func newChecks() *checks {
	return &checks{turn: make(chan struct{}, 1), all: map[[sha256.Size]byte]*check{}, from: map[string]int{}}
}

// right waits for the answer of a comparison. One that waits keeps its place, and is made, also
// when ctx ends: leaving makes no room for the next guess.
func (c *checks) right(ctx context.Context, asked [sha256.Size]byte, compare func() bool) (bool, error) {
	one, err := c.join(ctx, asked, compare)
	if err != nil {
		return false, err
	}
	select {
	case <-one.done:
		return one.right, nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

func (c *checks) join(ctx context.Context, asked [sha256.Size]byte, compare func() bool) (*check, error) {
	var connection, from string
	if p, ok := peer.FromContext(ctx); ok {
		connection, from = "connection "+p.Addr.String(), "origin "+origin(p.Addr)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if one, begun := c.all[asked]; begun {
		return one, nil
	}
	if len(c.all) >= maxChecks || c.from[from] >= maxChecksFrom || c.from[connection] >= maxChecksOn {
		return nil, &fault{code: codes.ResourceExhausted, message: "too many passwords wait to be checked: try again later"}
	}
	one := &check{done: make(chan struct{})}
	c.all[asked] = one
	c.from[connection]++
	c.from[from]++
	go func() { // it ends after those before it
		c.turn <- struct{}{}
		one.right = compare()
		<-c.turn
		c.leave(asked, connection, from)
		close(one.done)
	}()
	return one, nil
}

func (c *checks) leave(asked [sha256.Size]byte, places ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.all, asked)
	for _, p := range places {
		if c.from[p]--; c.from[p] == 0 {
			delete(c.from, p)
		}
	}
}
