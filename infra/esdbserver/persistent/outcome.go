package persistent

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"soin/domain/event"
)

// Action is what a consumer wants done about an event that failed.
type Action int

// The actions.
const (
	Retry Action = iota // send it again
	Park                // put it aside
	Skip                // it is done
	Stop                // send it to somebody else, and nothing more to this consumer
)

func (d *dispatcher) join(c *Consumer, now time.Time) {
	d.consumers = append(d.consumers, c)
	d.dispatch(now)
}

// leave takes back what is in flight to a consumer.
func (d *dispatcher) leave(c *Consumer, now time.Time) {
	i := slices.Index(d.consumers, c)
	if i < 0 {
		return
	}
	d.consumers = slices.Delete(d.consumers, i, i+1)
	for at := d.flight.Front(); at != nil; {
		m := at.Value.(*message)
		at = at.Next()
		if m.consumer == c {
			d.fail(m, "its consumer left")
		}
	}
	d.dispatch(now)
}

func (d *dispatcher) ack(c *Consumer, ids []uuid.UUID, now time.Time) {
	for _, id := range ids {
		if m := c.flight[id]; m != nil {
			c.answered++
			c.took.add(now.Sub(m.since))
			d.land(m)
			d.finish(m)
		}
	}
	d.dispatch(now)
}

func (d *dispatcher) nack(c *Consumer, action Action, reason string, ids []uuid.UUID, now time.Time) {
	for _, id := range ids {
		m := c.flight[id]
		if m == nil {
			continue
		}
		c.answered++
		switch action {
		case Skip:
			d.land(m)
			d.finish(m)
		case Park:
			d.land(m)
			d.park(m, reason)
		case Stop:
			m.handed = false // it is no failure of the event
			d.fail(m, reason)
		default:
			d.fail(m, reason)
		}
	}
	if action == Stop {
		c.drop(ErrDropped)
		d.leave(c, now)
	}
	d.dispatch(now)
}

// expire takes back what took too long.
func (d *dispatcher) expire(now time.Time) {
	for at := d.flight.Front(); at != nil && d.MessageTimeout > 0; at = d.flight.Front() {
		m := at.Value.(*message)
		if now.Before(m.since.Add(d.MessageTimeout)) {
			break
		}
		d.fail(m, "its consumer did not answer in time")
	}
	d.dispatch(now)
}

// fail sends a message again, or puts it aside when that was done too often. Whatever its
// consumer has not even been handed counts as nothing.
func (d *dispatcher) fail(m *message, reason string) {
	handed := m.handed
	d.land(m)
	switch {
	case !handed:
		d.wait(m)
	case m.retries >= d.MaxRetries:
		d.park(m, fmt.Sprintf("sent again %d times, and failed: %s", m.retries, reason))
	default:
		m.retries++
		d.wait(m)
	}
}

// finish forgets a message that is acknowledged or skipped.
func (d *dispatcher) finish(m *message) {
	d.answered++
	d.checkpoint.done++
	if m.replayed {
		d.ledger.finish(m.parkedAt)
		return
	}
	d.open.Remove(m.open)
}

// park puts a message aside. One that is parked already just stays so.
func (d *dispatcher) park(m *message, reason string) {
	if m.replayed {
		delete(d.ledger.replaying, m.parkedAt)
		return
	}
	m.reason = shortened(reason)
	d.parking = append(d.parking, m)
}

// parked says that the first messages to be parked are, durably, at these revisions.
func (d *dispatcher) parked(at []event.Revision) {
	for i, r := range at {
		m := d.parking[i]
		d.ledger.add(r)
		d.answered++
		d.checkpoint.done++
		d.open.Remove(m.open)
	}
	d.parking = slices.Delete(d.parking, 0, len(at))
}
