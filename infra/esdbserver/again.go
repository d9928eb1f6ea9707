package esdbserver

import (
	"context"
	"errors"

	"soin/domain/event"
)

// again answers an append of which the stream holds at least one event: with the place of
// the last one when it holds all of them in a row, where they were expected.
func (a *appending) again(ctx context.Context) (Written, error) {
	places, err := a.places(ctx)
	if err != nil {
		return Written{}, err
	}
	first := places[0].Revision
	for i, p := range places {
		if p.Revision != first+event.Revision(i) {
			return Written{}, a.wrong(ctx)
		}
	}
	// Whoever expects the present end proposes something new, and it is there already: by
	// its id it is the same event, and stands where it stands.
	if a.expected >= event.NoStream && first != a.expected+1 {
		end, err := endOf(ctx, a.store, a.stream)
		if err != nil {
			return Written{}, err
		}
		if end != a.expected {
			return Written{}, a.wrong(ctx)
		}
	}
	last := places[len(places)-1]
	return Written{last.Revision, last.Position}, nil
}

// wrong says what the stream holds instead of what was expected.
func (a *appending) wrong(ctx context.Context) error {
	end, err := endOf(ctx, a.store, a.stream)
	if err != nil {
		return err
	}
	return &event.WrongRevisionError{Stream: a.stream, Expected: a.expected, Actual: end}
}

// places is where all events of the append stand. When some are missing, the revision is
// wrong.
func (a *appending) places(ctx context.Context) ([]event.Receipt, error) {
	places, err := a.store.Append(ctx, a.stream, impossible, a.events)
	var wrong *event.WrongRevisionError
	var taken *event.IDTakenError
	switch {
	case errors.As(err, &wrong):
		return nil, &event.WrongRevisionError{Stream: a.stream, Expected: a.expected, Actual: wrong.Actual}
	case errors.As(err, &taken):
		return a.search(ctx) // the id counts, and what is there has other bytes
	}
	return places, err
}

// search finds events by their ids alone, one by one.
func (a *appending) search(ctx context.Context) ([]event.Receipt, error) {
	type key struct{ source, id string }
	at, missing := map[key]event.Receipt{}, map[key]bool{}
	for _, e := range a.events {
		missing[key{e.Source, e.ID}] = true
	}
	for r, err := range a.store.Stream(ctx, a.stream, 0) {
		if err != nil {
			return nil, err
		}
		k := key{r.Source, r.ID}
		if missing[k] {
			at[k] = event.Receipt{Position: r.Position, Revision: r.Revision}
			delete(missing, k)
		}
		if len(missing) == 0 {
			break
		}
	}
	if len(missing) > 0 {
		return nil, a.wrong(ctx)
	}
	places := make([]event.Receipt, len(a.events))
	for i, e := range a.events {
		places[i] = at[key{e.Source, e.ID}]
	}
	return places, nil
}
