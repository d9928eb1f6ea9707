package web

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"soin/infra/problem"
)

// bounds refuses a query by its size before it is validated, because some rules of
// validation, and the count of complexity, walk a fragment again each time it is spread:
// thirty fragments that spread each other twice are a billion steps.
type bounds struct {
	kept graphql.Cache[*ast.QueryDocument] // queries that passed
}

var _ graphql.OperationParameterMutator = bounds{}

func (bounds) ExtensionName() string                   { return "Bounds" }
func (bounds) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters changes nothing; it is where a request is first seen.
func (b bounds) MutateOperationParameters(ctx context.Context, request *graphql.RawParams) *gqlerror.Error {
	if len(request.Query) > maxQuery {
		return gqlerror.Wrap(refused(problem.TooLarge, "the query is longer than %d bytes: put its values into variables", maxQuery))
	}
	if _, passed := b.kept.Get(ctx, request.Query); passed {
		return nil
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: request.Query}, maxTokens)
	if err != nil {
		return nil //nolint:nilerr // the executor parses it next and tells what is wrong with it
	}
	return gqlerror.Wrap(measure(doc))
}

// measure looks at every definition of a document, and spreads each fragment once.
func measure(doc *ast.QueryDocument) error {
	m := measuring{doc, map[string]*extent{}}
	for _, fragment := range doc.Fragments { // validation walks those that nobody spreads, too
		if err := m.of(fragment.SelectionSet).refusal(); err != nil {
			return err
		}
	}
	for _, op := range doc.Operations {
		if op.Operation == ast.Subscription {
			return refused(problem.Invalid, "subscriptions are not served: one request has one answer")
		}
		if err := m.of(op.SelectionSet).refusal(); err != nil {
			return err
		}
	}
	return nil
}

// extent is how far a selection reaches.
type extent struct {
	fields, depth  int
	defers, cyclic bool
}

func (e extent) refusal() error {
	switch {
	case e.cyclic:
		return refused(problem.Invalid, "a fragment spreads itself")
	case e.defers:
		return refused(problem.Invalid, "@defer is not served: an answer comes in one piece")
	case e.fields > maxFields:
		return refused(problem.TooLarge, "the query asks for more than %d fields, fragments and aliases counted", maxFields)
	case e.depth > maxDepth:
		return refused(problem.TooLarge, "the query is nested deeper than %d levels", maxDepth)
	}
	return nil
}

// and is the extent of two selections side by side.
func (e extent) and(other extent) extent {
	return extent{
		fields: min(e.fields+other.fields, maxFields+1), // a sum of doublings must not overflow
		depth:  max(e.depth, other.depth),
		defers: e.defers || other.defers,
		cyclic: e.cyclic || other.cyclic,
	}
}

type measuring struct {
	doc       *ast.QueryDocument
	fragments map[string]*extent // nil while a fragment is being measured
}

func (m measuring) of(set ast.SelectionSet) extent {
	var all extent
	for _, selection := range set {
		all = all.and(m.one(selection))
	}
	return all
}

func (m measuring) one(selection ast.Selection) extent {
	var size extent
	switch s := selection.(type) {
	case *ast.Field:
		size = m.of(s.SelectionSet)
		size.fields++
		size.depth++
	case *ast.InlineFragment:
		size = m.of(s.SelectionSet)
		size.defers = size.defers || deferred(s.Directives)
	case *ast.FragmentSpread:
		size = m.fragment(s.Name)
		size.defers = size.defers || deferred(s.Directives)
	}
	return size
}

func (m measuring) fragment(name string) extent {
	size, met := m.fragments[name]
	definition := m.doc.Fragments.ForName(name)
	switch {
	case definition == nil:
		return extent{} // validation will name it
	case met && size == nil:
		return extent{cyclic: true}
	case !met:
		m.fragments[name] = nil
		measured := m.of(definition.SelectionSet)
		size = &measured
		m.fragments[name] = size
	}
	return *size
}

func deferred(directives ast.DirectiveList) bool { return directives.ForName("defer") != nil }
