package web

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"

	"soin/infra/problem"
)

// Bounds of one operation.
const (
	maxBody       = 1 << 20 // bytes of a request, variables included
	maxQuery      = 32 << 10
	maxTokens     = 4_000
	maxFields     = 1_000 // once every fragment is spread, aliases counted
	maxDepth      = 20    // the introspection of common clients needs 15
	maxComplexity = 250_000
	answerWithin  = 10 * time.Second
)

// keptQueries is how many parsed and validated queries are kept: clients ask the same
// few again and again.
const keptQueries = 256

// GraphQL serves a schema as the GraphQL-over-HTTP draft says: POST of a JSON object, and
// GET for queries; one answer to one request, so no subscriptions, no @defer, no uploads.
// The schema may be introspected.
//
// A query is refused before anything runs when it is larger or deeper than the bounds
// above, or more complex by the weights of its schema. An error carries a code in its
// extensions; one that is nobody's business outside carries an id, and the log tells the
// rest under that id. No error repeats the request.
//
// A resolver has ten seconds and must heed its context.
func GraphQL(schema graphql.ExecutableSchema, problems problem.Reporter) http.Handler {
	kept := lru.New[*ast.QueryDocument](keptQueries)
	server := handler.New(schema)
	server.AddTransport(transport{})
	server.SetQueryCache(kept)
	server.SetParserTokenLimit(maxTokens)
	server.SetRecoverFunc(panicked)
	server.SetErrorPresenter(presenter(problems))
	server.Use(bounds{kept})
	server.Use(extension.Introspection{})
	server.Use(extension.FixedComplexityLimit(maxComplexity))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), answerWithin)
		defer cancel()
		server.ServeHTTP(w, r.WithContext(ctx))
	})
}
