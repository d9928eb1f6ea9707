// Package graph is how it is asked: the GraphQL schema over the read models. Objects are
// read-model structs, or wrap one to add what hangs on it as of a date; a root field
// takes one line. One answer is computed from one pinned state of the read models, so
// every number in it speaks of the same position.
package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/projections"
)

//go:generate go tool gqlgen generate

// Reader pins the read models for the time of one answer.
type Reader interface {
	Read() (views *projections.Views, release func(), err error)
}

// NewSchema is the executable schema.
func NewSchema(r *Resolver) graphql.ExecutableSchema {
	return NewExecutableSchema(Config{Resolvers: r})
}

type pinned struct{}

// Pin makes a middleware that holds one state of the read models while an operation is
// answered. It fails the operation when there is none yet.
func Pin(reader Reader) graphql.ResponseMiddleware {
	return func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		views, release, err := reader.Read()
		if err != nil {
			graphql.AddError(ctx, err)
			return &graphql.Response{Errors: graphql.GetErrors(ctx)}
		}
		defer release()
		return next(context.WithValue(ctx, pinned{}, views))
	}
}

// asOf is the pinned state as of a date: what everything in an answer is told from.
type asOf struct {
	views *projections.Views
	on    calendar.Date
}

// at takes the pinned state as of a date, or of today.
func (r *Resolver) at(ctx context.Context, on *calendar.Date) asOf {
	views, ok := ctx.Value(pinned{}).(*projections.Views)
	if !ok {
		views = projections.NewViews() // an operation outside Pin sees an empty organisation
	}
	if on == nil {
		return asOf{views, r.Today()}
	}
	return asOf{views, *on}
}

func (a asOf) position() event.Position { return a.views.Position() }
