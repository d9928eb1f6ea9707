package problem

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// MediaType is that of problem details.
const MediaType = "application/problem+json"

// retryAfter is how long a client should wait before it tries again.
const retryAfter = time.Second

// Write answers an HTTP request with the problem. Nothing may have been written before.
func (p Problem) Write(w http.ResponseWriter) {
	body, err := json.Marshal(p)
	if err != nil {
		http.Error(w, p.Code.Title(), p.Code.Status())
		return
	}
	w.Header().Set("Content-Type", MediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if p.Code.Status() == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", strconv.Itoa(int(retryAfter.Seconds())))
	}
	w.WriteHeader(p.Code.Status())
	_, _ = w.Write(body) // the client may be gone, and nobody is left to be told
}
