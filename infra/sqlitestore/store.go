package sqlitestore

import (
	"context"
	"iter"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"soin/domain/event"
)

// Store is a log open for reading and writing. It is made by [Open].
type Store struct {
	*reader
	writer *writer
	lock   *flock.Flock
	close  func() error
}

var _ event.Store = (*Store)(nil)

// Open opens the log at path, which is a file or a directory that holds [FileName], and
// makes it when it is not there. Clock tells when an event is recorded. It fails when
// another process has the log open, and with a [DamagedError] or a [VersionError] when
// the file is not one this code may write to.
//
// Opening looks at the first page, the schema and the last events; [Check] looks at
// everything.
func Open(path string, clock func() time.Time) (*Store, error) {
	return open(File(path), clock, migrations[:])
}

func open(path string, clock func() time.Time, steps []string) (_ *Store, err error) {
	l, err := lock(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = l.Unlock()
		}
	}()
	there, err := present(path)
	if err == nil && !there {
		err = create(path, steps)
	}
	if err != nil {
		return nil, err
	}
	w, err := newWriter(path, clock, steps)
	if err != nil {
		return nil, err
	}
	r, err := newReader(path)
	if err != nil {
		_ = w.conn.Close()
		return nil, err
	}
	s := &Store{reader: r, writer: w, lock: l}
	s.close = sync.OnceValue(s.shut)
	r.end = func(context.Context) (event.Position, error) { return w.head.last(), nil }
	w.alone, w.closing = r.alone, r.closing
	go w.run()
	return s, nil
}

// Append stores events at the end of stream and returns one receipt for each. A context
// that ends takes back an append that still waits for its transaction; one that has
// begun is carried through and answered.
func (s *Store) Append(
	ctx context.Context, stream string, expected event.Revision, events []event.Raw,
) ([]event.Receipt, error) {
	a, err := prepare(stream, expected, events)
	if err != nil {
		return nil, err
	}
	return s.do(ctx, &job{size: a.size, run: a.run})
}

// Delete removes a stream and its events for ever.
func (s *Store) Delete(ctx context.Context, stream string, expected event.Revision) error {
	_, err := s.do(ctx, &job{run: deleting{stream, expected}.run})
	return err
}

func (s *Store) do(ctx context.Context, j *job) ([]event.Receipt, error) {
	if err := s.ended(ctx); err != nil {
		return nil, err
	}
	j.done = make(chan outcome, 1)
	select {
	case s.writer.queue <- j:
		o := <-j.done
		return o.receipts, o.err
	case <-s.closing:
		return nil, event.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Follow reads everything after a position and then each event as it becomes durable.
// It is woken by the writer and never polls.
func (s *Store) Follow(ctx context.Context, after event.Position) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		for {
			end, moved := s.writer.head.get()
			if !s.sequence(ctx, between(after, end), yield) {
				return
			}
			after = max(after, end)
			select {
			case <-moved:
			case <-ctx.Done():
			case <-s.closing:
			}
		}
	}
}

// Close answers the appends that have begun, ends every sequence with
// [event.ErrClosed], copies the write-ahead log into the file and gives the log free.
// Closing again does nothing.
func (s *Store) Close() error { return s.close() }

func (s *Store) shut() error {
	s.reader.close()
	<-s.writer.done
	err := s.writer.finish()
	if e := s.lock.Unlock(); err == nil {
		err = e
	}
	return err
}
