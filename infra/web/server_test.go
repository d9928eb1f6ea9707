package web_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"soin/infra/problem"
	"soin/infra/web"
)

func TestMain(m *testing.M) {
	// After a request it could not read, net/http keeps the connection half a second.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*conn).closeWriteAndWait"))
}

// journal is a log one can read while it is written.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(b)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func (j *journal) reporter() problem.Reporter {
	return problem.Reporter{Log: slog.New(slog.NewTextHandler(j, nil)), NewID: func() string { return "id-1" }}
}

// running is a server under test: its address, how to stop it, and what Run returned.
type running struct {
	url     string
	stop    context.CancelFunc
	stopped <-chan error
}

func run(t *testing.T, routes web.Routes, log *journal) running {
	t.Helper()
	server, err := web.Listen(t.Context(), "127.0.0.1:0", "1.2.3", log.reporter())
	if err != nil {
		t.Fatal(err)
	}
	server.Open(routes)
	ctx, cancel := context.WithCancel(context.Background())
	stopped := make(chan error, 1)
	go func() { stopped <- server.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		http.DefaultClient.CloseIdleConnections()
	})
	return running{server.URL(), cancel, stopped}
}

// ask sends a request and reads the whole answer.
func ask(t *testing.T, request *http.Request) (*http.Response, string) {
	t.Helper()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func get(t *testing.T, url string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return ask(t, request)
}

func TestListenRefusesWhatOtherMachinesReach(t *testing.T) {
	for _, address := range []string{":0", "0.0.0.0:0", "[::]:0", "192.0.2.1:0", "[2001:db8::1]:0"} {
		server, err := web.Listen(t.Context(), address, "1.2.3", new(journal).reporter())
		if err == nil {
			server.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "no access tokens yet") {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, address := range []string{"localhost:0", "127.0.0.1:0", "127.1.2.3:0"} {
		server, err := web.Listen(t.Context(), address, "1.2.3", new(journal).reporter())
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		server.Close()
	}
}

func TestStoppingAnswersWhatWasBegun(t *testing.T) {
	begun, finish := make(chan struct{}), make(chan struct{})
	s := run(t, web.Routes{Events: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-finish
		io.WriteString(w, "stored")
	})}, new(journal))

	answered := make(chan string, 1)
	go func() {
		response, err := http.Get(s.url + "/events") //nolint:noctx // it ends with the server
		if err != nil {
			answered <- err.Error()
			return
		}
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		answered <- string(body)
	}()
	<-begun
	s.stop()
	for { // until the address is free, which is when the stop has begun
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			break
		}
		conn.Close()
	}
	close(finish)
	if body := <-answered; body != "stored" {
		t.Errorf("a request under way got %q", body)
	}
	if err := <-s.stopped; err != nil {
		t.Errorf("an orderly stop says %v", err)
	}
}

func TestAServerMayBeClosedBeforeItRuns(t *testing.T) {
	server, err := web.Listen(t.Context(), "127.0.0.1:0", "1.2.3", new(journal).reporter())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(server.Close(), server.Close(), server.Run(t.Context())); err != nil {
		t.Error(err)
	}
}

func TestAServerThatStartsIsAliveAndNotReady(t *testing.T) {
	server, err := web.Listen(t.Context(), "127.0.0.1:0", "1.2.3", new(journal).reporter())
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	defer http.DefaultClient.CloseIdleConnections()
	wants := map[string]int{"/healthz": 200, "/version": 200, "/readyz": 503, "/graphql": 503, "/events": 503, "/": 503}
	for path, want := range wants {
		response, body := get(t, server.URL()+path)
		if response.StatusCode != want || want == 503 && (!strings.Contains(body, "starting") || response.Header.Get("Retry-After") == "") {
			t.Errorf("%s: %d %s", path, response.StatusCode, body)
		}
	}
}

func TestAPanicCostsOneRequest(t *testing.T) {
	var log journal
	s := run(t, web.Routes{Events: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		panic("the secret " + r.URL.RawQuery)
	})}, &log)
	response, body := get(t, s.url+"/events?word=xyzzy")
	if response.StatusCode != 500 || !strings.Contains(body, "id-1") || strings.Contains(body, "xyzzy") {
		t.Errorf("%d %s", response.StatusCode, body)
	}
	if entry := log.String(); !strings.Contains(entry, "id-1") || !strings.Contains(entry, "server_test.go") {
		t.Errorf("the log does not tell where it happened: %s", entry)
	}
	if response, _ := get(t, s.url+"/healthz"); response.StatusCode != 200 {
		t.Errorf("the server no longer answers: %d", response.StatusCode)
	}
}

func TestAPanicNeverMakesHalfAnAnswerLookWhole(t *testing.T) {
	s := run(t, web.Routes{Events: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, "the first half")
		http.NewResponseController(w).Flush()
		panic("in the middle")
	})}, new(journal))
	request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/events", nil)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err == nil {
		t.Errorf("the client takes %q for the whole answer", body)
	}
}

func TestHugeHeadersAreRefused(t *testing.T) {
	s := run(t, web.Routes{}, new(journal))
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: "+strings.Repeat("x", 1<<20)+"\r\n\r\n")
	status, err := bufio.NewReader(conn).ReadString('\n')
	if !strings.Contains(status, "431") {
		t.Errorf("%q, %v", status, err)
	}
}
