package memstore

import (
	"bytes"
	"context"
	"iter"
	"sort"

	"soin/domain/event"
)

// Stream reads one stream from a revision on, up to its present end.
func (s *Store) Stream(ctx context.Context, name string, from event.Revision) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		events, err := s.streamFrom(name, from)
		if s.each(ctx, events, yield) && err != nil {
			yield(event.RawRecorded{}, err)
		}
	}
}

func (s *Store) streamFrom(name string, from event.Revision) ([]event.RawRecorded, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	st, err := s.stream(name)
	if err != nil {
		return nil, err
	}
	return st.events[min(max(0, int(from)), len(st.events)):], nil
}

// All reads everything after a position, up to the present end.
func (s *Store) All(ctx context.Context, after event.Position) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		events, _ := s.after(after)
		s.each(ctx, events, yield)
	}
}

// Follow reads everything after a position and then waits for more.
func (s *Store) Follow(ctx context.Context, after event.Position) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		for {
			events, grown := s.after(after)
			if !s.each(ctx, events, yield) {
				return
			}
			if len(events) > 0 {
				after = events[len(events)-1].Position
			}
			select {
			case <-grown:
			case <-ctx.Done():
			case <-s.closed:
			}
		}
	}
}

// after is what stands after a position, and what is closed once there is more.
func (s *Store) after(p event.Position) ([]event.RawRecorded, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := sort.Search(len(s.log), func(i int) bool { return s.log[i].Position > p })
	return s.log[i:], s.grown
}

// each yields copies of events while the store is open and ctx has not ended, and then
// the reason, once. It reports whether the sequence may go on.
func (s *Store) each(
	ctx context.Context, events []event.RawRecorded, yield func(event.RawRecorded, error) bool,
) bool {
	for i := 0; ; i++ {
		if err := s.ended(ctx); err != nil {
			yield(event.RawRecorded{}, err)
			return false
		}
		if i == len(events) {
			return true
		}
		r := events[i]
		r.Data = bytes.Clone(r.Data)
		if !yield(r, nil) {
			return false
		}
	}
}
