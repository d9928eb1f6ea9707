package esdbstore

import (
	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/domain/event"
)

// lesson is what a reading of a stream teaches: whoever reads a stream is likely to
// append to it next, and then need not read it again.
type lesson struct {
	memory  *memory
	learned *known         // in this reading
	since   event.Revision // what the memory had before; NoStream for nothing
}

// lesson begins one, if the reading is from the beginning.
func (m *memory) lesson(name string, from event.Revision) *lesson {
	if from != 0 {
		return nil
	}
	l := &lesson{memory: m, learned: newKnown(name), since: event.NoStream}
	if k, ok := m.tryTake(name); ok {
		if k.whole && !k.doubtful {
			l.since = k.end
		}
		m.put(k)
	}
	return l
}

func (l *lesson) hear(n names, e *esdb.RecordedEvent) {
	if l != nil && revision(e.EventNumber) > l.since {
		l.learned.hear(n, item{event: e})
	}
}

// end remembers what was learned, once the stream was read to its end, unless somebody
// is busy with it.
func (l *lesson) end() {
	if l == nil {
		return
	}
	k, ok := l.memory.tryTake(l.learned.name)
	if !ok {
		return
	}
	defer l.memory.put(k)
	switch {
	case l.since < 0 && (!k.whole || k.doubtful || k.end < l.learned.end):
		k.whole, k.doubtful = true, false
		k.end, k.own, k.ids = l.learned.end, l.learned.own, l.learned.ids
	case l.since >= 0 && k.whole && k.end == l.since:
		for id, at := range l.learned.ids {
			k.add(id, at)
		}
		k.end = max(k.end, l.learned.end)
	}
}
