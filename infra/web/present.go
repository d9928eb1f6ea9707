package web

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"soin/infra/problem"
)

// presenter gives every error of an operation its code, and hides what is our own fault
// behind an id.
func presenter(problems problem.Reporter) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		place := graphql.DefaultErrorPresenter(ctx, err)
		p, known := errors.AsType[problem.Problem](err)
		if !known {
			p = problems.Of(ctx, cause(place))
		}
		return &gqlerror.Error{
			Message:    p.Detail,
			Path:       place.Path,
			Locations:  place.Locations,
			Extensions: extensions(p),
		}
	}
}

func extensions(p problem.Problem) map[string]any {
	all := map[string]any{"code": p.Code.GraphQL()}
	if p.ID != "" {
		all["id"] = p.ID
	}
	if len(p.Fields) > 0 {
		all["fields"] = p.Fields
	}
	return all
}

// cause is what a resolver returned, or what is wrong with the query.
func cause(err *gqlerror.Error) error {
	if err.Err != nil {
		return err.Err
	}
	switch err.Extensions["code"] {
	case errcode.ParseFailed:
		return wrongQuery{err.Message, problem.Malformed}
	case errcode.ValidationFailed:
		return wrongQuery{err.Message, problem.Invalid}
	case tooComplex:
		return wrongQuery{err.Message, problem.TooLarge}
	}
	return err
}

// tooComplex is the code of gqlgen's limit on complexity, which it keeps to itself.
const tooComplex = "COMPLEXITY_LIMIT_EXCEEDED"

// wrongQuery tells what is wrong with a query; the place is told beside it.
type wrongQuery struct {
	text string
	code problem.Code
}

func (e wrongQuery) Error() string       { return e.text }
func (e wrongQuery) ProblemCode() string { return string(e.code) }

// panicked makes an error of a panic in a resolver.
func panicked(_ context.Context, value any) error { return panicError{value, debug.Stack()} }

// panicError is a panic and where it happened.
type panicError struct {
	value any
	stack []byte
}

func (e panicError) Error() string { return fmt.Sprintf("panic: %v\n%s", e.value, e.stack) }
