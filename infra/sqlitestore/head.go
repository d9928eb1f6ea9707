package sqlitestore

import (
	"sync"

	"soin/domain/event"
)

// head is the position of the last durable event and the bell that rings when it moves.
type head struct {
	mu       sync.Mutex
	position event.Position
	moved    chan struct{} // nil while nobody waits
}

// get gives the position, and what is closed once it is no longer the last.
func (h *head) get() (event.Position, <-chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.moved == nil {
		h.moved = make(chan struct{})
	}
	return h.position, h.moved
}

func (h *head) last() event.Position {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.position
}

// move puts the head where the last event is, which is further back after a deletion.
// Every reader that asks from now on finds that event.
func (h *head) move(to event.Position) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if to == h.position {
		return
	}
	h.position = to
	if h.moved != nil {
		close(h.moved)
		h.moved = nil
	}
}
