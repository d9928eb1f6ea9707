package esdbstore

import (
	"container/list"
	"context"
	"sync"
)

// mostRemembered is how many events of all streams together are remembered by their ids,
// in some 40 bytes each. Streams that were not used for the longest are forgotten.
const mostRemembered = 1 << 20

// memory is what is known of the streams that were used last.
type memory struct {
	most int

	mu      sync.Mutex
	streams map[string]*list.Element // of *known
	order   *list.List               // the one used last is in front
	events  int
}

func newMemory() *memory {
	return &memory{most: mostRemembered, streams: map[string]*list.Element{}, order: list.New()}
}

// take waits for the turn on a stream: one at a time appends to it in this process, since
// two would only be in each other's way.
func (m *memory) take(ctx context.Context, name string) (*known, error) {
	k := m.want(name)
	select {
	case k.turn <- struct{}{}:
		return k, nil
	case <-ctx.Done():
		m.release(k, false)
		return nil, ended(ctx)
	}
}

// tryTake takes the turn if nobody has it.
func (m *memory) tryTake(name string) (*known, bool) {
	k := m.want(name)
	select {
	case k.turn <- struct{}{}:
		return k, true
	default:
		m.release(k, false)
		return nil, false
	}
}

func (m *memory) want(name string) *known {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.streams[name]
	if !ok {
		e = m.order.PushFront(newKnown(name))
		m.streams[name] = e
	}
	m.order.MoveToFront(e)
	k := e.Value.(*known)
	k.wanted++
	return k
}

// put gives the turn to the next one.
func (m *memory) put(k *known) {
	m.release(k, true)
	<-k.turn
}

func (m *memory) release(k *known, counts bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k.wanted--
	if counts {
		m.events += 1 + len(k.ids) - k.counted
		k.counted = 1 + len(k.ids)
	}
	for e := m.order.Back(); e != nil && m.events > m.most; {
		old, before := e.Value.(*known), e.Prev()
		if old.wanted == 0 {
			m.order.Remove(e)
			delete(m.streams, old.name)
			m.events -= old.counted
		}
		e = before
	}
}
