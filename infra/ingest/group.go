package ingest

import (
	"context"
	"errors"
	"fmt"

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
func (d *Door) group(ctx context.Context, deliveries []Delivery, outcomes []Outcome) []*group {
	all := make([]*admitted, len(deliveries))
	admission := d.admission()
	for i, delivery := range deliveries {
		all[i] = admission.read(delivery)
	}
	d.conceal(ctx, all)
	var groups []*group
	byStream := map[string]*group{}
	for i, a := range all {
		if a.err != nil {
			outcomes[i].Err = a.err
			continue
		}
		g := byStream[a.stream]
		if g == nil {
			g = &group{judge: a.judge, subject: a.subject, stream: a.stream}
			byStream[a.stream] = g
			groups = append(groups, g)
		}
		g.facts = append(g.facts, a.fact)
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
		to := pieceEnd(g.facts, from)
		piece := make([]Outcome, to-from)
		if err == nil {
			err = d.judgePiece(ctx, g, g.facts[from:to], piece)
		}
		for i, place := range g.places[from:to] {
			if outcomes[place] = piece[i]; err != nil {
				outcomes[place] = Outcome{Err: err}
			}
		}
		from = to
	}
}

// pieceEnd is where the piece that begins at from ends.
func pieceEnd(facts []event.Fact, from int) int {
	size := 0
	for i, f := range facts[from:] {
		if size += len(f.Published); size > maxPiece && i > 0 {
			return from + i
		}
	}
	return len(facts)
}

// accept lets a context judge facts of one stream.
func (d *Door) accept(ctx context.Context, g *group, facts []event.Fact) ([]event.Verdict, error) {
	verdicts, err := g.judge.Accept(ctx, d.log, g.subject, facts)
	return verdicts, readable(err)
}

// readable tells an event type that nobody knows in a delivery, which is the
// publisher's fault, from one in the history, which a newer version of ours recorded.
func readable(err error) error {
	if unknown, ok := errors.AsType[*event.UnknownTypeError](err); ok {
		return &historyError{unknown}
	}
	return err
}

// historyError says that a subject's history holds what this version cannot read.
type historyError struct{ unknown *event.UnknownTypeError }

func (e *historyError) Error() string {
	return fmt.Sprintf("the history holds what this version cannot read: %v", e.unknown)
}

// ProblemCode is what package problem calls it: another version of ours can read it.
func (e *historyError) ProblemCode() string { return string(problem.Unavailable) }
