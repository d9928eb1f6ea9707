package persistent

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
)

// Peer is who consumes.
type Peer struct {
	From       string // address
	User       string
	Connection string // as the client calls it
	Buffer     int    // events it takes without answering
}

// Consumer is one consumer of a group. Its methods may be called side by side.
type Consumer struct {
	Peer
	group  *group
	salt   uint64
	joined time.Time
	ready  chan struct{} // has a word when there is something to hand out, or the end

	// What follows belongs to the group's dispatcher.
	flight   map[uuid.UUID]*message
	outbox   []*message // of these, what was not handed out yet
	bytes    int        // in flight
	err      error      // why it was dropped
	answered int64
	measured int64 // answered, when it was last told
	took     durations
}

func newConsumer(p Peer, salt uint64, now time.Time) *Consumer {
	return &Consumer{Peer: p, salt: salt, joined: now, ready: make(chan struct{}, 1), flight: map[uuid.UUID]*message{}}
}

// Delivery is an event that is handed out.
type Delivery struct {
	*Event
	Retries int
}

// Next waits for the next event. After it failed with [ErrDropped] there is none.
func (c *Consumer) Next(ctx context.Context) (Delivery, error) {
	for {
		if d, ok, err := c.pop(); ok || err != nil {
			return d, err
		}
		select {
		case <-c.ready:
		case <-ctx.Done():
			return Delivery{}, context.Cause(ctx)
		}
	}
}

func (c *Consumer) pop() (Delivery, bool, error) {
	c.group.mu.Lock()
	defer c.group.mu.Unlock()
	if c.err != nil || len(c.outbox) == 0 {
		return Delivery{}, false, c.err
	}
	m := c.outbox[0]
	c.outbox[0] = nil
	c.outbox = c.outbox[1:]
	m.handed = true
	return Delivery{m.Event, m.retries}, true, nil
}

// Ack says that events are done. Ids that are not under way to this consumer are passed over:
// they took too long, and were sent again.
func (c *Consumer) Ack(ids ...uuid.UUID) {
	c.group.do(func(d *dispatcher, now time.Time) { d.ack(c, ids, now) })
}

// Nack says that events failed, and what is to be done about it.
func (c *Consumer) Nack(action Action, reason string, ids ...uuid.UUID) {
	c.group.do(func(d *dispatcher, now time.Time) { d.nack(c, action, reason, ids, now) })
}

// Leave ends the consumer; what was under way to it is sent to others.
func (c *Consumer) Leave() { c.group.leave(c) }

// takes reports whether a message can be sent. Two of the same id, from different streams,
// are not in flight to one consumer at a time: its answer would not say which one it means.
func (c *Consumer) takes(m *message) bool {
	return c.hasRoom() && c.flight[m.ID] == nil
}

func (c *Consumer) hasRoom() bool { return len(c.flight) < c.Buffer && c.bytes < maxUnanswered }

func (c *Consumer) wake() {
	select {
	case c.ready <- struct{}{}:
	default: // it has a word already
	}
}

// drop ends the consumer from this side.
func (c *Consumer) drop(err error) {
	c.err = err
	c.wake()
}

// withdraw takes back what was not handed out.
func (c *Consumer) withdraw(m *message) {
	c.outbox = slices.DeleteFunc(c.outbox, func(o *message) bool { return o == m })
}
