package event

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Context is one bounded context: the types of its facts and the judgement of facts
// that arrive from outside.
type Context interface {
	// Category is the first part of its stream names.
	Category() string
	// Types lists its event types.
	Types() []Type
	// Accept judges facts about one subject against its history, in order, and records
	// those that pass. The verdicts stand in the order of the facts. An error means that
	// nothing is known to be recorded.
	Accept(ctx context.Context, log *Log, subject string, facts []Fact) ([]Verdict, error)
}

// Verdict is what became of one fact: a receipt, or the reason it was refused.
type Verdict struct {
	Receipt Receipt
	Err     error
}

// NewContext builds a context from its sealed event interface E and its state S. Judge
// and apply are method expressions: NewContext("team", Event.judge, Event.apply, ...).
// A judgement sees the state the fact meets and answers with a [Conflict], with [Early],
// or nil. It panics on a category that holds a hyphen, because none of its subjects would be found.
func NewContext[S any, E Event](
	category string, judge func(E, S) error, apply func(E, *S), types ...Type,
) Context {
	if strings.Contains(category, "-") {
		panic(fmt.Sprintf("category %q holds a hyphen", category))
	}
	return &boundedContext[S, E]{category, judge, apply, types}
}

type boundedContext[S any, E Event] struct {
	category string
	judge    func(E, S) error
	apply    func(E, *S)
	types    []Type
}

func (c *boundedContext[S, E]) Category() string { return c.category }
func (c *boundedContext[S, E]) Types() []Type    { return c.types }

func (c *boundedContext[S, E]) Accept(
	ctx context.Context, log *Log, subject string, facts []Fact,
) ([]Verdict, error) {
	stream := StreamName(c.category, subject)
	for attempt := 1; ; attempt++ {
		var verdicts []Verdict
		receipts, err := Decide(ctx, log, stream, c.apply, func(h History[S]) ([]Fact, error) {
			var accepted []Fact
			verdicts, accepted = c.judgeAll(log, h, facts)
			return accepted, nil
		})
		// Somebody took the id of one of the facts after the history was loaded. With that
		// in the history, the judgement tells which fact it befalls.
		var taken *IDTakenError
		if errors.As(err, &taken) && attempt < maxAttempts {
			continue
		}
		if err != nil {
			return nil, err
		}
		settle(verdicts, facts, receipts)
		return verdicts, nil
	}
}

// settle hands the receipts of an append to the facts that were recorded, and to those
// that repeat one of them within the same delivery.
func settle(verdicts []Verdict, facts []Fact, receipts []Receipt) {
	recorded := map[key]Receipt{}
	for i := range verdicts {
		v, k := &verdicts[i], key{facts[i].Source, facts[i].ID}
		switch {
		case v.Err != nil:
			if taken, ok := errors.AsType[*IDTakenError](v.Err); ok && taken.Position == 0 {
				taken.Position = recorded[k].Position
			}
		case !v.Receipt.Duplicate:
			v.Receipt, receipts = receipts[0], receipts[1:]
			recorded[k] = v.Receipt
		case v.Receipt.Position == 0:
			v.Receipt = recorded[k]
			v.Receipt.Duplicate = true
		}
	}
}

// judgeAll gives each fact its verdict and returns those that are to be recorded.
func (c *boundedContext[S, E]) judgeAll(log *Log, h History[S], facts []Fact) ([]Verdict, []Fact) {
	verdicts := make([]Verdict, len(facts))
	var accepted []Fact
	for i, f := range facts {
		raw, err := log.raw(h.Stream, f)
		if err != nil {
			verdicts[i].Err = err
			continue
		}
		if receipt, seen, err := h.find(raw); seen {
			verdicts[i] = Verdict{receipt, err}
			continue
		}
		e, ok := f.Event.(E)
		if !ok {
			verdicts[i].Err = &UnknownTypeError{Name: raw.Name, Version: raw.Version}
			continue
		}
		if err := c.judge(e, h.State); err != nil {
			verdicts[i].Err = bind(err, h.Stream, raw.Name)
			continue
		}
		c.apply(e, &h.State)
		h.remember(raw)
		f.stored = &raw
		accepted = append(accepted, f)
	}
	return verdicts, accepted
}

// bind completes a conflict, or what came early, with where it happened.
func bind(err error, stream, name string) error {
	if e, ok := errors.AsType[*EarlyError](err); ok {
		return &EarlyError{Stream: stream, Name: name, Awaits: e.Awaits}
	}
	if c, ok := errors.AsType[*ConflictError](err); ok {
		return &ConflictError{Stream: stream, Name: name, Reason: c.Reason}
	}
	return err
}
