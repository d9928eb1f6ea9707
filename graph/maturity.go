package graph

import (
	"context"
	"io"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"soin/domain/calendar"
	"soin/domain/rule"
	"soin/projections/concepts"
	"soin/projections/maturity"
)

// Scorecard is the team's care.
func (t Team) Scorecard(ctx context.Context) (maturity.Scorecard, error) {
	return figure(ctx, t.at, func() (maturity.Scorecard, error) { return t.at.board.Scorecard(t.at.views, t.ID, t.at.on) })
}

// History is the team at every quarter end from a date on.
func (t Team) History(ctx context.Context, from calendar.Date) ([]maturity.Quarter, error) {
	return figure(ctx, t.at, func() ([]maturity.Quarter, error) {
		return t.at.board.History(t.at.views, t.ID, from, t.at.on), nil
	})
}

// Explanation is how one number came about.
func (t Team) Explanation(ctx context.Context, id string) (Explanation, error) {
	return figure(ctx, t.at, func() (Explanation, error) {
		e, err := t.at.board.Explain(t.at.views, t.ID, t.at.on, id)
		return Explanation{e}, err
	})
}

// Concept is what one idea shows.
func (t Team) Concept(ctx context.Context, id string) (concepts.Finding, error) {
	return figure(ctx, t.at, func() (concepts.Finding, error) {
		return concepts.Find(t.at.views, t.at.board, id, t.ID, t.at.on)
	})
}

// Concepts is what each idea shows, of one section or of all.
func (t Team) Concepts(ctx context.Context, section *string) ([]concepts.Finding, error) {
	var found []concepts.Finding
	for _, c := range concepts.All() {
		if section != nil && c.Section != *section {
			continue
		}
		f, err := t.Concept(ctx, c.ID)
		if err != nil {
			return nil, err
		}
		found = append(found, f)
	}
	return found, nil
}

// figure computes something when there is a turn for it, and not at all for somebody who
// waits no longer.
func figure[T any](ctx context.Context, a asOf, compute func() (T, error)) (none T, err error) {
	select {
	case a.turns <- struct{}{}:
		defer func() { <-a.turns }()
	case <-ctx.Done():
	}
	if err := ctx.Err(); err != nil {
		return none, err
	}
	return compute()
}

// Explanation is the tree of what made a number.
type Explanation struct{ maturity.Explanation }

// FlatNode is a node with its place in the list of all nodes.
type FlatNode struct {
	Parent *int
	Node   maturity.Node
}

// Nodes lists the tree, parent before parts.
func (e Explanation) Nodes() []FlatNode {
	var list []FlatNode
	var walk func(n maturity.Node, parent *int)
	walk = func(n maturity.Node, parent *int) {
		here := len(list)
		list = append(list, FlatNode{parent, n})
		for _, part := range n.Parts {
			walk(part, &here)
		}
	}
	walk(e.Root, nil)
	return list
}

func (a asOf) matrix(ctx context.Context) (*maturity.Matrix, error) {
	return figure(ctx, a, func() (*maturity.Matrix, error) {
		m := a.board.Matrix(a.views, a.on)
		return &m, nil
	})
}

// Precedence is whether members' experience precedes customers'.
func (o Organisation) Precedence(ctx context.Context) (maturity.Precedence, error) {
	return figure(ctx, o.at, func() (maturity.Precedence, error) {
		return o.at.board.LeadLag(o.at.views, o.at.on), nil
	})
}

// MarshalNumbers writes the list.
func MarshalNumbers(list []*float64) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		text := make([]byte, 0, 10*len(list)+2)
		text = append(text, '[')
		for i, x := range list {
			if i > 0 {
				text = append(text, ',')
			}
			if x == nil {
				text = append(text, "null"...)
			} else {
				text = strconv.AppendFloat(text, *x, 'f', -1, 64)
			}
		}
		_, _ = w.Write(append(text, ']'))
	})
}

// UnmarshalNumbers refuses: no question is asked with such a list.
func UnmarshalNumbers(v any) ([]*float64, error) {
	return nil, rule.Break("numbers", v, "are never asked with")
}
