package web

import (
	"net/http"
	"sync/atomic"

	"soin/infra/problem"
)

// replaceable is a handler that gives way to another one.
type replaceable struct{ current atomic.Pointer[http.Handler] }

func (r *replaceable) replace(next http.Handler) { r.current.Store(&next) }

func (r *replaceable) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	(*r.current.Load()).ServeHTTP(w, q)
}

// errStarting is what a server answers that waits for its data. A cluster may be away for
// long, and whoever watches over this process must not take it for dead meanwhile.
var errStarting = problem.Problem{
	Code: problem.Unavailable, Detail: "Soin is starting; its log says what it waits for",
}

// starting answers before there are routes.
func starting(version string) http.Handler {
	mux := Routes{Version: version, Ready: func() error { return errStarting }}.mux()
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { errStarting.Write(w) })
	return mux
}
