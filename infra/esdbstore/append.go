package esdbstore

import (
	"context"
	"errors"
	"io"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/domain/event"
)

// Append stores events at the end of stream and returns one receipt for each.
//
// The server tells events apart by their ids alone and says nothing of those it has
// already, so the expectation is judged here, on all that the stream holds, and what is
// new is appended at exactly the end it was judged at. Somebody who wrote in between makes
// the server refuse it, and the judgement starts over. An append whose outcome is unknown
// is made again with the same ids at the same revision, until it is known or ctx ends.
func (s *Store) Append(
	ctx context.Context, stream string, expected event.Revision, events []event.Raw,
) ([]event.Receipt, error) {
	ctx, done := s.life.within(ctx)
	defer done()
	if err := ended(ctx); err != nil {
		return nil, err
	}
	name, err := s.names.onServer(stream)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	b, err := newBatch(stream, events)
	if err != nil {
		return nil, err
	}
	k, err := s.streams.take(ctx, name)
	if err != nil {
		return nil, err
	}
	defer s.streams.put(k)
	a := &appending{Store: s, batch: b, known: k, expected: expected}
	return a.run(ctx)
}

// appending is one append under way.
type appending struct {
	*Store
	*batch
	*known
	expected event.Revision

	current   bool // the stream was read during this append
	refusals  int  // by the server, because somebody wrote in between
	uncertain bool // it was sent, and the answer did not come
	attempts  attempts
}

// mostRefusals is how often in a row others may write in between, before an append that
// does not mind gives up.
const mostRefusals = 100

// run judges and sends until the outcome is known.
func (a *appending) run(ctx context.Context) ([]event.Receipt, error) {
	for {
		sent, err := a.try(ctx)
		switch {
		case err == nil && sent:
			return a.receipts(), nil
		case err == nil: // judged on what is no longer so
			continue
		case faultOf(err) == conflict:
			if a.refusals++; a.refusals > mostRefusals {
				return nil, &event.WrongRevisionError{Stream: a.stream, Expected: a.expected, Actual: a.own}
			}
			a.current = false
			err = a.refresh(ctx)
		}
		if err == nil {
			continue
		}
		if final := a.final(ctx, err); final != nil {
			return nil, final
		}
	}
}

// final is the error that ends the append, or nil when it goes on after a pause. What is
// known of the stream is doubtful when nobody waits for an answer any more.
func (a *appending) final(ctx context.Context, err error) error {
	var wrong *event.WrongRevisionError
	var taken *event.IDTakenError
	switch {
	case errors.As(err, &wrong), errors.As(err, &taken):
		return err
	case faultOf(err) == deleted:
		a.forget()
		return event.ErrStreamDeleted
	}
	again := a.attempts.again(ctx, err)
	if again == nil {
		if errors.Is(err, io.EOF) {
			a.probe(ctx)
		}
		return nil
	}
	a.doubtful = a.doubtful || a.uncertain
	return a.tooLarge(again)
}

// probe asks something harmless after an append was cut short. If that was because the node
// is not the leader, this is answered so, too, and now the client hears who is.
func (a *appending) probe(ctx context.Context) {
	_ = a.collectOnce(ctx, readAllBackwards(end, 1), func(item) bool { return false }) // the next attempt will tell
}

// try judges the append and, if there is anything to append, sends it once. It is neither
// sent nor failed when the stream has to be read first and then everything judged anew.
func (a *appending) try(ctx context.Context) (done bool, err error) {
	if a.doubtful || !a.whole {
		if err := a.refresh(ctx); err != nil {
			return false, err
		}
	}
	held := a.sort()
	fresh := a.fresh()
	sure := len(held) == 0 && a.expected.MetBy(a.own)
	if !sure && !a.current {
		return false, a.refresh(ctx)
	}
	if len(held) > 0 {
		if gone, err := a.verify(ctx, held); gone || err != nil {
			return false, err
		}
	}
	switch {
	case len(fresh) == 0:
		return true, nil
	case !a.expected.MetBy(a.own):
		return false, &event.WrongRevisionError{Stream: a.stream, Expected: a.expected, Actual: a.own}
	}
	return a.send(ctx, fresh)
}

// sort finds the facts that the stream holds, by their ids.
func (a *appending) sort() (held []*fact) {
	for _, f := range a.facts {
		at, ok := a.ids[f.form.ID]
		if f.held = ok; ok {
			f.receipt.Revision = at
			held = append(held, f)
		}
	}
	return held
}

// refresh reads what is not known of the stream.
func (a *appending) refresh(ctx context.Context) error {
	if !a.whole {
		a.forget()
	}
	err := a.collect(ctx, func() opener { return readStream(a.name, a.end+1, everything) }, func(i item) bool {
		a.hear(a.names, i)
		return true
	})
	if err != nil && faultOf(err) != missing {
		return err
	}
	a.whole, a.doubtful, a.current = true, false, true
	return nil
}

// append sends events once.
func (s *supervisor) append(
	ctx context.Context, name string, expected esdb.ExpectedRevision, events ...esdb.EventData,
) (*esdb.WriteResult, error) {
	return ask(ctx, s, func(ctx context.Context, client *esdb.Client) (*esdb.WriteResult, error) {
		return client.AppendToStream(ctx, name, esdb.AppendToStreamOptions{ExpectedRevision: expected}, events...)
	})
}
