package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"soin/infra/problem"
)

// transport carries operations over HTTP. The one that comes with gqlgen repeats the body
// of a malformed request in its answer, and encodes every answer a second time.
type transport struct{}

// Supports every request: it is the only transport.
func (transport) Supports(*http.Request) bool { return true }

// Do answers one request with one answer.
func (transport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	if opensPage(r) {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	w.Header().Set("Content-Type", plainJSON) // of the answer to a panic, which gqlgen writes
	ctx := r.Context()
	request, err := read(w, r)
	if err != nil {
		refuse(ctx, w, r, exec, err)
		return
	}
	op, errs := exec.CreateOperationContext(ctx, request)
	ctx = graphql.WithOperationContext(ctx, op)
	switch {
	case errs != nil:
		send(w, r, queryStatus(r), exec.DispatchError(ctx, errs))
	case r.Method == http.MethodGet && op.Operation.Operation != ast.Query:
		w.Header().Set("Allow", http.MethodPost)
		refuse(ctx, w, r, exec, refused(problem.WrongMethod, "only a query may be sent by GET"))
	default:
		run(ctx, w, r, exec, op)
	}
}

// opensPage recognises a browser that follows a link to this address.
func opensPage(r *http.Request) bool {
	return r.Method == http.MethodGet && r.URL.RawQuery == "" && strings.Contains(r.Header.Get("Accept"), "text/html")
}

func run(
	ctx context.Context, w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor, op *graphql.OperationContext,
) {
	answers, ctx := exec.DispatchOperation(ctx, op)
	answer := answers(ctx)
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		refuse(ctx, w, r, exec, refused(problem.Cancelled, "the answer took longer than %s: ask for less at a time", answerWithin))
	case answer != nil: // else the client is gone
		send(w, r, http.StatusOK, answer)
	}
}

// refuse answers a request that is no operation, or one that did not end.
func refuse(ctx context.Context, w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor, err error) {
	send(w, r, problem.Of(err).Code.Status(), exec.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(err)}))
}

// refused is an error whose sentence is meant for the person who asked.
func refused(code problem.Code, format string, args ...any) error {
	return problem.Problem{Code: code, Detail: fmt.Sprintf(format, args...)}
}
