package web_test

import (
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"soin/infra/web"
)

// post is a request as a browser or a program sends it, with headers of our choosing.
func post(t *testing.T, url string, headers ...string) *http.Request {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			request.Host = headers[i+1]
		}
	}
	return request
}

func TestOnlyNamesOfThisMachineAreAnswered(t *testing.T) {
	var stored atomic.Int64
	s := run(t, web.Routes{Events: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { stored.Add(1) })}, new(journal))
	port := s.url[strings.LastIndex(s.url, ":"):]
	for host, status := range map[string]int{
		"localhost" + port:          200,
		"LOCALHOST":                 200,
		"127.0.0.1:9":               200, // a forwarded port
		"[::1]:9":                   200,
		"rebound.example" + port:    403,
		"127.0.0.1.example" + port:  403,
		"localhost.example":         403,
		"192.0.2.1" + port:          403,
		"[2001:db8::1]":             403,
		"localhost:9:evil.example":  403,
		"127.0.0.1@rebound.example": 403,
	} {
		before := stored.Load()
		response, body := ask(t, post(t, s.url+"/events", "Host", host))
		if response.StatusCode != status || (stored.Load() > before) != (status == 200) {
			t.Errorf("%s: %d %s", host, response.StatusCode, body)
		}
	}
}

func TestOtherSitesCannotPublish(t *testing.T) {
	var stored atomic.Int64
	s := run(t, web.Routes{Events: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { stored.Add(1) })}, new(journal))
	for _, c := range []struct {
		name    string
		headers []string
		status  int
	}{
		{"a program", nil, 200},
		{"our own page", []string{"Sec-Fetch-Site", "same-origin", "Origin", s.url}, 200},
		{"our own page in an old browser", []string{"Origin", s.url}, 200},
		{"another site", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, 403},
		{"another site in an old browser", []string{"Origin", "https://evil.example"}, 403},
		{"another port of this machine", []string{"Sec-Fetch-Site", "same-site", "Origin", "http://127.0.0.1:1"}, 403},
		{"a sandboxed frame", []string{"Origin", "null"}, 403},
	} {
		before := stored.Load()
		response, body := ask(t, post(t, s.url+"/events", c.headers...))
		if response.StatusCode != c.status || (stored.Load() > before) != (c.status == 200) {
			t.Errorf("%s: %d %s", c.name, response.StatusCode, body)
		}
		if response.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s may read the answer", c.name)
		}
	}
}

func TestEveryAnswerIsLockedDownForBrowsers(t *testing.T) {
	s := run(t, web.Routes{}, new(journal))
	for _, path := range []string{"/healthz", "/nowhere"} {
		response, _ := get(t, s.url+path)
		for header, want := range map[string]string{
			"X-Content-Type-Options":       "nosniff",
			"Content-Security-Policy":      "default-src 'none'; frame-ancestors 'none'",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Cache-Control":                "no-store",
			"Referrer-Policy":              "no-referrer",
		} {
			if got := response.Header.Get(header); got != want {
				t.Errorf("%s: %s is %q", path, header, got)
			}
		}
	}
}

func TestTheLogOfRequestsHoldsNoValues(t *testing.T) {
	var log journal
	s := run(t, web.Routes{Events: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Silent") != "" {
			return
		}
		w.WriteHeader(http.StatusAccepted)
		w.Write([]byte("12345"))
	})}, &log)
	ask(t, post(t, s.url+"/events?query=xyzzy"))
	ask(t, post(t, s.url+"/events", "Silent", "yes"))
	s.stop()
	<-s.stopped // a request is logged before its connection counts as idle
	for _, want := range []string{"method=POST", "path=/events", "status=202", "bytes=5", "duration=", "status=200"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("no %s in %s", want, log.String())
		}
	}
	if strings.Contains(log.String(), "xyzzy") {
		t.Errorf("a value of the query string is in the log: %s", log.String())
	}
}

func TestReadinessFollowsTheReadModels(t *testing.T) {
	var caughtUp atomic.Bool
	s := run(t, web.Routes{Version: "1.2.3", Ready: func() error {
		if caughtUp.Load() {
			return nil
		}
		return errors.New("at position 3 of 7")
	}, Waiting: func() string { return "2 parked" }}, new(journal))
	if response, body := get(t, s.url+"/readyz"); response.StatusCode != 503 || !strings.Contains(body, "3 of 7") {
		t.Errorf("behind: %d %s", response.StatusCode, body)
	}
	if response, _ := get(t, s.url+"/healthz"); response.StatusCode != 200 {
		t.Errorf("a process that catches up lives: %d", response.StatusCode)
	}
	if _, body := get(t, s.url+"/version"); body != `{"version":"1.2.3"}`+"\n" {
		t.Errorf("version: %s", body)
	}
	caughtUp.Store(true)
	if response, body := get(t, s.url+"/readyz"); response.StatusCode != 200 || body != "ready\n2 parked\n" {
		t.Errorf("caught up: %d %s", response.StatusCode, body)
	}
}
