// Package web is the HTTP server: who may ask, how long a request may take, and what a
// browser may do with the answer.
//
// It guarantees:
//
//   - Only this machine is answered. Soin has no access tokens yet, so an address that
//     other machines reach is refused, and a page of another site cannot reach in
//     through the browser of somebody who works here: neither by a name that resolves
//     to this machine (the Host header must name a loopback address) nor by a request
//     from its own pages.
//   - Every request is bounded: headers, time to read, time to answer, and, at /graphql,
//     body and query. A stalled client loses its own connection and holds up nobody. A
//     handler that needs longer moves its deadlines by http.ResponseController.
//   - A panic costs one request: it answers 500 with an id, and the log says what
//     happened under that id.
//   - A server that waits for its data says so: it is alive, and not ready.
//   - Stopping is orderly: what was begun is answered, for at most [Drain].
//   - The log of requests holds method, path, status, duration and size, never a query
//     string or a body.
package web

import (
	"net/http"
	"time"
)

// Bounds of one request. Queries of the graph have narrower ones of their own.
const (
	readHeaders  = 5 * time.Second
	readRequest  = 30 * time.Second
	writeAnswer  = 60 * time.Second
	idle         = 2 * time.Minute
	headersBytes = 16 << 10
)

// Drain is how long requests under way may take when the server stops.
const Drain = 10 * time.Second

// Routes are what a server serves. A nil handler leaves its path unserved.
type Routes struct {
	GraphQL http.Handler  // at /graphql, with the explorer at /
	Events  http.Handler  // at /events
	Schemas http.Handler  // at /schemas and /schemas/<type>
	Metrics http.Handler  // at /metrics
	Ready   func() error  // nil once the read models have caught up with the log
	Waiting func() string // lines of /readyz about what is kept and not recorded yet; may be nil
	Version string        // of the program
}
