package web

import (
	"encoding/json"
	"io"
	"net/http"

	"soin/infra/problem"
)

func (r Routes) mux() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", alive)
	mux.HandleFunc("GET /readyz", r.ready)
	mux.HandleFunc("GET /version", r.version)
	if r.Events != nil {
		mux.Handle("/events", r.Events)
	}
	if r.Schemas != nil {
		mux.Handle("GET /schemas", r.Schemas)
		mux.Handle("GET /schemas/{type}", r.Schemas)
	}
	if r.Metrics != nil {
		mux.Handle("GET /metrics", r.Metrics)
	}
	if r.GraphQL != nil {
		mux.Handle("/graphql", r.GraphQL)
		explorer(mux)
	}
	return mux
}

// alive answers while the process lives, whatever it is busy with.
func alive(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "alive\n") // a client that is gone needs no answer
}

// ready answers 200 once the read models have caught up with the log, 503 before.
func (r Routes) ready(w http.ResponseWriter, _ *http.Request) {
	if r.Ready != nil {
		if err := r.Ready(); err != nil {
			problem.Problem{Code: problem.Unavailable, Detail: err.Error()}.Write(w)
			return
		}
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "ready\n")
	if r.Waiting != nil {
		_, _ = io.WriteString(w, r.Waiting()+"\n")
	}
}

func (r Routes) version(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(struct {
		Version string `json:"version"`
	}{r.Version})
}
