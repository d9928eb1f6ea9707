package parking

import (
	"context"
	"crypto/sha256"

	"soin/domain/event"
)

// Verdict is what became of a fact that was to be parked: it waits, or the reason why not,
// a [*TakenError] or a [*FullError].
type Verdict struct {
	Waiting
	Err error
}

// Park keeps facts for a stream of the log, in order, behind those that wait there, as many
// as there is room for. What waits already is left as it is. The verdicts stand in the order
// of the facts; after an error nothing of what is new may be relied upon.
func (p *Parking) Park(ctx context.Context, stream string, facts []Early) ([]Verdict, error) {
	defer p.enter(stream)()
	if err := p.ready(ctx, stream); err != nil {
		return nil, err
	}
	verdicts := make([]Verdict, len(facts))
	fresh := p.fresh(stream, facts, verdicts)
	room, full := p.reserve(stream, fresh)
	if err := p.add(ctx, stream, fresh[:room]); err != nil {
		return nil, err
	}
	for i, f := range facts {
		if verdicts[i].Err != nil {
			continue
		}
		w, found, err := p.Find(stream, f.Raw)
		if verdicts[i] = (Verdict{w, err}); !found && err == nil {
			verdicts[i].Err = full
		}
	}
	return verdicts, nil
}

// fresh are the facts that do not wait yet, each once; those whose id is taken have their
// verdict.
func (p *Parking) fresh(stream string, facts []Early, verdicts []Verdict) []Early {
	var fresh []Early
	sums := map[[2]string][sha256.Size]byte{}
	for i, f := range facts {
		_, found, err := p.Find(stream, f.Raw)
		id, sum := [2]string{f.Raw.Source, f.Raw.ID}, sumOf(f.Raw)
		was, twice := sums[id]
		switch {
		case err != nil:
			verdicts[i].Err = err
		case found:
		case !twice:
			sums[id] = sum
			fresh = append(fresh, f)
		case was != sum:
			verdicts[i].Err = &TakenError{stream, f.Raw.Source, f.Raw.ID}
		}
	}
	return fresh
}

// add appends facts that were reserved.
func (p *Parking) add(ctx context.Context, stream string, facts []Early) error {
	if len(facts) == 0 {
		return nil
	}
	l := p.lot(stream)
	if l == nil {
		l = &lot{name: streamName(stream), end: event.NoStream}
	}
	before, now := amountOf(l.waiting), p.clock().UTC()
	defer func() {
		p.unreserve(facts, amountOf(l.waiting).minus(before))
		p.hold(stream, l, l.waiting)
	}()
	a := appender{parking: p, stream: stream, lot: l}
	for _, f := range facts {
		if err := a.add(ctx, f.Raw, f.State, now); err != nil {
			return err
		}
	}
	return a.flush(ctx)
}

// Settled is what became of a fact that waited.
type Settled struct {
	event.Envelope
	Recorded bool  // it stands in the log
	State    State // otherwise
}

// Settle lets facts of a stream of the log go that are recorded, and notes for what the
// others wait now.
func (p *Parking) Settle(ctx context.Context, stream string, outcomes []Settled) error {
	defer p.enter(stream)()
	if err := p.ready(ctx, stream); err != nil {
		return err
	}
	l := p.lot(stream)
	if l == nil {
		return nil
	}
	a := appender{parking: p, stream: stream, lot: l}
	left := l.waiting
	states := map[*space]State{}
	for _, o := range outcomes {
		s := l.of(o.Envelope)
		var err error
		switch {
		case s == nil:
		case o.Recorded:
			left = without(left, s.at)
			err = a.note(released, note{Of: s.at})
		case o.State != State{s.Awaits, s.Reason}:
			states[s] = o.State
			err = a.note(waits, note{Of: s.at, Awaits: o.State.Awaits, Reason: o.State.Reason, Since: s.Since})
		}
		if err != nil {
			return err
		}
	}
	if err := p.leave(ctx, stream, &a, left); err != nil {
		return err
	}
	p.mu.Lock()
	for s, state := range states {
		s.Awaits, s.Reason = state.Awaits, state.Reason
	}
	p.mu.Unlock()
	return p.compact(ctx, stream)
}

// leave writes that only some facts of a lot are left: by notes, or, when none is left, by
// deleting the stream.
func (p *Parking) leave(ctx context.Context, stream string, a *appender, left []*space) error {
	l := a.lot
	var err error
	if len(left) > 0 {
		err = a.flush(ctx)
	} else if err = p.store.Delete(ctx, l.name, l.end); err != nil {
		l.stale = true
	}
	if err == nil {
		p.hold(stream, l, left)
	}
	return err
}
