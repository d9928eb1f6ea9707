package persistent

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"soin/domain/event"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a dispatcher with everything around it: a source, the books, consumers.
type world struct {
	*dispatcher
	settings  Settings
	now       time.Time
	source    []*Event // at marks 0, 1, ...
	durable   State
	entries   []Mark        // that were parked, by revision
	done      map[Mark]bool // acknowledged or skipped
	hands     []hand        // what consumers were handed
	delivered []Mark
}

type hand struct {
	consumer *Consumer
	event    *Event
}

func newWorld(s Settings, events int, streams []string) *world {
	w := &world{settings: s, now: time.Unix(0, 0), durable: State{Mark: -1}, done: map[Mark]bool{}}
	for i := range events {
		stream := streams[i%len(streams)]
		w.source = append(w.source, &Event{
			ID: uuid.NewSHA1(uuid.NameSpaceURL, fmt.Append(nil, i)),
			RawRecorded: event.RawRecorded{
				Raw:   event.Raw{Data: make([]byte, i%7)},
				Place: event.Place{Stream: stream, Revision: event.Revision(i)},
			},
		})
	}
	w.restart()
	return w
}

// restart forgets all that is not durable.
func (w *world) restart() {
	w.dispatcher = newDispatcher(w.settings, w.durable, w.now)
	for r := range w.entries {
		w.ledger.add(event.Revision(r))
	}
	w.hands = nil
}

// readOn takes in the next event, if there is room for it.
func (w *world) readOn() bool {
	if w.full || int(w.read)+1 >= len(w.source) {
		return false
	}
	w.push(w.source[w.read+1], w.read+1, w.now)
	return true
}

func (w *world) joinNew(buffer int) *Consumer {
	w.salts++
	c := newConsumer(Peer{Buffer: buffer}, w.salts, w.now)
	c.group = &group{dispatcher: w.dispatcher, mu: sync.Mutex{}}
	w.join(c, w.now)
	return c
}

func (w *world) leaveNow(c *Consumer) {
	w.leave(c, w.now)
	c.drop(ErrDropped)
	w.forget(func(h hand) bool { return h.consumer == c })
}

func (w *world) forget(gone func(hand) bool) {
	kept := w.hands[:0:0]
	for _, h := range w.hands {
		if !gone(h) {
			kept = append(kept, h)
		}
	}
	w.hands = kept
}

// handOut gives a consumer the next event that is sent to it.
func (w *world) handOut(c *Consumer) bool {
	d, ok, err := c.pop()
	if err != nil || !ok {
		return false
	}
	w.hands = append(w.hands, hand{c, d.Event})
	w.delivered = append(w.delivered, Mark(d.Revision))
	return true
}

// answer acknowledges or refuses what is in a hand. An answer that comes too late counts for
// nothing, and the event comes again.
func (w *world) answer(i int, action Action, acknowledge bool) {
	h := w.hands[i]
	w.hands = append(w.hands[:i:i], w.hands[i+1:]...)
	known := h.consumer.flight[h.event.ID] != nil
	if known && (acknowledge || action == Skip) {
		w.done[Mark(h.event.Revision)] = true
	}
	if acknowledge {
		w.ack(h.consumer, []uuid.UUID{h.event.ID}, w.now)
		return
	}
	w.nack(h.consumer, action, "no reason", []uuid.UUID{h.event.ID}, w.now)
	if action == Stop && h.consumer.err != nil {
		w.forget(func(o hand) bool { return o.consumer == h.consumer })
	}
}

// keep does what the keeper does. When the store fails, nothing of it is durable.
func (w *world) keep(fails bool) {
	if fails {
		st, done := w.writing(w.now)
		w.written(st, done, event.ErrClosed)
		return
	}
	var at []event.Revision
	for _, m := range w.parking {
		at = append(at, event.Revision(len(w.entries)))
		w.entries = append(w.entries, Mark(m.Revision))
	}
	w.parked(at)
	st, done := w.writing(w.now)
	w.durable = st
	w.written(st, done, nil)
}

// replayAll sends again what is parked.
func (w *world) replayAll() {
	for r := event.Revision(0); r <= w.ledger.end; r++ {
		if w.ledger.holds(r) && !w.ledger.replaying[r] {
			w.replay(w.source[w.entries[r]], r, w.now)
		}
	}
}

// check is what must always be so.
func (w *world) check(t *rapid.T) {
	safe := map[Mark]bool{}
	parked := newLedger(w.durable.Parked)
	for r, m := range w.entries {
		parked.add(event.Revision(r))
		if parked.holds(event.Revision(r)) {
			safe[m] = true
		}
	}
	checkpoint := max(w.durable.Mark, w.mark()) // that is written, or would be now
	for m := Mark(0); m <= checkpoint; m++ {
		if !w.done[m] && !safe[m] {
			t.Fatalf("the checkpoint is at %d, and event %d is neither done nor parked", checkpoint, m)
		}
	}
	at := map[string]*Consumer{}
	for i, c := range w.consumers {
		if len(c.flight) > c.Buffer {
			t.Fatalf("%d events are in flight to a consumer that takes %d", len(c.flight), c.Buffer)
		}
		if i > 0 && w.Strategy == DispatchToSingle && len(c.flight) > 0 {
			t.Fatal("an event was sent to a consumer that stands by")
		}
		for _, m := range c.flight {
			if m.key != "" && at[m.key] != nil && at[m.key] != c {
				t.Fatalf("events of %q are in flight to two consumers", m.key)
			}
			at[m.key] = c
		}
	}
}

// finishAll lets one consumer acknowledge everything.
func (w *world) finishAll(t *rapid.T) {
	for len(w.consumers) > 0 {
		w.leaveNow(w.consumers[0])
	}
	c := w.joinNew(3)
	w.replayAll()
	for {
		w.keep(false)
		w.replayAll()
		moved := w.readOn()
		for w.handOut(c) {
			w.answer(len(w.hands)-1, 0, true)
			moved = true
		}
		if !moved && len(w.parking) == 0 && w.ledger.count() == 0 {
			break
		}
	}
	w.keep(false)
	w.check(t)
	if w.durable.Mark != Mark(len(w.source)-1) {
		t.Fatalf("the checkpoint ends at %d of %d events", w.durable.Mark, len(w.source))
	}
	for m := range w.source {
		if !w.done[Mark(m)] {
			t.Fatalf("event %d was lost", m)
		}
	}
}
