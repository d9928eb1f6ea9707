package persistent

import (
	"container/list"
	"hash/maphash"
	"slices"
	"time"

	"soin/domain/event"
)

// dispatcher decides what goes where. It knows no clock, no store and no goroutine: time is an
// argument, and whoever calls holds the group's lock.
type dispatcher struct {
	Settings
	seed      maphash.Seed
	consumers []*Consumer // in the order they joined
	turn      int         // whose turn it is
	salts     uint64      // given to consumers

	waiting []*message       // by number
	bytes   int              // of what waits
	full    bool             // nothing more is read until there is room for a batch
	live    bool             // it has caught up
	open    *list.List       // *message: of the source, not done, in its order
	flight  *list.List       // *message: in flight, in the order they took off
	held    map[string]*hold // by key: where what is in flight is
	parking []*message       // to be parked, in order

	numbers    uint64
	read       Mark // of what was read last
	ledger     ledger
	checkpoint checkpoint
	answered   int64 // acknowledged, skipped or parked
}

// hold is where messages of a key are in flight, and how many.
type hold struct {
	consumer *Consumer
	messages int
}

// newDispatcher goes on where a state says.
func newDispatcher(s Settings, st State, now time.Time) *dispatcher {
	return &dispatcher{
		Settings: s, seed: maphash.MakeSeed(), open: list.New(), flight: list.New(), held: map[string]*hold{},
		read: st.Mark, ledger: newLedger(st.Parked), checkpoint: checkpoint{mark: st.Mark, at: now},
	}
}

// push takes in an event of the source.
func (d *dispatcher) push(e *Event, at Mark, now time.Time) {
	m := &message{Event: e, before: d.read}
	m.open = d.open.PushBack(m)
	d.read = at
	d.enter(m, now)
}

// pass takes note of an event that the filter leaves out.
func (d *dispatcher) pass(at Mark) {
	d.read = at
	d.checkpoint.done++
}

// replay takes in an event that is parked.
func (d *dispatcher) replay(e *Event, at event.Revision, now time.Time) {
	d.ledger.replaying[at] = true
	d.enter(&message{Event: e, replayed: true, parkedAt: at}, now)
}

func (d *dispatcher) enter(m *message, now time.Time) {
	d.numbers++
	m.number = d.numbers
	if d.Strategy == Pinned || d.Strategy == PinnedByCorrelation {
		m.key = "s" + m.stream()
		if m.Correlation != "" {
			m.key = "c" + m.Correlation
		}
	}
	d.wait(m)
	d.dispatch(now)
}

// wait puts a message among those that wait: a new one at the end, one that failed where it
// stood.
func (d *dispatcher) wait(m *message) {
	i, _ := slices.BinarySearchFunc(d.waiting, m.number, func(w *message, n uint64) int {
		if w.number < n {
			return -1
		}
		return 1
	})
	d.waiting = slices.Insert(d.waiting, i, m)
	d.bytes += m.size()
	d.measure()
}

// unwait takes away what waits at an index.
func (d *dispatcher) unwait(i int) {
	d.bytes -= d.waiting[i].size()
	if i == 0 {
		d.waiting[0] = nil
		d.waiting = d.waiting[1:]
	} else {
		d.waiting = slices.Delete(d.waiting, i, i+1)
	}
	d.measure()
}

// measure finds out whether there is room to read on.
func (d *dispatcher) measure() {
	most := d.HistoryBuffer
	if d.live {
		most = d.LiveBuffer
	}
	switch {
	case len(d.waiting) >= most || d.bytes >= maxWaiting:
		d.full = true
	case len(d.waiting) <= max(0, most-d.ReadBatch) && d.bytes <= maxWaiting/2:
		d.full = false
	}
}

// shed lets go of what was read and never sent, while nobody consumes: it is read again.
func (d *dispatcher) shed() {
	for len(d.waiting) > 0 {
		m := d.waiting[len(d.waiting)-1]
		if m.sent {
			break
		}
		d.unwait(len(d.waiting) - 1)
		if m.replayed {
			delete(d.ledger.replaying, m.parkedAt)
			continue
		}
		d.open.Remove(m.open)
		d.read = m.before
	}
	d.live = false
}

// mark is up to where everything is done.
func (d *dispatcher) mark() Mark {
	if first := d.open.Front(); first != nil {
		return first.Value.(*message).before
	}
	return d.read
}
