package ingest

import (
	"context"
	"errors"

	"soin/domain/event"
	"soin/infra/parking"
)

// judgePiece fills in the outcomes of facts of one stream, whose lane is held: those that
// are recorded let the parked ones be tried again, and what then still came early is parked.
func (d *Door) judgePiece(ctx context.Context, g *group, facts []event.Fact, outcomes []Outcome) error {
	open := d.unparked(g, facts, outcomes)
	if len(open) == 0 {
		return nil
	}
	early, recorded, err := d.judgeOpen(ctx, g, facts, open, outcomes)
	if err != nil {
		return err
	}
	for recorded {
		if d.parking != nil && d.parking.Has(g.stream) {
			if _, err = d.retryAll(ctx, g); err != nil {
				return err
			}
		}
		if len(early) == 0 {
			return nil // what is parked was tried until nothing moved
		}
		if early, recorded, err = d.judgeOpen(ctx, g, facts, early, outcomes); err != nil {
			return err
		}
	}
	return d.park(ctx, g, facts, early, outcomes)
}

// unparked gives the facts that are not parked already; those that are have their outcome.
func (d *Door) unparked(g *group, facts []event.Fact, outcomes []Outcome) (open []int) {
	waiting := d.parking != nil && d.parking.Has(g.stream)
	for i, f := range facts {
		if waiting {
			w, found, err := d.parking.Find(g.stream, rawOf(f))
			switch {
			case err != nil:
				outcomes[i].Err = err
				continue
			case found:
				outcomes[i].Parked = &w
				continue
			}
		}
		open = append(open, i)
	}
	return open
}

// judgeOpen has the facts at some places judged, and tells which of them came early and
// whether something was recorded.
func (d *Door) judgeOpen(
	ctx context.Context, g *group, facts []event.Fact, open []int, outcomes []Outcome,
) (early []int, recorded bool, err error) {
	judged := make([]event.Fact, len(open))
	for i, place := range open {
		judged[i] = facts[place]
	}
	verdicts, err := d.accept(ctx, g, judged)
	if err != nil {
		return nil, false, err
	}
	for i, v := range verdicts {
		outcomes[open[i]] = Outcome{Receipt: v.Receipt, Err: v.Err}
		if _, ok := errors.AsType[*event.EarlyError](v.Err); ok && d.parking != nil {
			early = append(early, open[i])
		}
		recorded = recorded || v.Err == nil && !v.Receipt.Duplicate
	}
	return early, recorded, nil
}

// park keeps the facts at some places.
func (d *Door) park(ctx context.Context, g *group, facts []event.Fact, early []int, outcomes []Outcome) error {
	if len(early) == 0 {
		return nil
	}
	wanted := make([]parking.Early, len(early))
	for i, place := range early {
		came, _ := errors.AsType[*event.EarlyError](outcomes[place].Err)
		wanted[i] = parking.Early{Raw: rawOf(facts[place]), State: parking.State{Awaits: came.Awaits}}
	}
	verdicts, err := d.parking.Park(ctx, g.stream, wanted)
	if err != nil {
		for _, place := range early {
			outcomes[place].Err = err
		}
		return nil // it is told
	}
	var parked []int
	for i, place := range early {
		if outcomes[place].Err = verdicts[i].Err; verdicts[i].Err == nil {
			outcomes[place].Parked = &verdicts[i].Waiting
			parked = append(parked, place)
		}
	}
	return d.judgeParked(ctx, g, facts, parked, outcomes)
}

// judgeParked judges once more what was just parked. The predecessor may have been recorded
// by another way between the judgement and the parking, unseen by those who retry.
func (d *Door) judgeParked(ctx context.Context, g *group, facts []event.Fact, parked []int, outcomes []Outcome) error {
	if len(parked) == 0 {
		return nil
	}
	now := make([]Outcome, len(facts))
	early, _, err := d.judgeOpen(ctx, g, facts, parked, now)
	if err != nil || len(early) == len(parked) {
		return err
	}
	if _, err := d.retryAll(ctx, g); err != nil {
		return err
	}
	for _, place := range parked {
		if w, found, _ := d.parking.Find(g.stream, rawOf(facts[place])); found {
			outcomes[place].Parked = &w
		} else if now[place].Err == nil {
			outcomes[place] = now[place]
		}
	}
	return nil
}

// rawOf is the stored form of a fact that a publisher wrote.
func rawOf(f event.Fact) event.Raw {
	f.Time = f.Time.UTC()
	return event.Raw{Envelope: f.Envelope, Name: f.Event.EventName(), Version: f.Version, Data: f.Published}
}
