// Package graph is how it is asked: the GraphQL schema over the read models. Objects are
// read-model structs, or wrap one to add what hangs on it as of a date; a root field
// takes one line. One answer is computed from one pinned state of the read models, so
// every number in it speaks of the same position.
package graph

import (
	"context"
	"runtime"

	"github.com/99designs/gqlgen/graphql"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/rule"
	"soin/projections"
	"soin/projections/maturity"
)

//go:generate go tool gqlgen generate

// Reader gives the read models.
type Reader interface {
	// Read pins the newest ones for the time of one answer.
	Read() (views *projections.Views, release func(), err error)
	// Past gives them as they were at an earlier position, for as long as they are used.
	Past(ctx context.Context, at event.Position) (*projections.Views, error)
}

// NewSchema is the executable schema over read models, scored by a board. Today is what
// asOf means where it is not given.
func NewSchema(reader Reader, board *maturity.Board, today func() calendar.Date) graphql.ExecutableSchema {
	config := Config{Resolvers: &Resolver{today, board, reader}}
	config.Complexity.Query.Teams = func(child int, _ *TeamFilter, first int, _ *string, _ *calendar.Date, _ *event.Position) int {
		return 1 + max(first, 0)*child
	}
	weighCare(&config.Complexity)
	config.Complexity.Survey.Readings = func(child int, _ *string, first int, _ *string) int {
		return 1 + max(first, 0)*child
	}
	config.Complexity.Survey.Gaps = func(child int, _ *string) int { return 4*waveCost + child }
	config.Complexity.Survey.Gap = func(child int, _, _ string, _ *string) int { return waveCost + child }
	config.Complexity.Survey.Need = func(child int, _ care.Need, _ *string) int { return waveCost + child }
	config.Complexity.Survey.Dimension = func(child int, _ care.Dimension, _ *string) int { return waveCost + child }
	return pinning{NewExecutableSchema(config), reader}
}

// waveCost is the weight of a figure over all teams of a wave. What is computed weighs more
// than the fields it is told in.
const waveCost = 2_000

// pinning answers each operation from one state of the read models.
type pinning struct {
	graphql.ExecutableSchema

	reader Reader
}

// answer is what one operation is computed from. There is a turn for each processor: an
// answer asks for thousands of figures, and the others are not to wait for it.
type answer struct {
	views *projections.Views
	turns chan struct{}
}

type pinned struct{}

// Exec answers with the reader's error where there is no state yet.
func (s pinning) Exec(ctx context.Context) graphql.ResponseHandler {
	respond := s.ExecutableSchema.Exec(ctx)
	return func(ctx context.Context) *graphql.Response {
		views, release, err := s.reader.Read()
		if err != nil {
			graphql.AddError(ctx, err)
			return &graphql.Response{}
		}
		defer release()
		return respond(context.WithValue(ctx, pinned{}, answer{views, make(chan struct{}, runtime.GOMAXPROCS(0))}))
	}
}

// asOf is the pinned state as of a date: what everything in an answer is told from.
type asOf struct {
	answer

	board *maturity.Board
	on    calendar.Date
}

// farthest is how many days after today may be asked about: a level is folded over every
// quarter end up to the date.
const farthest = 366

// at takes the state as of a date, or of today: the pinned one, or the one at an earlier
// position.
func (r *Resolver) at(ctx context.Context, on *calendar.Date, known *event.Position) (asOf, error) {
	a := asOf{ctx.Value(pinned{}).(answer), r.board, r.today()} // Exec is the only way in
	if on != nil {
		if *on > a.on+farthest {
			return asOf{}, rule.Break("asOf", on.String(), "must not lie more than a year ahead")
		}
		a.on = *on
	}
	if known != nil && *known < a.position() {
		var err error
		if a.views, err = r.reader.Past(ctx, *known); err != nil {
			return asOf{}, err
		}
	}
	return a, nil
}

func (a asOf) position() event.Position { return a.views.Position() }
