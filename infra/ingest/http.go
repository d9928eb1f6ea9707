package ingest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"golang.org/x/sync/semaphore"

	"soin/infra/problem"
)

// Limits of what comes in over HTTP.
const (
	maxBody     = 8 << 20          // bytes of one request
	maxBodyTime = 30 * time.Second // until the body is there
	maxAccept   = 30 * time.Second // until the facts in it are durable; a cluster may be away for longer
	maxRequests = 256              // at once
	maxBodies   = 64 << 20         // bytes of all requests at once; unknown lengths count as maxBody
)

// HTTP takes CloudEvents over HTTP, by POST, in all three modes of the protocol binding:
// structured (application/cloudevents+json), binary (ce- headers) and batched
// (application/cloudevents-batch+json), with data in application/json.
//
// One event is answered with 201 and its receipt, {"position", "revision", "duplicate"},
// with 200 if it was recorded before, with 202 and {"parked": true, "awaits"} if it is kept
// until the event it builds upon has come, or with problem details (RFC 9457).
//
// A batch is answered with 200 and one result for each event, in order: its receipt, that it
// is parked, or its problem. Each event is judged alone, so those before and behind a refused one are
// recorded; a client has to look at "refused". When nothing was refused by the rules
// and all of it failed on our side, the answer is that problem alone.
//
// A client that got no answer sends the same again: what was recorded comes back as a
// duplicate. When too much is under way, a new request is answered with 503 and
// Retry-After before its body is read.
type HTTP struct {
	door     *Door
	reporter problem.Reporter
	requests *semaphore.Weighted
	bodies   *semaphore.Weighted
}

// NewHTTP puts HTTP before a door.
func NewHTTP(door *Door, reporter problem.Reporter) *HTTP {
	return &HTTP{
		door: door, reporter: reporter,
		requests: semaphore.NewWeighted(maxRequests), bodies: semaphore.NewWeighted(maxBodies),
	}
}

func (h *HTTP) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// Set first, because the server reads what is left of a body even behind a refusal.
	// Where the connection has no deadlines, its owner limits the time.
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(maxBodyTime))
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		problem.Of(refuse(problem.WrongMethod, "events come in by POST, not by %s", shown(r.Method))).Write(w)
		return
	}
	leave, ok := h.enter(r)
	if !ok {
		problem.Of(refuse(problem.Unavailable, "too many requests are under way")).Write(w)
		return
	}
	defer leave()
	q, outcomes, err := h.accept(w, r, control)
	switch {
	case err != nil:
		h.reporter.Of(r.Context(), err).Write(w)
	case q.batch:
		h.answerBatch(w, r, outcomes)
	default:
		h.answerOne(w, r, outcomes[0])
	}
}

// enter finds room for a request; whoever finds none is sent away rather than kept
// waiting with an open connection.
func (h *HTTP) enter(r *http.Request) (leave func(), ok bool) {
	size := r.ContentLength
	if size < 0 || size > maxBody {
		size = maxBody
	}
	if !h.requests.TryAcquire(1) {
		return nil, false
	}
	if !h.bodies.TryAcquire(size) {
		h.requests.Release(1)
		return nil, false
	}
	return func() {
		h.bodies.Release(size)
		h.requests.Release(1)
	}, true
}

func (h *HTTP) accept(w http.ResponseWriter, r *http.Request, control *http.ResponseController) (request, []Outcome, error) {
	body, err := readBody(w, r, control)
	if err != nil {
		return request{}, nil, err
	}
	q, err := parseRequest(r.Header, body)
	if err != nil {
		return request{}, nil, err
	}
	ctx, cancel := context.WithTimeout(r.Context(), maxAccept)
	defer cancel()
	outcomes, err := h.door.acceptParsed(ctx, q.events)
	return q, outcomes, err
}

// readBody reads at most maxBody bytes. Only a body that is there lifts the deadline.
func readBody(w http.ResponseWriter, r *http.Request, control *http.ResponseController) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, refuse(problem.TooLarge, "the body has more than %d bytes", tooLarge.Limit)
	case err != nil:
		return nil, refuse(problem.Malformed, "the body did not arrive whole: %w", err)
	}
	_ = control.SetReadDeadline(time.Time{})
	return body, nil
}
