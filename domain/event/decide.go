package event

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// History is what a decision sees of one stream: its folded state, and which facts it
// already holds.
type History[S any] struct {
	Stream   string
	Revision Revision // of the last event, NoStream before the first
	State    S

	held map[key]held
}

type key struct{ source, id string }

type held struct {
	raw     Raw
	receipt Receipt
}

// find looks a fact up by (source, id). A fact that is there with the same bytes comes
// back as a duplicate, with other bytes as an error; either way it was seen.
func (h History[S]) find(raw Raw) (receipt Receipt, seen bool, err error) {
	was, seen := h.held[key{raw.Source, raw.ID}]
	if !seen {
		return Receipt{}, false, nil
	}
	if !raw.Same(was.raw) {
		return Receipt{}, true, &IDTakenError{h.Stream, raw.Source, raw.ID, was.receipt.Position}
	}
	was.receipt.Duplicate = true
	return was.receipt, true, nil
}

// remember lets later facts of the same batch see this one.
func (h History[S]) remember(raw Raw) {
	h.held[key{raw.Source, raw.ID}] = held{raw: raw}
}

// Same reports whether two stored forms state the same fact in the same bytes.
func (r Raw) Same(other Raw) bool {
	return r.Name == other.Name && r.Version == other.Version &&
		r.Time.Equal(other.Time) && bytes.Equal(r.Data, other.Data)
}

// Attempts of a decision before it gives up against other writers, and the bounds of
// the pause between two of them.
const (
	maxAttempts = 16
	minPause    = time.Millisecond
	maxPause    = 50 * time.Millisecond
)

// Decide loads a stream, folds it with apply, lets decide answer with the facts to
// record, and appends them at the revision it loaded. When somebody else wrote in
// between it starts over, a bounded number of times with a jittered pause; then the
// [*WrongRevisionError] is returned. A stream that holds an [Unknown] event is refused
// with its [*UnknownTypeError]: nobody decides on a history they cannot read.
//
// Decide may be called again with a newer history, so it must not keep anything from
// an earlier call.
func Decide[S any, E Event](
	ctx context.Context, log *Log, stream string,
	apply func(E, *S), decide func(History[S]) ([]Fact, error),
) ([]Receipt, error) {
	for attempt := 1; ; attempt++ {
		h, err := load(ctx, log, stream, apply)
		if err != nil {
			return nil, err
		}
		facts, err := decide(h)
		if err != nil || len(facts) == 0 {
			return nil, err
		}
		receipts, err := log.Append(ctx, stream, h.Revision, facts...)
		var late *WrongRevisionError
		if !errors.As(err, &late) || attempt == maxAttempts {
			return receipts, err
		}
		if err := pause(ctx, attempt); err != nil {
			return nil, err
		}
	}
}

func load[S any, E Event](ctx context.Context, log *Log, stream string, apply func(E, *S)) (History[S], error) {
	h := History[S]{Stream: stream, Revision: NoStream, held: map[key]held{}}
	for raw, err := range log.store.Stream(ctx, stream, 0) {
		if err != nil {
			return h, err
		}
		recorded, err := log.catalog.recorded(raw)
		if err != nil {
			return h, err
		}
		e, ok := recorded.Event.(E)
		if !ok {
			return h, &UnknownTypeError{Name: raw.Name, Version: raw.Version}
		}
		apply(e, &h.State)
		h.Revision = raw.Revision
		h.held[key{raw.Source, raw.ID}] = held{raw.Raw, Receipt{Position: raw.Position, Revision: raw.Revision}}
	}
	return h, nil
}

// pause waits a random time that grows with the attempts.
func pause(ctx context.Context, attempt int) error {
	limit := min(maxPause, minPause<<attempt)
	timer := time.NewTimer(rand.N(limit))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
