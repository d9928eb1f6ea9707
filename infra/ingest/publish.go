package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"

	"soin/infra/problem"
)

// A step of publishing takes this many lines, or fewer when they hold this much data.
const (
	stepLines = 1000
	stepBytes = 1 << 20
)

// Tally counts what became of lines.
type Tally struct {
	Accepted   int // newly recorded
	Duplicates int // recorded before
	Parked     int // kept until what they build upon has come
	Refused    int
}

// Progress is told after each step.
type Progress struct {
	Tally             // since the beginning
	Line    int       // last one of the step
	Refused []Refusal // in this step
}

// Refusal is why a line was not recorded.
type Refusal struct {
	Line int
	Err  error
}

// Publish sends every line of newline-delimited JSON through the Door, in order. Lines
// that are refused are reported and do not stop the rest, and neither do those about a
// subject whose history this version cannot read. What else fails on our side does: the
// error names the first line it befell, and since publishing the same input again is
// harmless, that is also how to go on.
func Publish(ctx context.Context, door *Door, r io.Reader, report func(Progress)) (Tally, error) {
	p := publication{door: door, report: report}
	for line, err := range ReadNDJSON(r) {
		if err != nil {
			err = errors.Join(p.step(ctx), err)
			return p.tally, err
		}
		if p.add(line) {
			if err := p.step(ctx); err != nil {
				return p.tally, err
			}
		}
	}
	err := p.step(ctx)
	return p.tally, err
}

// publication is how far a Publish has come.
type publication struct {
	door    *Door
	report  func(Progress)
	tally   Tally
	events  []parsed // of the step that is being gathered
	numbers []int    // of their lines
	bytes   int      // of their data
}

// add reports whether the step is full.
func (p *publication) add(line Line) bool {
	p.events = append(p.events, parsed{line.Delivery, line.Err})
	p.numbers = append(p.numbers, line.Number)
	p.bytes += len(line.Delivery.Data)
	return len(p.events) == stepLines || p.bytes >= stepBytes
}

// step sends what was gathered through the Door and reports what became of it.
func (p *publication) step(ctx context.Context) error {
	if len(p.events) == 0 {
		return nil
	}
	outcomes, err := p.door.acceptParsed(ctx, p.events)
	if err != nil {
		return fmt.Errorf("line %d: %w", p.numbers[0], err)
	}
	progress := Progress{Line: p.numbers[len(p.numbers)-1]}
	var failure error
	for i, o := range outcomes {
		switch {
		case o.Parked != nil:
			p.tally.Parked++
		case o.Err == nil && o.Receipt.Duplicate:
			p.tally.Duplicates++
		case o.Err == nil:
			p.tally.Accepted++
		case BefallsOne(o.Err):
			p.tally.Refused++
			progress.Refused = append(progress.Refused, Refusal{p.numbers[i], o.Err})
		case failure == nil:
			failure = fmt.Errorf("line %d: %w", p.numbers[i], o.Err)
		}
	}
	progress.Tally = p.tally
	p.report(progress)
	p.events, p.numbers, p.bytes = p.events[:0], p.numbers[:0], 0
	return failure
}

// BefallsOne reports whether an error says nothing of facts about other subjects: it is the
// fact that was refused, or the history of its subject cannot be read.
func BefallsOne(err error) bool {
	_, unreadable := errors.AsType[*historyError](err)
	return unreadable || !problem.Of(err).Code.Ours()
}
