package memstore

import (
	"context"

	"soin/domain/event"
)

// End is the revision of a stream's last event: NoStream when it has none,
// [event.ErrStreamDeleted] when it was deleted.
func (s *Store) End(ctx context.Context, name string) (event.Revision, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ended(ctx); err != nil {
		return 0, err
	}
	st, err := s.stream(name)
	if err != nil {
		return 0, err
	}
	return st.end(), nil
}
