package web

import (
	"log/slog"
	"net/http"
	"time"
)

// shownPath is the longest part of a path that the log repeats, in bytes.
const shownPath = 256

// logged writes one line for each request once it is answered.
func logged(next http.Handler, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		a := &answer{ResponseWriter: w}
		defer func() {
			path := r.URL.Path
			log.LogAttrs(r.Context(), slog.LevelInfo, "request",
				slog.String("method", r.Method),
				slog.String("path", path[:min(len(path), shownPath)]),
				slog.Int("status", a.status),
				slog.Duration("duration", time.Since(began)),
				slog.Int64("bytes", a.bytes))
		}()
		next.ServeHTTP(a, r)
		if a.status == 0 {
			a.status = http.StatusOK // what net/http sends for a handler that said nothing
		}
	})
}

// answer remembers what was sent.
type answer struct {
	http.ResponseWriter
	status int // zero until the answer begins
	bytes  int64
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= http.StatusOK {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(b)
	a.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
