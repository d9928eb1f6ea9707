package web

import (
	"net/http"
	"runtime/debug"

	"soin/infra/problem"
)

// recovered answers 500 with an id when a handler panics. An answer that had begun is cut
// off instead, so that the client does not take it for whole.
func recovered(next http.Handler, problems problem.Reporter) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := &answer{ResponseWriter: w}
		defer func() {
			value := recover()
			if value == nil {
				return
			}
			if value == http.ErrAbortHandler { //nolint:errorlint // net/http compares it like this, too
				panic(value)
			}
			p := problems.Of(r.Context(), panicError{value, debug.Stack()})
			if a.status != 0 {
				panic(http.ErrAbortHandler)
			}
			p.Write(w)
		}()
		next.ServeHTTP(a, r)
	})
}
