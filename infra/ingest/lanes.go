package ingest

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"
)

// lanes lets those who write to the same stream pass one after the other, in the order
// they came. Without it they would meet at the store, and all but one start over.
type lanes struct {
	mu       sync.Mutex
	byStream map[string]*lane
}

type lane struct {
	*semaphore.Weighted
	users int // inside or waiting
}

// enter waits for the lane of a stream, or for the end of ctx. Without an error, leave
// must be called.
func (l *lanes) enter(ctx context.Context, stream string) (leave func(), err error) {
	l.mu.Lock()
	own := l.byStream[stream]
	if own == nil {
		own = &lane{Weighted: semaphore.NewWeighted(1)}
		l.byStream[stream] = own
	}
	own.users++
	l.mu.Unlock()
	if err := own.Acquire(ctx, 1); err != nil {
		l.forget(stream, own)
		return nil, err
	}
	return func() {
		own.Release(1)
		l.forget(stream, own)
	}, nil
}

func (l *lanes) forget(stream string, own *lane) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if own.users--; own.users == 0 {
		delete(l.byStream, stream)
	}
}
