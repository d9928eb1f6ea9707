package esdbstore

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/domain/event"
)

// tail watches the end of the log from a store's first append on: what was appended comes
// back by it, and is compared with what was sent, at a tenth of the price of asking for it.
type tail struct {
	once sync.Once

	mu      sync.Mutex
	running bool
	begun   event.Position   // nothing up to it was seen
	last    event.Position   // everything from there up to it was
	on      esdb.AllPosition // where watching goes on
	awaited map[string]*awaited
}

// awaited are the events of one append, which stand in a row in their stream.
type awaited struct {
	first event.Revision
	items []item // as they come
	came  chan struct{}
}

// late is how long events may be on their way by the tail; then they are asked for.
const late = 100 * time.Millisecond

// await tells the tail what to look out for, before it is sent. One append to a stream is
// under way at a time.
func (s *Store) await(name string, first event.Revision, n int) *awaited {
	s.tail.once.Do(func() { go s.watch() })
	w := &awaited{first: first, items: make([]item, 0, n), came: make(chan struct{})}
	s.tail.mu.Lock()
	defer s.tail.mu.Unlock()
	s.tail.awaited[name] = w
	return w
}

// come are the events, the last of which stands at a position, or nothing if they do not
// come soon. Old are those that had passed by before they were awaited: others wrote them.
func (t *tail) come(ctx context.Context, w *awaited, name string, last event.Position) (items []item, old bool) {
	t.mu.Lock()
	soon := t.running && t.last < last
	t.mu.Unlock()
	if soon {
		timer := time.NewTimer(late)
		defer timer.Stop()
		select {
		case <-w.came:
		case <-timer.C:
		case <-ctx.Done():
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.awaited, name)
	if len(w.items) == cap(w.items) {
		return w.items, false
	}
	return nil, t.begun < last && last <= t.last
}

// forget looks out for an append no more.
func (t *tail) forget(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.awaited, name)
}

// see takes note of an event or a mark.
func (t *tail) see(i item) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.running, t.last, t.on = true, max(t.last, i.at), i.next(t.on)
	if i.event == nil {
		return
	}
	w := t.awaited[i.event.StreamID]
	if w == nil || len(w.items) == cap(w.items) || revision(i.event.EventNumber) != w.first+event.Revision(len(w.items)) {
		return
	}
	if w.items = append(w.items, i); len(w.items) == cap(w.items) {
		close(w.came)
	}
}

// watch follows the log from its present end, until the store is closed or the server
// will not let it.
func (s *Store) watch() {
	ctx, done := s.life.within(context.Background())
	defer done()
	at, err := s.present(ctx)
	s.tail.begin(at)
	var seen atomic.Bool // a watch that was given up may still see something
	for a := (attempts{}); err == nil; {
		err = s.watchOnce(ctx, s.tail.pause(), func(i item) {
			seen.Store(true)
			s.latest.raise(i.at)
			s.tail.see(i)
		})
		if seen.Swap(false) {
			a.progress()
		}
		err = a.again(ctx, err)
	}
}

func (t *tail) begin(at event.Position) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.begun, t.last, t.on = at, at, positionIn(at)
}

// pause tells that nothing comes until something is seen again, and gives where to go on.
func (t *tail) pause() esdb.AllPosition {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.running = false
	return t.on
}

func (s *Store) watchOnce(ctx context.Context, after esdb.AllPosition, see func(item)) error {
	open := subscribe(after, s.names.filter())
	_, err := ask(ctx, s.supervisor, func(ctx context.Context, client *esdb.Client) (struct{}, error) {
		next, err := open(ctx, client)
		for err == nil {
			var i item
			if i, err = next(); err == nil {
				see(i)
			}
		}
		return struct{}{}, cut(err)
	})
	return err
}
