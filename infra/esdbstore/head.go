package esdbstore

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/domain/event"
)

// head remembers where the last event of a store stands, and how far the log was searched
// for it, so that the server's own events after it are looked at once.
type head struct {
	mu       sync.Mutex
	last     event.Position
	stream   string
	searched event.Position
	doubts   int // how often a deletion may have taken the last event away
}

func (h *head) get() (last, searched event.Position, stream string, doubts int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.last, h.searched, h.stream, h.doubts
}

// set takes what a search found, unless another one went further or a deletion came.
func (h *head) set(last, searched event.Position, stream string, doubts int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if doubts == h.doubts && searched > h.searched {
		h.last, h.searched, h.stream = last, searched, stream
	}
}

// doubt forgets all.
func (h *head) doubt() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.last, h.searched, h.stream = 0, 0, ""
	h.doubts++
}

// latest is the highest position that was seen so far.
type latest struct{ at atomic.Uint64 }

func (l *latest) get() event.Position { return event.Position(l.at.Load()) }

func (l *latest) raise(to event.Position) {
	for {
		at := l.at.Load()
		if uint64(to) <= at || l.at.CompareAndSwap(at, uint64(to)) {
			return
		}
	}
}

// firstLook is how many events are asked for at first: mostly the last one is ours.
const firstLook = 4

// Head is the position of the store's last event, zero when it has none.
func (s *Store) Head(ctx context.Context) (event.Position, error) {
	ctx, done := s.life.within(ctx)
	defer done()
	if err := ended(ctx); err != nil {
		return 0, err
	}
	if err := s.deleted.refresh(ctx, s.supervisor); err != nil {
		return 0, failure(err)
	}
	if _, _, stream, _ := s.head.get(); s.deleted.has(stream) {
		s.head.doubt() // somebody else deleted it
	}
	at, err := s.search(ctx)
	return at, failure(err)
}

// search reads backwards, to an event of the store or to where an earlier search began.
func (s *Store) search(ctx context.Context) (event.Position, error) {
	last, searched, stream, doubts := s.head.get()
	var from, before event.Position
	over := false
	look := func(i item) bool {
		from, before = max(from, i.at), i.at
		if over = i.at <= searched; over {
			return false
		}
		r, ok := s.names.recorded(i.event)
		if over = ok && !s.deleted.has(r.Stream); over {
			last, stream = i.at, r.Stream
		}
		return !over
	}
	err := s.collect(ctx, func() opener { return readAllBackwards(upTo(before), firstLook) }, look)
	if err == nil && !over && before > 0 {
		err = s.collect(ctx, func() opener { return readAllBackwards(upTo(before), everything) }, look)
	}
	if err == nil {
		s.head.set(last, from, stream, doubts)
	}
	return last, err
}

// upTo is where reading backwards goes on.
func upTo(before event.Position) esdb.AllPosition {
	if before == 0 {
		return end
	}
	return esdb.Position{Commit: uint64(before), Prepare: uint64(before)}
}
