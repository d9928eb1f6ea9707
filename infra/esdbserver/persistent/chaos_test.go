package persistent

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"

	"soin/domain/event"
)

var histories = flag.Int("histories", 40, "how many random histories a group lives through")

// The same law as that of the dispatcher, for the whole: readers, keepers, books and sessions,
// through restarts and crashes. Nothing that happens after a crash is durable.
func TestNothingIsLostThroughRestartsAndCrashes(t *testing.T) {
	for seed := range *histories {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			inBubble(t, func(t *testing.T, d *database) {
				disk := &failing{Store: d.books}
				d.books = disk
				d.open()
				d.create(lamp, func(c *Config) {
					c.Strategy = []Strategy{RoundRobin, DispatchToSingle, Pinned}[seed%3]
					c.HistoryBuffer, c.LiveBuffer, c.ReadBatch, c.MaxRetries = 7, 5, 2, 2
				})
				h := &history{database: d, disk: disk, rand: rand.New(rand.NewPCG(1, uint64(seed))), done: map[event.Revision]bool{}}
				for range 150 {
					h.step()
				}
				h.finish()
			})
		})
	}
}

type history struct {
	*database
	disk      *failing
	rand      *rand.Rand
	written   int
	consumers []*Consumer
	done      map[event.Revision]bool
}

func (h *history) step() {
	switch n := h.rand.IntN(100); {
	case n < 20:
		events := 1 + h.rand.IntN(5)
		h.write("lamp", h.written, events)
		h.written += events
	case n < 30 && len(h.consumers) < 3:
		h.consumers = append(h.consumers, h.join(lamp, 1+h.rand.IntN(4)))
	case n < 75 && len(h.consumers) > 0:
		h.answer(h.consumers[h.rand.IntN(len(h.consumers))])
	case n < 82 && len(h.consumers) > 0:
		h.leave(h.rand.IntN(len(h.consumers)))
	case n < 90:
		time.Sleep(time.Duration(h.rand.IntN(1500)) * time.Millisecond)
	case n < 94:
		if err := h.groups.Replay(h.t.Context(), lamp, -1); err != nil {
			h.t.Fatal(err)
		}
	case n < 97:
		h.consumers = nil
		h.restart()
	default:
		h.consumers = nil
		h.disk.appends.Store(true)
		h.restart()
		h.disk.appends.Store(false)
	}
}

func (h *history) leave(i int) {
	h.consumers[i].Leave()
	h.consumers = append(h.consumers[:i:i], h.consumers[i+1:]...)
}

// answer takes the next event, if there is one, and does something about it.
func (h *history) answer(c *Consumer) {
	h.info(lamp) // waits until everybody waits
	d, ok, _ := c.pop()
	if !ok {
		return
	}
	switch h.rand.IntN(6) {
	case 0:
		c.Nack(Retry, "again", d.ID)
	case 1:
		c.Nack(Park, "not now", d.ID)
	case 2: // says nothing
	default:
		h.done[d.Revision] = true
		c.Ack(d.ID)
	}
}

// finish lets one consumer acknowledge what is left.
func (h *history) finish() {
	for len(h.consumers) > 0 {
		h.leave(0)
	}
	c := h.join(lamp, 10)
	for i := h.info(lamp); i.Checkpoint != i.Last || i.Parked > 0; i = h.info(lamp) {
		if err := h.groups.Replay(h.t.Context(), lamp, -1); err != nil {
			h.t.Fatal(err)
		}
		h.info(lamp)
		for d, ok, _ := c.pop(); ok; d, ok, _ = c.pop() {
			h.done[d.Revision] = true
			c.Ack([]uuid.UUID{d.ID}...)
			h.info(lamp)
		}
		c.Leave() // which writes a checkpoint
		c = h.join(lamp, 10)
	}
	for r := range event.Revision(h.written) {
		if !h.done[r] {
			h.t.Errorf("event %d of %d is lost", r, h.written)
		}
	}
}
