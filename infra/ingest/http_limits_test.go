package ingest_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"soin/domain/event"
	"soin/infra/memstore"
)

func TestOurOwnFaultIsLoggedOnceWithoutPayloadAndTriedAgain(t *testing.T) {
	store := memstore.New()
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	event := `{` + fine + `,"data":{"name":"confidential"}}`
	for media, body := range map[string]string{
		"application/cloudevents+json":       event,
		"application/cloudevents-batch+json": `[` + strings.Repeat(event+`,`, 50) + event + `]`,
	} {
		log.Reset()
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodPost, "/events", strings.NewReader(body))
		r.Header.Set("Content-Type", media)
		handler(store, &log).ServeHTTP(w, r)
		if w.Code != 503 || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "urn:soin:occurrence:7") {
			t.Errorf("%s: %d %v %s", media, w.Code, w.Header(), w.Body)
		}
		if text := log.String(); strings.Count(text, "\n") != 1 || !strings.Contains(text, "id=7") || strings.Contains(text, "confidential") {
			t.Errorf("%s: the log says %s", media, text)
		}
	}
}

// gate is a store whose appends wait until it opens.
type gate struct {
	event.Store
	open chan struct{}
}

func (s gate) Append(ctx context.Context, stream string, at event.Revision, events []event.Raw) ([]event.Receipt, error) {
	<-s.open
	return s.Store.Append(ctx, stream, at, events)
}

// Requests are limited by number and, because bodies are in memory, by size: of those
// that do not tell their size only a few find room.
func TestTooMuchAtOnceIsSentAway(t *testing.T) {
	for name, c := range map[string]struct {
		room int
		body func(string) io.Reader
	}{
		"of known size":   {256, func(s string) io.Reader { return strings.NewReader(s) }},
		"of unknown size": {8, func(s string) io.Reader { return io.MultiReader(strings.NewReader(s)) }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := gate{memstore.New(), make(chan struct{})}
				h := handler(store, t.Output())
				publish := func(team string) *httptest.ResponseRecorder {
					body := strings.ReplaceAll(`{`+fine+`,"data":{"name":"x"}}`, `"a"`, `"`+team+`"`)
					r := httptest.NewRequest(http.MethodPost, "/events", c.body(body))
					r.Header.Set("Content-Type", "application/cloudevents+json")
					w := httptest.NewRecorder()
					h.ServeHTTP(w, r)
					return w
				}
				answers := make(chan int, c.room)
				for i := range c.room {
					go func() { answers <- publish(fmt.Sprint(i)).Code }()
				}
				synctest.Wait()
				if w := publish("late"); w.Code != 503 || w.Header().Get("Retry-After") == "" {
					t.Errorf("%d %v", w.Code, w.Header())
				}
				close(store.open)
				for range c.room {
					if code := <-answers; code != 201 {
						t.Error(code)
					}
				}
				if w := publish("late"); w.Code != 201 {
					t.Errorf("when there was room again: %d", w.Code)
				}
			})
		})
	}
}

// away is a store that does not answer until the caller has had enough.
type away struct{ event.Store }

func (away) Append(ctx context.Context, _ string, _ event.Revision, _ []event.Raw) ([]event.Receipt, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestAStoreThatIsAwayIsToldInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodPost, "/events", strings.NewReader(`{`+fine+`,"data":{"name":"x"}}`))
		r.Header.Set("Content-Type", "application/cloudevents+json")
		handler(away{memstore.New()}, t.Output()).ServeHTTP(w, r)
		if w.Code != 503 || !strings.Contains(w.Body.String(), "sending the same facts again is harmless") || time.Since(began) > time.Minute {
			t.Errorf("after %v: %d %s", time.Since(began), w.Code, w.Body)
		}
	})
}

// pipes is a listener whose connections are pipes.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	if conn, ok := <-p; ok {
		return conn, nil
	}
	return nil, net.ErrClosed
}

func (pipes) Close() error { return nil }

func (pipes) Addr() net.Addr { return &net.UnixAddr{} }

func TestABodyThatDoesNotEndIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := make(pipes)
		server := &http.Server{Handler: handler(memstore.New(), t.Output())}
		go func() { _ = server.Serve(listener) }()
		near, far := net.Pipe()
		listener <- far
		go func() {
			_, _ = io.WriteString(near, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"+
				"Content-Type: application/cloudevents+json\r\n\r\n{")
		}()
		began := time.Now()
		answer := make([]byte, 12)
		if _, err := io.ReadFull(near, answer); err != nil || string(answer) != "HTTP/1.1 400" {
			t.Errorf("%s, %v", answer, err)
		}
		if waited := time.Since(began); waited > time.Minute {
			t.Errorf("after %v", waited)
		}
		_ = near.Close()
		close(listener)
		_ = server.Close()
	})
}
