package ingest

import (
	"context"
	"errors"
	"strings"

	"soin/domain/event"
	"soin/infra/parking"
)

// Waits reports whether facts wait to be recorded in a stream of the log.
func (d *Door) Waits(stream string) bool { return d.parking != nil && d.parking.Has(stream) }

// Retry tries the parked facts of one stream of the log again, in the order of their
// arrival, until nothing more moves. A fact that is refused now stays parked, with the
// reason. It tells how many were recorded.
func (d *Door) Retry(ctx context.Context, stream string) (recorded int, err error) {
	if !d.Waits(stream) {
		return 0, nil
	}
	leave, err := d.lanes.enter(ctx, stream)
	if err != nil {
		return 0, err
	}
	defer leave()
	return d.retryAll(ctx, d.groupOf(stream))
}

// RetryAll tries everything that is parked again, after a crash between a fact and those it
// lets through, or because another version judges otherwise. A stream whose history cannot
// be read holds up no other one: what waits for it stays, with the reason.
func (d *Door) RetryAll(ctx context.Context) (recorded int, err error) {
	if d.parking == nil {
		return 0, nil
	}
	if err := d.parking.Tidy(ctx); err != nil {
		return 0, err
	}
	for _, stream := range d.parking.Streams() {
		n, err := d.Retry(ctx, stream)
		recorded += n
		if err != nil {
			return recorded, err
		}
	}
	return recorded, nil
}

// groupOf is a group without facts; its context is nil when nobody here knows the category.
func (d *Door) groupOf(stream string) *group {
	g := &group{subject: event.Place{Stream: stream}.Subject(), stream: stream}
	category, _, _ := strings.Cut(stream, "-")
	for _, t := range d.log.Catalog().Types() {
		if c, ok := d.log.Catalog().Context(t.Name()); ok && c.Category() == category && !d.voices[t.Name()] {
			g.judge = c
			break
		}
	}
	return g
}

// retryAll tries what waits for a stream until nothing more moves. The lane is held.
func (d *Door) retryAll(ctx context.Context, g *group) (recorded int, err error) {
	for {
		n, err := d.retryOnce(ctx, g)
		recorded += n
		if err != nil || n == 0 {
			return recorded, err
		}
	}
}

// retryOnce judges everything that waits for a stream once. What was recorded is let go
// after it is durable in the log: a crash in between makes it a duplicate the next time.
func (d *Door) retryOnce(ctx context.Context, g *group) (recorded int, err error) {
	raws, err := d.parking.Facts(ctx, g.stream)
	if err != nil {
		return 0, err
	}
	var settled []parking.Settled
	var facts []event.Fact
	for _, raw := range raws {
		e, err := d.log.Catalog().Decode(raw.Name, raw.Version, raw.Data)
		if err != nil || g.judge == nil {
			settled = append(settled, parking.Settled{Envelope: raw.Envelope, State: parking.State{Reason: "this version cannot read it"}})
			continue
		}
		facts = append(facts, event.Fact{Envelope: raw.Envelope, Event: e, Published: raw.Data, Version: raw.Version, Rewritten: true})
	}
	for from := 0; from < len(facts); {
		to := pieceEnd(facts, from)
		verdicts, err := d.accept(ctx, g, facts[from:to])
		if unreadable, ok := errors.AsType[*historyError](err); ok {
			return 0, d.parking.Settle(ctx, g.stream, allWith(unreadable, raws))
		}
		if err != nil {
			return 0, err
		}
		for i, v := range verdicts {
			settled = append(settled, settledBy(facts[from+i].Envelope, v))
			if v.Err == nil {
				recorded++
			}
		}
		from = to
	}
	return recorded, d.parking.Settle(ctx, g.stream, settled)
}

// allWith notes one reason for all facts of a stream, which keep waiting until a version comes
// that can read its history.
func allWith(err error, raws []event.Raw) []parking.Settled {
	all := make([]parking.Settled, len(raws))
	for i, raw := range raws {
		all[i] = parking.Settled{Envelope: raw.Envelope, State: parking.State{Reason: err.Error()}}
	}
	return all
}

// settledBy is what a verdict says of a parked fact.
func settledBy(e event.Envelope, v event.Verdict) parking.Settled {
	s := parking.Settled{Envelope: e, Recorded: v.Err == nil}
	if early, ok := errors.AsType[*event.EarlyError](v.Err); ok {
		s.State.Awaits = early.Awaits
	} else if v.Err != nil {
		s.State.Reason = v.Err.Error()
	}
	return s
}
