package sqlitestore

import (
	"context"
	"sync"

	"zombiezen.com/go/sqlite"

	"soin/domain/event"
)

// sequence yields what a source gives and reports whether the consumer may be given
// more. What fits one chunk is read right here; a longer sequence is read one chunk
// ahead of its consumer, in a goroutine that has ended when sequence returns.
func (r *reader) sequence(ctx context.Context, read source, yield yield) bool {
	c := new(chunk)
	more, err := r.load(ctx, read, c)
	if !r.deliver(ctx, c, err, yield) {
		return false
	}
	return !more || r.readAhead(ctx, read, c, yield)
}

// load reads one chunk. The events before an error are in it.
func (r *reader) load(ctx context.Context, read source, c *chunk) (more bool, err error) {
	c.reset()
	err = r.with(ctx, func(conn *sqlite.Conn) (err error) {
		more, err = read(conn, c)
		if e := r.names.complete(conn, c); e != nil {
			more, err = false, e
		}
		return err
	})
	return more, err
}

// deliver yields a chunk and then the error it ended with.
func (r *reader) deliver(ctx context.Context, c *chunk, err error, yield yield) bool {
	for i := range c.events {
		if err := r.ended(ctx); err != nil {
			yield(event.RawRecorded{}, err)
			return false
		}
		if !yield(c.events[i], nil) {
			return false
		}
	}
	if err == nil {
		err = r.ended(ctx)
	}
	if err != nil {
		yield(event.RawRecorded{}, err)
		return false
	}
	return true
}

type loaded struct {
	chunk *chunk
	err   error
}

// readAhead goes on with a sequence whose first chunk has been delivered.
func (r *reader) readAhead(ctx context.Context, read source, spare *chunk, yield yield) bool {
	ahead, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()

	full, empty := make(chan loaded), make(chan *chunk, 2)
	empty <- spare
	empty <- new(chunk)
	wg.Go(func() { r.loadAll(ahead, read, empty, full) })
	for l := range full {
		if !r.deliver(ctx, l.chunk, l.err, yield) {
			return false
		}
		empty <- l.chunk
	}
	if err := r.ended(ctx); err != nil { // the goroutine ended for that reason
		yield(event.RawRecorded{}, err)
		return false
	}
	return true
}

// loadAll fills chunks until the source, the context or the store ends.
func (r *reader) loadAll(ctx context.Context, read source, empty <-chan *chunk, full chan<- loaded) {
	defer close(full)
	for more := true; more; {
		var c *chunk
		select {
		case c = <-empty:
		case <-ctx.Done():
			return
		}
		var err error
		more, err = r.load(ctx, read, c)
		select {
		case full <- loaded{c, err}:
		case <-ctx.Done():
			return
		case <-r.closing:
			return
		}
	}
}
