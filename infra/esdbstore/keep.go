package esdbstore

import (
	"context"
	"errors"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/domain/event"
	"soin/domain/rule"
)

// Keep bounds a stream to its last n events, from now on, also before it has any. It is for
// streams of which only the end is of use, like those of cursors: events before the last n
// are gone from readings of the stream at once, and from the log when the server is
// scavenged. Revisions go on counting. A fact that is gone may be recorded anew.
//
// One event at a time is appended to such a stream: of several, those that are gone at once
// cannot be acknowledged.
//
// What else the metadata of the stream say stays as it was.
func (s *Store) Keep(ctx context.Context, stream string, n int) error {
	ctx, done := s.life.within(ctx)
	defer done()
	name, err := s.names.onServer(stream)
	if err == nil {
		err = rule.Check("n", n, n > 0, "must be at least 1")
	}
	if err != nil {
		return err
	}
	for a := (attempts{}); ; {
		err := s.keep(ctx, name, uint64(n)) //nolint:gosec // above zero
		if err == nil {
			return nil
		}
		if faultOf(err) == conflict {
			err = &cutError{err} // somebody else changed the metadata: look again
		}
		if err := a.again(ctx, err); err != nil {
			return failure(err)
		}
	}
}

func (s *Store) keep(ctx context.Context, name string, n uint64) error {
	metadata, at, err := s.metadata(ctx, name)
	if err != nil || metadata.MaxCount() != nil && *metadata.MaxCount() == n {
		return err
	}
	metadata.SetMaxCount(n)
	_, err = ask(ctx, s.supervisor, func(ctx context.Context, client *esdb.Client) (*esdb.WriteResult, error) {
		return client.SetStreamMetadata(ctx, name, esdb.AppendToStreamOptions{ExpectedRevision: exactly(at)}, *metadata)
	})
	return err
}

// metadata are those of a stream, and the revision they have in their own.
func (s *Store) metadata(ctx context.Context, name string) (*esdb.StreamMetadata, event.Revision, error) {
	metadata, at := &esdb.StreamMetadata{}, event.NoStream
	var broken error
	err := s.collect(ctx, func() opener { return readStreamBackwards("$$"+name, 1) }, func(i item) bool {
		at = revision(i.event.EventNumber)
		var m *esdb.StreamMetadata
		if m, broken = esdb.StreamMetadataFromJson(i.event.Data); broken == nil {
			metadata = m
		}
		return false
	})
	if err != nil && faultOf(err) == missing {
		err = nil
	}
	return metadata, at, errors.Join(err, broken)
}
