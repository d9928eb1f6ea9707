// Package memstore keeps events in memory, for tests: an [event.Store] that keeps every
// promise of the port but the one to outlive the process. Events are acknowledged
// once every reader can see them. Sequences read without holding the lock, so their
// consumer may append, delete or close while it reads; a slow consumer stalls nobody.
package memstore

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"time"

	"soin/domain/event"
	"soin/domain/rule"
)

// Store is an event.Store in memory. It is made by [New].
type Store struct {
	closed chan struct{}

	mu      sync.Mutex
	log     []event.RawRecorded // in order of position; what a reader holds of it never changes
	streams map[string]*stream
	last    event.Position // ever given, to a deleted event too
	clock   time.Time      // of the last event
	grown   chan struct{}  // closed and replaced by each append
}

var _ event.Store = (*Store)(nil)

// stride leaves gaps between positions, as other stores do: what counts on dense ones
// fails here first.
const stride = 10

// New is an empty store.
func New() *Store {
	return &Store{
		closed:  make(chan struct{}),
		streams: map[string]*stream{},
		grown:   make(chan struct{}),
	}
}

// Append stores events at the end of stream and returns one receipt for each.
func (s *Store) Append(
	ctx context.Context, name string, expected event.Revision, events []event.Raw,
) ([]event.Receipt, error) {
	for _, e := range events {
		if len(e.Data) > event.MaxData {
			return nil, rule.Break("data", len(e.Data), "is larger than 1 MiB")
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ended(ctx); err != nil {
		return nil, err
	}
	st, err := s.stream(name)
	if err != nil {
		return nil, err
	}
	known, fresh, err := st.sort(name, events)
	if err != nil {
		return nil, err
	}
	if fresh > 0 && !expected.MetBy(st.end()) {
		return nil, &event.WrongRevisionError{Stream: name, Expected: expected, Actual: st.end()}
	}
	return s.record(name, st, events, known), nil
}

// record stores the events that no receipt is known for, and wakes the followers.
func (s *Store) record(name string, st *stream, events []event.Raw, known map[key]event.Receipt) []event.Receipt {
	s.clock = later(s.clock, time.Now().UTC().Round(0))
	receipts := make([]event.Receipt, len(events))
	for i, e := range events {
		k := keyOf(e)
		if r, ok := known[k]; ok {
			r.Duplicate = true
			receipts[i] = r
			continue
		}
		s.last += stride
		e.Data = bytes.Clone(e.Data)
		e.Time = e.Time.UTC().Round(0)
		at := event.Place{Stream: name, Revision: st.end() + 1, Position: s.last, RecordedAt: s.clock}
		s.log = append(s.log, event.RawRecorded{Raw: e, Place: at})
		st.add(event.RawRecorded{Raw: e, Place: at})
		s.streams[name] = st
		receipts[i] = event.Receipt{Position: at.Position, Revision: at.Revision}
		known[k] = receipts[i]
	}
	close(s.grown)
	s.grown = make(chan struct{})
	return receipts
}

// Head is the position of the last event, zero for an empty log.
func (s *Store) Head(ctx context.Context) (event.Position, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ended(ctx); err != nil || len(s.log) == 0 {
		return 0, err
	}
	return s.log[len(s.log)-1].Position, nil
}

// Delete removes a stream and its events for ever.
func (s *Store) Delete(ctx context.Context, name string, expected event.Revision) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ended(ctx); err != nil {
		return err
	}
	st, err := s.stream(name)
	if err != nil {
		return err
	}
	if !expected.MetBy(st.end()) {
		return &event.WrongRevisionError{Stream: name, Expected: expected, Actual: st.end()}
	}
	s.streams[name] = &stream{deleted: true}
	// A new slice: readers may hold the old one.
	s.log = slices.DeleteFunc(slices.Clone(s.log), func(r event.RawRecorded) bool { return r.Stream == name })
	return nil
}

// Close ends every sequence. Closing again does nothing.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended(context.Background()) == nil {
		close(s.closed)
	}
	return nil
}

// ended is why nothing more can be asked, or nil.
func (s *Store) ended(ctx context.Context) error {
	select {
	case <-s.closed:
		return event.ErrClosed
	default:
		return ctx.Err()
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
