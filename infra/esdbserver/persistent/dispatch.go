package persistent

import (
	"hash/maphash"
	"time"
)

// dispatch sends what waits, in order, to consumers that have room.
func (d *dispatcher) dispatch(now time.Time) {
	var blocked map[string]bool // keys of which something has to wait
	for i := 0; i < len(d.waiting) && d.hasRoom(); {
		m := d.waiting[i]
		c := d.choose(m)
		if c != nil && !blocked[m.key] {
			d.unwait(i)
			d.takeOff(m, c, now)
			continue
		}
		if d.Strategy == DispatchToSingle {
			return
		}
		if m.key != "" {
			if blocked == nil {
				blocked = map[string]bool{}
			}
			blocked[m.key] = true
		}
		i++
	}
}

// eligible are the consumers that events may go to.
func (d *dispatcher) eligible() []*Consumer {
	if d.Strategy == DispatchToSingle {
		return d.consumers[:min(1, len(d.consumers))]
	}
	return d.consumers
}

func (d *dispatcher) hasRoom() bool {
	for _, c := range d.eligible() {
		if c.hasRoom() {
			return true
		}
	}
	return false
}

// choose is the consumer that a message goes to now, nil when it has to wait.
func (d *dispatcher) choose(m *message) *Consumer {
	if m.key != "" {
		if c := d.pinnedTo(m.key); c.takes(m) {
			return c
		}
		return nil
	}
	among := d.eligible()
	for i := range among {
		at := (d.turn + i) % len(among)
		if among[at].takes(m) {
			d.turn = at + 1
			return among[at]
		}
	}
	return nil
}

// pinnedTo is the consumer for a key: the one that has something of it, or else the one that
// rendezvous hashing names, by which a consumer that joins or leaves moves its own share only.
func (d *dispatcher) pinnedTo(key string) (best *Consumer) {
	if h := d.held[key]; h != nil {
		return h.consumer
	}
	type pair struct {
		key  string
		salt uint64
	}
	var most uint64
	for _, c := range d.consumers {
		if weight := maphash.Comparable(d.seed, pair{key, c.salt}); best == nil || weight > most {
			best, most = c, weight
		}
	}
	return best
}

// takeOff sends a message.
func (d *dispatcher) takeOff(m *message, c *Consumer, now time.Time) {
	m.consumer, m.since, m.sent, m.handed = c, now, true, false
	m.flight = d.flight.PushBack(m)
	c.flight[m.ID] = m
	c.outbox = append(c.outbox, m)
	c.bytes += m.size()
	c.wake()
	if m.key == "" {
		return
	}
	if d.held[m.key] == nil {
		d.held[m.key] = &hold{consumer: c}
	}
	d.held[m.key].messages++
}

// land ends a flight, one way or the other.
func (d *dispatcher) land(m *message) {
	c := m.consumer
	d.flight.Remove(m.flight)
	delete(c.flight, m.ID)
	if !m.handed {
		c.withdraw(m)
	}
	c.bytes -= m.size()
	m.consumer, m.flight = nil, nil
	if h := d.held[m.key]; h != nil {
		if h.messages--; h.messages == 0 {
			delete(d.held, m.key)
		}
	}
}
