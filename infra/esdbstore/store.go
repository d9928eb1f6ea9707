package esdbstore

import (
	"context"
	"fmt"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/domain/event"
)

// Store is an [event.Store] on a cluster: its log, or a space. It is safe for concurrent
// use, and any number of them, in any number of processes, may write to the same streams.
type Store struct {
	*supervisor
	life    lifetime
	names   names
	streams *memory
	deleted *ledger
	head    head
	latest  latest
	tail    tail
}

// Close ends every sequence and call of this store. The cluster stays open for others.
// Closing again does nothing.
func (s *Store) Close() error {
	s.life.end()
	return nil
}

// end is where readings from the last event on begin.
//
//nolint:gochecknoglobals // a constant, if its type had any
var end = esdb.End{}

// failure is an error as the caller is told it.
func failure(err error) error {
	switch {
	case err == nil:
		return nil
	case faultOf(err) == deleted:
		return event.ErrStreamDeleted
	case isOfAccess(err):
		return &AccessError{err}
	}
	return fmt.Errorf("event store: %w", err)
}

// present is the position of the last record there is, the server's own ones too.
func (s *Store) present(ctx context.Context) (at event.Position, err error) {
	err = s.collect(ctx, func() opener { return readAllBackwards(end, 1) }, func(i item) bool {
		at = i.at
		return false
	})
	s.latest.raise(at)
	return at, err
}
