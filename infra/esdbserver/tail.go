package esdbserver

import (
	"context"
	"sync"

	"google.golang.org/grpc/codes"

	"soin/domain/event"
)

// tail tells those who follow single streams when theirs have grown. It follows the whole
// store, once for all of them, as long as there is one.
type tail struct {
	store event.Store

	mu       sync.Mutex
	watchers map[string]map[chan struct{}]bool // by stream
	count    int
	cancel   context.CancelFunc // of the following, nil when nobody watches
	running  sync.WaitGroup
}

func newTail(store event.Store) *tail {
	return &tail{store: store, watchers: map[string]map[chan struct{}]bool{}}
}

// errLost ends those who would wait for ever.
var errLost = &fault{code: codes.Unavailable, message: "the log cannot be followed any more: subscribe again"}

// watch announces growth of a stream from now on: one word for any number of events, and a
// closed channel when there will be none. Leave ends it.
func (t *tail) watch(ctx context.Context, stream string) (grown <-chan struct{}, leave func(), err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.cancel == nil {
		if err := t.begin(ctx); err != nil {
			return nil, nil, err
		}
	}
	w := make(chan struct{}, 1)
	if t.watchers[stream] == nil {
		t.watchers[stream] = map[chan struct{}]bool{}
	}
	t.watchers[stream][w] = true
	t.count++
	return w, sync.OnceFunc(func() { t.leave(stream, w) }), nil
}

// begin follows from the present end on, which is before anything the watcher reads.
func (t *tail) begin(ctx context.Context) error {
	head, err := t.store.Head(ctx)
	if err != nil {
		return err
	}
	following, cancel := context.WithCancel(context.WithoutCancel(ctx))
	t.cancel = cancel
	t.running.Go(func() {
		for r, err := range t.store.Follow(following, head) {
			if err != nil {
				break
			}
			t.touch(r.Stream)
		}
		t.lose(following)
	})
	return nil
}

func (t *tail) leave(stream string, w chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.watchers[stream][w] {
		return
	}
	t.remove(stream, w)
	if t.count == 0 && t.cancel != nil {
		t.cancel()
		t.cancel = nil
	}
}

func (t *tail) remove(stream string, w chan struct{}) {
	delete(t.watchers[stream], w)
	if len(t.watchers[stream]) == 0 {
		delete(t.watchers, stream)
	}
	t.count--
}

// touch wakes those who watch a stream.
func (t *tail) touch(stream string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for w := range t.watchers[stream] {
		select {
		case w <- struct{}{}:
		default: // it has a word already
		}
	}
}

// lose tells the watchers that a following ended by itself.
func (t *tail) lose(following context.Context) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if following.Err() != nil {
		return
	}
	t.cancel()
	t.cancel = nil
	for stream, watchers := range t.watchers {
		for w := range watchers {
			close(w)
			t.remove(stream, w)
		}
	}
}

// close ends the following and waits for it.
func (t *tail) close() {
	t.mu.Lock()
	if t.cancel != nil {
		t.cancel()
		t.cancel = nil
	}
	t.mu.Unlock()
	t.running.Wait()
}
