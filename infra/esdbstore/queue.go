package esdbstore

import (
	"context"
	"sync"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/domain/event"
)

// item is what a reading of the server comes across: an event, or how far it has come.
type item struct {
	event    *esdb.RecordedEvent // nil for a mark
	at       event.Position      // everything up to it was seen; zero for a mark that does not say so
	mark     esdb.Position       // where reading goes on after a mark
	caughtUp bool                // and there is no more at present
}

// marked is a mark as the server sets one. With a lower prepare position it says that
// everything before its commit position was seen, and the next event may stand there:
// EventStoreDB ends a page so, behind the last event that it has.
func marked(p esdb.Position) item {
	i := item{mark: p}
	if p.Prepare >= p.Commit {
		i.at = event.Position(p.Commit)
	}
	return i
}

// next is where reading goes on after an item, or else, after a mark that says nothing, where
// it did before.
func (i item) next(before esdb.AllPosition) esdb.AllPosition {
	switch {
	case i.event != nil:
		return positionIn(i.at)
	case i.mark != esdb.Position{}:
		return i.mark
	}
	return before
}

// The most that is read ahead of a consumer; then the server has to wait.
const (
	mostItems = 1024
	mostBytes = 4 << 20
)

// queue lies between the goroutine that reads from the server and the consumer of a
// sequence, who takes all there is at once.
type queue struct {
	mu    sync.Mutex
	items []item
	bytes int
	err   error // after the items

	filled  chan struct{} // holds one token when there may be something
	emptied chan struct{} // holds one token when there may be room
}

func newQueue() *queue {
	return &queue{filled: make(chan struct{}, 1), emptied: make(chan struct{}, 1)}
}

// put waits for room. It reports whether the context has not ended.
func (q *queue) put(ctx context.Context, i item) bool {
	for {
		q.mu.Lock()
		if len(q.items) < mostItems && q.bytes < mostBytes {
			q.items = append(q.items, i)
			if i.event != nil {
				q.bytes += len(i.event.Data) + len(i.event.UserMetadata)
			}
			q.mu.Unlock()
			signal(q.filled)
			return true
		}
		q.mu.Unlock()
		select {
		case <-q.emptied:
		case <-ctx.Done():
			return false
		}
	}
}

// end puts the error that ends the reading.
func (q *queue) end(err error) {
	q.mu.Lock()
	q.err = err
	q.mu.Unlock()
	signal(q.filled)
}

// take waits for items or the end. It swaps them for spent, the items it gave before.
func (q *queue) take(ctx context.Context, spent []item) ([]item, error) {
	for {
		q.mu.Lock()
		if len(q.items) > 0 {
			items := q.items
			clear(spent)
			q.items, q.bytes = spent[:0], 0
			q.mu.Unlock()
			signal(q.emptied)
			return items, nil
		}
		err := q.err
		q.mu.Unlock()
		if err != nil {
			return nil, err
		}
		select {
		case <-q.filled:
		case <-ctx.Done():
			return nil, ended(ctx)
		}
	}
}

func signal(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
