package sqlitestore

import (
	"context"
	"iter"
	"sync"

	"zombiezen.com/go/sqlite"

	"soin/domain/event"
)

// connections is how many chunks are read at the same time. A sequence holds one only
// while it reads a chunk.
const connections = 8

// reader is the reading half of a log, the same for the process that writes it and
// for those that only read.
type reader struct {
	path    string
	conns   chan *sqlite.Conn // idle ones
	opened  int
	names   *names
	closing chan struct{}
	// gate is held for reading while a chunk is read, and for writing while the
	// write-ahead log is wound back.
	gate sync.RWMutex
	// end is the position of the last event now.
	end func(context.Context) (event.Position, error)
}

type yield = func(event.RawRecorded, error) bool

func newReader(path string) (*reader, error) {
	r := &reader{path: path, conns: make(chan *sqlite.Conn, connections), names: newNames(), closing: make(chan struct{})}
	r.end = r.lastPosition
	for range connections {
		conn, err := connectReader(path)
		if err != nil {
			r.close()
			return nil, explain(path, "opening it", err)
		}
		r.opened++
		r.conns <- conn
	}
	return r, nil
}

// close ends every sequence and waits for what is being read.
func (r *reader) close() {
	close(r.closing)
	for range r.opened {
		_ = (<-r.conns).Close()
	}
}

// ended is why nothing more can be asked, or nil.
func (r *reader) ended(ctx context.Context) error {
	select {
	case <-r.closing:
		return event.ErrClosed
	default:
		return ctx.Err()
	}
}

// take waits for a connection, which must be given back.
func (r *reader) take(ctx context.Context) (*sqlite.Conn, error) {
	if err := r.ended(ctx); err != nil {
		return nil, err
	}
	select {
	case conn := <-r.conns:
		return conn, nil
	case <-r.closing:
		return nil, event.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// with lends a connection. The write-ahead log is not wound back meanwhile.
func (r *reader) with(ctx context.Context, use func(*sqlite.Conn) error) error {
	conn, err := r.take(ctx)
	if err != nil {
		return err
	}
	defer func() { r.conns <- conn }()
	r.gate.RLock()
	defer r.gate.RUnlock()
	return explain(r.path, "read", use(conn))
}

// alone runs a function while no chunk is being read.
func (r *reader) alone(do func() error) error {
	r.gate.Lock()
	defer r.gate.Unlock()
	return do()
}

// Head is the position of the last event, zero for an empty log.
func (r *reader) Head(ctx context.Context) (event.Position, error) {
	if err := r.ended(ctx); err != nil {
		return 0, err
	}
	return r.end(ctx)
}

func (r *reader) lastPosition(ctx context.Context) (p event.Position, err error) {
	err = r.with(ctx, func(conn *sqlite.Conn) error {
		n, err := number(conn, "SELECT max(position) FROM events")
		p = event.Position(n)
		return err
	})
	return p, err
}

// All reads everything after a position, up to the end the log has when it begins.
// Payloads of neighbouring events share memory: one that is kept for long is better
// cloned.
func (r *reader) All(ctx context.Context, after event.Position) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		end, err := r.Head(ctx)
		if err != nil {
			yield(event.RawRecorded{}, err)
			return
		}
		r.sequence(ctx, between(after, end), yield)
	}
}

// Stream reads one stream from a revision on, up to its present end. A stream without
// events is empty, a deleted one ends with [event.ErrStreamDeleted].
func (r *reader) Stream(ctx context.Context, stream string, from event.Revision) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		r.sequence(ctx, ofStream(stream, from), yield)
	}
}
