package esdbserver

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"soin/domain/event"
	"soin/infra/ingest"
	"soin/infra/problem"
)

// Gate takes appends as publications: each event goes through the Door, which decodes,
// validates, conceals, judges and records it, or parks it, or refuses it. Nothing gets past
// it: what the Door refuses is not recorded, and nothing is ever changed or deleted.
//
// An append names its stream, "<context>-<subject>"; its events are of types
// "soin.<name>.v<n>" with JSON as data. Their metadata are the other attributes of CloudEvents,
// see attributes. The revision that is expected must be any: a fact is judged against the
// history of its subject, not by how long that is.
//
// Several events of one append are judged one after the other, and those after one that is
// refused are not tried; the error says which one that is. Those before it stand. Appending
// all of them again, with the same ids, is harmless.
type Gate struct {
	door    *ingest.Door
	catalog *event.Catalog
}

var _ Writer = (*Gate)(nil)

// NewGate publishes through a door what the catalog knows.
func NewGate(door *ingest.Door, catalog *event.Catalog) *Gate { return &Gate{door, catalog} }

// Append publishes events. A fact that is parked is durable and stands nowhere yet: when the
// last one is, so does the answer.
func (g *Gate) Append(ctx context.Context, a Append) (Written, error) {
	if strings.HasPrefix(a.Stream, "$") {
		return Written{}, accessDenied("streams that begin with $ are not for publishing: metadata change nothing here, because the log is kept as it is")
	}
	if a.Expected != event.Any {
		return Written{}, invalid("the expected revision must be any, and is %q: facts are judged against the history of their subject, "+
			"whose length says nothing about them", a.Expected)
	}
	deliveries := make([]ingest.Delivery, len(a.Events))
	for i := range a.Events {
		var err error
		if deliveries[i], err = g.delivery(a.User, a.Stream, &a.Events[i]); err != nil {
			return Written{}, unread(i, len(a.Events), withoutWords(err))
		}
	}
	written := Written{Revision: event.NoStream}
	for i, d := range deliveries {
		outcomes, err := g.door.Accept(ctx, []ingest.Delivery{d})
		if err == nil {
			err = outcomes[0].Err
		}
		if err != nil {
			return Written{}, refusedAt(i, len(deliveries), d, withoutWords(err))
		}
		written = Written{Revision: event.NoStream}
		if outcomes[0].Parked == nil {
			written = Written{outcomes[0].Receipt.Revision, outcomes[0].Receipt.Position}
		}
	}
	return written, nil
}

// unread says which event of an append is none. Nothing of the append is recorded.
func unread(i, n int, err error) error {
	if n == 1 {
		return err
	}
	return fmt.Errorf("event %d of %d: %w", i+1, n, err)
}

// refusedAt says which event of an append was refused, and that those before it were not.
func refusedAt(i, n int, d ingest.Delivery, err error) error {
	if wrong, ok := errors.AsType[*event.WrongRevisionError](err); ok {
		// Others wrote to the subject all the time: it is not what the client expected.
		err = problem.Problem{Code: problem.Unavailable, Detail: wrong.Error()}
	}
	if n == 1 {
		return err
	}
	stand := "nothing of it is recorded"
	if i > 0 {
		stand = fmt.Sprintf("the first %d stand", i)
	}
	return fmt.Errorf("event %d of %d, %s with id %q, was refused; %s, and those after it were not tried: %w",
		i+1, n, d.Type, d.ID, stand, err)
}

// Delete refuses: history stays.
func (g *Gate) Delete(context.Context, Deletion) (event.Position, error) {
	return 0, accessDenied("nothing is deleted here: the log is the history that is audited, and a wrong fact is answered by a later one")
}
