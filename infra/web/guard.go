package web

import (
	"net/http"

	"soin/infra/problem"
)

// guarded puts a handler behind everything this package guarantees.
func guarded(next http.Handler, problems problem.Reporter) http.Handler {
	return logged(recovered(headed(sameMachine(sameOrigin(next))), problems), problems.Log)
}

// headed denies browsers every use of an answer that nobody asked for; the explorer's
// page asks for more.
func headed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// sameMachine refuses a request for another host. A page of another site can make its
// own name resolve to 127.0.0.1 and would then count as this origin.
func sameMachine(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !namesLoopback(r.Host) {
			problem.Problem{Code: problem.Forbidden, Detail: "this server answers to localhost, 127.0.0.1 and [::1] only, " +
				"so that no other name can be made to mean it"}.Write(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// sameOrigin refuses what a page of another site sends to change something. What it
// merely reads stays unreadable to it: we send no CORS headers.
func sameOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		problem.Problem{Code: problem.Forbidden, Detail: "a page of another site sent this request"}.Write(w)
	}))
	return protection.Handler(next)
}
