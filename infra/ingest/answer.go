package ingest

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"soin/domain/event"
	"soin/infra/parking"
	"soin/infra/problem"
)

// receipt is the wire form of an event.Receipt. Positions are opaque 64-bit numbers and
// travel as text, because JSON readers round what is beyond 53 bits.
type receipt struct {
	Position  string `json:"position"`
	Revision  int64  `json:"revision"`
	Duplicate bool   `json:"duplicate"`
}

// parked is the wire form of a fact that waits for its predecessor.
type parked struct {
	Parked bool   `json:"parked"`           // always true
	Awaits string `json:"awaits,omitempty"` // the event that has to come first
	Reason string `json:"reason,omitempty"` // why it was refused when that one had come
}

// result is a receipt, a parked fact or a problem.
type result struct {
	*receipt
	*parked
	Problem *problem.Problem `json:"problem,omitempty"`
}

// batchAnswer counts what became of a batch and lists the results in its order.
type batchAnswer struct {
	Accepted   int      `json:"accepted"`   // newly recorded
	Duplicates int      `json:"duplicates"` // recorded before
	Parked     int      `json:"parked"`     // durable, and not recorded before what they build upon is
	Refused    int      `json:"refused"`    // not recorded, see their problems
	Results    []result `json:"results"`
}

func receiptOf(r event.Receipt) *receipt {
	return &receipt{strconv.FormatUint(uint64(r.Position), 10), int64(r.Revision), r.Duplicate}
}

func parkedOf(w *parking.Waiting) *parked { return &parked{true, w.Awaits, w.Reason} }

func (h *HTTP) answerOne(w http.ResponseWriter, r *http.Request, o Outcome) {
	switch {
	case o.Err != nil:
		h.reporter.Of(r.Context(), o.Err).Write(w)
	case o.Parked != nil:
		writeJSON(w, http.StatusAccepted, parkedOf(o.Parked))
	case o.Receipt.Duplicate:
		writeJSON(w, http.StatusOK, receiptOf(o.Receipt))
	default:
		writeJSON(w, http.StatusCreated, receiptOf(o.Receipt))
	}
}

func (h *HTTP) answerBatch(w http.ResponseWriter, r *http.Request, outcomes []Outcome) {
	answer := batchAnswer{Results: make([]result, len(outcomes))}
	report := h.reportOnce(r.Context())
	ours := 0
	for i, o := range outcomes {
		if o.Parked != nil {
			answer.Results[i].parked = parkedOf(o.Parked)
			answer.Parked++
			continue
		}
		if o.Err == nil {
			answer.Results[i].receipt = receiptOf(o.Receipt)
			if o.Receipt.Duplicate {
				answer.Duplicates++
			} else {
				answer.Accepted++
			}
			continue
		}
		p := report(o.Err)
		answer.Results[i].Problem = &p
		answer.Refused++
		if p.Code.Ours() {
			ours++
		}
	}
	if ours > 0 && ours == len(outcomes) {
		answer.Results[0].Problem.Write(w)
		return
	}
	writeJSON(w, http.StatusOK, answer)
}

// reportOnce reports a fault of ours once, however many events of a request it befell.
func (h *HTTP) reportOnce(ctx context.Context) func(error) problem.Problem {
	reported := map[problem.Code]problem.Problem{}
	return func(err error) problem.Problem {
		p := problem.Of(err)
		if !p.Code.Ours() {
			return p
		}
		if first, ok := reported[p.Code]; ok {
			return first
		}
		reported[p.Code] = h.reporter.Of(ctx, err)
		return reported[p.Code]
	}
}

func writeJSON(w http.ResponseWriter, status int, answer any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer) // the client may be gone, and nobody is left to be told
}
