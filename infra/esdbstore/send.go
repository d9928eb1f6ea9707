package esdbstore

import (
	"context"
	"errors"
	"fmt"

	"soin/domain/event"
)

// send appends the fresh facts at the end that is known, and finds out where they stand.
func (a *appending) send(ctx context.Context, fresh []*fact) (done bool, err error) {
	first, before := a.end+1, a.latest.get()
	w := a.await(a.name, first, len(fresh))
	answer, err := a.append(ctx, a.name, exactly(a.end), toSend(fresh)...)
	if err != nil {
		a.tail.forget(a.name)
		a.uncertain = a.uncertain || faultOf(err) >= unclear
		return false, err
	}
	items, old := a.tail.come(ctx, w, a.name, event.Position(answer.CommitPosition))
	if err := a.place(ctx, first, fresh, items); err != nil {
		a.doubtful = true
		return false, err
	}
	a.whole = true
	for _, f := range fresh {
		f.held = !a.uncertain && (old || f.receipt.Position <= before)
		a.latest.raise(f.receipt.Position)
		a.add(f.form.ID, f.receipt.Revision)
	}
	return true, nil
}

// place compares what the server says it has appended from a revision on with what was
// sent: on the events that came back by the tail, or else on those it reads. The server
// says the same when it finds events of these ids there, whatever their content.
func (a *appending) place(ctx context.Context, first event.Revision, fresh []*fact, came []item) error {
	n := 0
	for n < len(came) && fresh[n].isAt(a.names, came[n]) {
		fresh[n].receipt = event.Receipt{Position: came[n].at, Revision: revision(came[n].event.EventNumber)}
		n++
	}
	if n == len(fresh) {
		return nil
	}
	err := a.collect(ctx, func() opener {
		return readStream(a.name, first+event.Revision(n), int64(len(fresh)-n))
	}, func(i item) bool {
		f := fresh[n]
		if !f.isAt(a.names, i) {
			return false
		}
		f.receipt = event.Receipt{Position: i.at, Revision: revision(i.event.EventNumber)}
		n++
		return n < len(fresh)
	})
	if err == nil && n < len(fresh) {
		err = &cutError{errors.New("an event that was acknowledged is not there")}
	}
	return err
}

// isAt reports whether an event of the stream is the fact.
func (f *fact) isAt(n names, i item) bool {
	r, ok := n.recorded(i.event)
	return ok && r.Source == f.raw.Source && r.ID == f.raw.ID && r.Same(f.raw)
}

// verify reads the facts that the stream holds, and sees that they are the same to the
// byte. It reports whether one of them is gone, which a stream of bounded length allows.
func (a *appending) verify(ctx context.Context, held []*fact) (gone bool, err error) {
	at := make(map[event.Revision]*fact, len(held))
	from, to := held[0].receipt.Revision, held[0].receipt.Revision
	for _, f := range held {
		at[f.receipt.Revision] = f
		from, to = min(from, f.receipt.Revision), max(to, f.receipt.Revision)
	}
	var taken error
	err = a.collect(ctx, func() opener { return readStream(a.name, from, int64(to-from)+1) }, func(i item) bool {
		from = revision(i.event.EventNumber)
		f := at[from]
		if f == nil {
			return true
		}
		f.receipt.Position = i.at
		if !f.isAt(a.names, i) {
			taken = a.taken(f)
		}
		delete(at, from)
		return taken == nil
	})
	if err == nil && taken == nil {
		for _, f := range at {
			delete(a.ids, f.form.ID)
		}
		return len(at) > 0, nil
	}
	if err == nil {
		err = taken
	}
	return false, err
}

// TooLargeError is an append that the server takes only as a whole, and that is larger than
// the server takes. Its limit is its setting MaxAppendSize, of 1 MiB unless it says
// otherwise; a fact may have 1 MiB of payload alone.
type TooLargeError struct {
	Stream        string
	Events, Bytes int
	Err           error // as the client told it
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("stream %q: an append of %d events and %d bytes is more than the event store takes at once (its MaxAppendSize)",
		e.Stream, e.Events, e.Bytes)
}

func (e *TooLargeError) Unwrap() error { return e.Err }

// serverLimit is what every server takes at once.
const serverLimit = 1 << 20

// tooLarge tells what the client does not: a server that refuses an append for its size
// does so before it has everything, and then the client has thrown the reason away.
func (a *appending) tooLarge(err error) error {
	if _, unanswered := errors.AsType[*unansweredError](err); unanswered || a.size <= serverLimit {
		return failure(err)
	}
	switch faultOf(err) {
	case refused, unclear:
		return &TooLargeError{Stream: a.stream, Events: len(a.facts), Bytes: a.size, Err: err}
	}
	return failure(err)
}
