package esdbserver

import (
	"context"
	"errors"
	"math"
	"slices"

	"soin/domain/event"
)

// Raw keeps whatever clients append, exactly as they wrote it: what is read back is the same
// event, byte for byte. It judges expected revisions and events told again as the database
// does: of those nothing but the ids counts, and an append that is there in part, or not in a
// row, is refused as a wrong expected version. There is one difference: an id names one event
// of a stream for ever. Whoever expects the present end and proposes what is there already
// does not get it stored twice; it stands where it stands.
//
// Raw must be the only one who writes to the stores.
type Raw struct {
	store event.Store
	books *books
	locks stripes
}

var _ Writer = (*Raw)(nil)

// NewRaw writes to a store, and metadata of streams to the books.
func NewRaw(store, books event.Store) *Raw { return &Raw{store: store, books: newBooks(books)} }

// Append stores all events of an append or none.
func (w *Raw) Append(ctx context.Context, a Append) (Written, error) {
	if inBooks(a.Stream) {
		return w.appendToBooks(ctx, a)
	}
	raws := make([]event.Raw, len(a.Events))
	for i := range a.Events {
		var err error
		if raws[i], err = stored(a.Stream, &a.Events[i]); err != nil {
			return Written{}, err
		}
	}
	keep, err := w.books.retention(ctx, a.Stream)
	if err != nil {
		return Written{}, err
	}
	appending := &appending{store: w.store, stream: a.Stream, expected: a.Expected, events: raws}
	lock := w.locks.of(a.Stream)
	if !appending.looksFirst() && !keep.deleted {
		lock.RLock()
		defer lock.RUnlock()
		return appending.run(ctx)
	}
	lock.Lock()
	defer lock.Unlock()
	return w.appendAlone(ctx, appending)
}

// appendAlone appends while nobody else does to the stream, and brings a deleted one back.
func (w *Raw) appendAlone(ctx context.Context, a *appending) (written Written, err error) {
	if a.keep, err = w.books.retention(ctx, a.stream); err != nil {
		return Written{}, err
	}
	written, err = a.run(ctx)
	if err == nil && a.keep.deleted && a.wrote {
		err = w.revive(ctx, a.stream, written, len(a.events))
	}
	return written, err
}

// impossible is expected of a stream to learn about it without writing to it.
const impossible event.Revision = math.MaxInt64

// appending is one append on its way.
type appending struct {
	store    event.Store
	stream   string
	expected event.Revision
	events   []event.Raw
	keep     retention
	wrote    bool // something that was not there
}

// looksFirst reports whether the store itself would not refuse the append for being there in
// part: it sets aside what it holds, and judges the rest by its revision alone.
func (a *appending) looksFirst() bool { return len(a.events) > 1 && a.expected < event.NoStream }

func (a *appending) run(ctx context.Context) (Written, error) {
	if len(a.events) == 0 {
		return a.nothing(ctx)
	}
	if a.looksFirst() {
		held, err := a.holdsAny(ctx)
		if err != nil {
			return Written{}, err
		}
		if held {
			return a.again(ctx)
		}
	}
	receipts, err := a.store.Append(ctx, a.stream, a.expected, a.events)
	var wrong *event.WrongRevisionError
	var taken *event.IDTakenError
	switch {
	case errors.As(err, &wrong) && a.expected == event.NoStream && a.keep.deleted && wrong.Actual < a.keep.before:
		// The stream was deleted: who expects none is right, and its revisions go on.
		receipts, err = a.store.Append(ctx, a.stream, wrong.Actual, a.events)
	case errors.As(err, &taken), err == nil && !slices.ContainsFunc(receipts, isNew):
		return a.again(ctx)
	}
	if err != nil {
		return Written{}, err
	}
	a.wrote = true
	last := receipts[len(receipts)-1]
	return Written{last.Revision, last.Position}, nil
}

func isNew(r event.Receipt) bool { return !r.Duplicate }

// nothing is an append without events: it asks whether the expectation is met.
func (a *appending) nothing(ctx context.Context) (Written, error) {
	end, err := endOf(ctx, a.store, a.stream)
	if err != nil {
		return Written{}, err
	}
	if a.expected != event.Any && a.expected != end && (a.expected != event.StreamExists || end < 0) {
		return Written{}, &event.WrongRevisionError{Stream: a.stream, Expected: a.expected, Actual: end}
	}
	return Written{Revision: end}, nil
}

// holdsAny reports whether the stream holds one of the ids. It proposes them with content
// that nobody has, expecting what cannot be: the store answers that an id is taken, or that
// the revision is wrong, and keeps nothing either way.
func (a *appending) holdsAny(ctx context.Context) (bool, error) {
	ids := make([]event.Raw, len(a.events))
	for i, e := range a.events {
		ids[i] = event.Raw{Envelope: e.Envelope, Name: e.Name, Version: -1}
	}
	_, err := a.store.Append(ctx, a.stream, impossible, ids)
	var taken *event.IDTakenError
	var wrong *event.WrongRevisionError
	switch {
	case errors.As(err, &taken):
		return true, nil
	case errors.As(err, &wrong):
		return false, nil
	}
	return false, err
}
