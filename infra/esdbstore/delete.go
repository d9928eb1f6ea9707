package esdbstore

import (
	"context"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/domain/event"
)

// Delete puts a tombstone at the end of a stream, and then records that it did, so that
// readers of the log pass over the events until the server is scavenged. When it fails in
// between, the stream takes no more events, and deleting it again repairs what is missing.
func (s *Store) Delete(ctx context.Context, stream string, expected event.Revision) error {
	ctx, done := s.life.within(ctx)
	defer done()
	name, err := s.names.onServer(stream)
	if err == nil {
		err = ended(ctx)
	}
	if err != nil {
		return err
	}
	known, err := s.streams.take(ctx, name)
	if err != nil {
		return err
	}
	defer s.streams.put(known)
	known.forget()
	s.head.doubt()
	err = s.tombstone(ctx, stream, name, expected)
	if err != nil && faultOf(err) != deleted {
		return asTold(err)
	}
	if e := s.deleted.add(ctx, s.supervisor, stream); e != nil {
		return failure(e)
	}
	s.head.doubt()
	return asTold(err)
}

// asTold leaves errors of the port as they are.
func asTold(err error) error {
	if _, ok := err.(*event.WrongRevisionError); ok { //nolint:errorlint // as it was made
		return err
	}
	return failure(err)
}

// tombstone deletes a stream at the end it has, if that is the expected one. A stream that
// is found deleted after an attempt of ours that was not answered was deleted by it.
func (s *Store) tombstone(ctx context.Context, stream, name string, expected event.Revision) error {
	unanswered := false
	for a := (attempts{}); ; {
		last, own, err := s.endOf(ctx, name)
		if err == nil && !expected.MetBy(own) {
			return &event.WrongRevisionError{Stream: stream, Expected: expected, Actual: own}
		}
		if err == nil {
			err = s.tombstoneAt(ctx, name, last)
			unanswered = unanswered || faultOf(err) >= unclear
		}
		switch {
		case err == nil, unanswered && faultOf(err) == deleted:
			return nil
		case faultOf(err) == conflict:
			err = &cutError{err} // somebody wrote in between: look again
		}
		if err := a.again(ctx, err); err != nil {
			return err
		}
	}
}

func (s *Store) tombstoneAt(ctx context.Context, name string, end event.Revision) error {
	_, err := ask(ctx, s.supervisor, func(ctx context.Context, client *esdb.Client) (*esdb.DeleteResult, error) {
		return client.TombstoneStream(ctx, name, esdb.TombstoneStreamOptions{ExpectedRevision: exactly(end)})
	})
	return err
}

// endOf is the revision of a stream's last event, and of the last one that is the store's.
func (s *Store) endOf(ctx context.Context, name string) (last, own event.Revision, err error) {
	last, own = event.NoStream, event.NoStream
	err = s.collect(ctx, func() opener {
		last, own = event.NoStream, event.NoStream
		return readStreamBackwards(name, everything)
	}, func(i item) bool {
		at := revision(i.event.EventNumber)
		last = max(last, at)
		if _, ok := s.names.recorded(i.event); ok {
			own = at
		}
		return own < 0
	})
	if err != nil && faultOf(err) == missing {
		err = nil
	}
	return last, own, err
}

// exactly is the expectation that a stream ends with a revision.
func exactly(end event.Revision) esdb.ExpectedRevision {
	if end < 0 {
		return esdb.NoStream{}
	}
	return esdb.Revision(uint64(end))
}
