package ingest

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"soin/domain/event"
	"soin/infra/problem"
)

const (
	// maxStreams is how many streams one call judges at once. It is far more than there
	// are processors, because a store gathers waiting appends into one write.
	maxStreams = 64
	// maxPiece is how much data one append takes, in bytes, unless a single fact has
	// more: with the envelopes it stays below what stores accept in one go.
	maxPiece = 512 << 10
)

// group is the facts of one call about one subject.
type group struct {
	judge   event.Context
	subject string
	stream  string
	facts   []event.Fact
	places  []int // of the facts among the deliveries
}

// group reads the deliveries and gathers them by stream, in order; those that cannot be
// read have their outcome already.
func (d *Door) group(deliveries []Delivery, outcomes []Outcome) []*group {
	var groups []*group
	byStream := map[string]*group{}
	admission := d.admission()
	for i, delivery := range deliveries {
		fact, judge, err := admission.read(delivery)
		if err != nil {
			outcomes[i].Err = err
			continue
		}
		stream := event.StreamName(judge.Category(), delivery.Subject)
		g := byStream[stream]
		if g == nil {
			g = &group{judge: judge, subject: delivery.Subject, stream: stream}
			byStream[stream] = g
			groups = append(groups, g)
		}
		g.facts = append(g.facts, fact)
		g.places = append(g.places, i)
	}
	return groups
}

// judge lets each group be judged by its context.
func (d *Door) judge(ctx context.Context, groups []*group, outcomes []Outcome) {
	var running errgroup.Group
	running.SetLimit(maxStreams)
	for _, g := range groups {
		running.Go(func() error {
			d.judgeGroup(ctx, g, outcomes)
			return nil
		})
	}
	_ = running.Wait() // every error is in an outcome
}

// judgeGroup fills in the outcomes of one group. An error of the store is the outcome
// of the piece it befell and of those behind it, which keeps the order.
func (d *Door) judgeGroup(ctx context.Context, g *group, outcomes []Outcome) {
	leave, err := d.lanes.enter(ctx, g.stream)
	if err == nil {
		defer leave()
	}
	for from := 0; from < len(g.facts); {
		to := g.pieceEnd(from)
		var verdicts []event.Verdict
		if err == nil {
			verdicts, err = g.judge.Accept(ctx, d.log, g.subject, g.facts[from:to])
			err = readable(err)
		}
		for i, place := range g.places[from:to] {
			if err != nil {
				outcomes[place].Err = err
			} else {
				outcomes[place] = Outcome(verdicts[i])
			}
		}
		from = to
	}
}

// pieceEnd is where the piece that begins at from ends.
func (g *group) pieceEnd(from int) int {
	size := 0
	for i, f := range g.facts[from:] {
		if size += len(f.Published); size > maxPiece && i > 0 {
			return from + i
		}
	}
	return len(g.facts)
}

// readable tells an event type that nobody knows in a delivery, which is the
// publisher's fault, from one in the history, which a newer version of ours recorded.
func readable(err error) error {
	if _, ok := errors.AsType[*event.UnknownTypeError](err); ok {
		return refuse(problem.Unavailable, "the history holds what this version cannot read: %w", err)
	}
	return err
}
