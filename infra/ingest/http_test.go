package ingest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cloudevents/sdk-go/v2/binding"
	"github.com/cloudevents/sdk-go/v2/client"
	cloudevents "github.com/cloudevents/sdk-go/v2/event"
	"github.com/cloudevents/sdk-go/v2/protocol"
	cehttp "github.com/cloudevents/sdk-go/v2/protocol/http"

	"soin/domain/event"
	"soin/infra/ingest"
	"soin/infra/memstore"
	"soin/infra/problem"
)

// handler serves a door over a store; what it logs goes to log.
func handler(store event.Store, log io.Writer) *ingest.HTTP {
	door, _ := opened(store)
	return ingest.NewHTTP(door, problem.Reporter{
		Log:   slog.New(slog.NewTextHandler(log, nil)),
		NewID: func() string { return "7" },
	})
}

func served(t *testing.T, store event.Store) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler(store, t.Output()))
	t.Cleanup(server.Close)
	return server
}

// cloudEvent is the SDK's form of a delivery.
func cloudEvent(d ingest.Delivery) cloudevents.Event {
	e := cloudevents.New()
	e.SetType(d.Type)
	e.SetSource(d.Source)
	e.SetID(d.ID)
	e.SetSubject(d.Subject)
	e.SetTime(d.Time)
	e.SetExtension("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	if err := e.SetData(cloudevents.ApplicationJSON, json.RawMessage(d.Data)); err != nil {
		panic(err)
	}
	return e
}

// answer is what the handler says, one event or many.
type answer struct {
	Position  string
	Revision  int64
	Duplicate bool

	Type, Title, Detail, Instance string
	Status                        int
	Errors                        []problem.Field

	Accepted, Duplicates, Refused int
	Results                       []struct {
		Position  string
		Duplicate bool
		Problem   *struct {
			Type   string
			Status int
		}
	}
}

// send does a request and reads the answer, which must be in the media type of its kind.
func send(t *testing.T, r *http.Request) (*http.Response, answer) {
	t.Helper()
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var a answer
	if err := json.NewDecoder(response.Body).Decode(&a); err != nil {
		t.Fatal(err)
	}
	want := "application/json"
	if response.StatusCode >= 400 {
		want = "application/problem+json"
		if a.Status != response.StatusCode || a.Title == "" || !strings.HasPrefix(a.Type, "urn:soin:problem:") {
			t.Errorf("problem details %+v with status %d", a, response.StatusCode)
		}
	}
	if got := response.Header.Get("Content-Type"); got != want {
		t.Errorf("Content-Type is %q, want %q", got, want)
	}
	return response, a
}

func post(t *testing.T, url, contentType, body string, headers ...string) (*http.Response, answer) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return send(t, r)
}

func TestTheSDKsOwnClientIsUnderstoodInBothModes(t *testing.T) {
	for name, mode := range map[string]func(context.Context) context.Context{
		"structured": binding.WithForceStructured, "binary": binding.WithForceBinary,
	} {
		t.Run(name, func(t *testing.T) {
			store := memstore.New()
			server := served(t, store)
			transport, err := cehttp.New(cehttp.WithTarget(server.URL))
			if err != nil {
				t.Fatal(err)
			}
			publisher, err := client.New(transport)
			if err != nil {
				t.Fatal(err)
			}
			d := formed("a")
			for _, status := range []int{201, 200} {
				result := publisher.Send(mode(t.Context()), cloudEvent(d))
				var http *cehttp.Result
				if !protocol.IsACK(result) || !protocol.ResultAs(result, &http) || http.StatusCode != status {
					t.Errorf("got %v, want %d", result, status)
				}
			}
			all := stored(t, store)
			if len(all) != 1 {
				t.Fatalf("%d events are stored", len(all))
			}
			got := all[0]
			if got.Name != "team.formed" || got.Source != d.Source || got.ID != d.ID || got.Stream != "team-a" ||
				!got.Time.Equal(d.Time) || string(got.Data) != string(d.Data) {
				t.Errorf("stored %+v", got)
			}
		})
	}
}

func TestABatchOfTheSDKIsAnsweredInItsOrder(t *testing.T) {
	store := memstore.New()
	server := served(t, store)
	bad := about("b", "team.formed", "x", `{"name":""}`)
	events := []cloudevents.Event{cloudEvent(formed("a")), cloudEvent(bad), cloudEvent(headcount("a", 3)), cloudEvent(formed("a"))}
	r, err := cehttp.NewHTTPRequestFromEvents(t.Context(), server.URL, events)
	if err != nil {
		t.Fatal(err)
	}
	response, a := send(t, r)
	if response.StatusCode != 200 || a.Accepted != 2 || a.Duplicates != 1 || a.Refused != 1 || len(a.Results) != 4 {
		t.Fatalf("%d %+v", response.StatusCode, a)
	}
	if p := a.Results[1].Problem; p == nil || p.Type != "urn:soin:problem:invalid" || p.Status != 422 || a.Results[1].Position != "" {
		t.Errorf("the refused one: %+v", a.Results[1])
	}
	if a.Results[0].Position == "" || a.Results[3].Position != a.Results[0].Position || !a.Results[3].Duplicate {
		t.Errorf("the first and its repetition: %+v", a.Results)
	}
	if n := len(stored(t, store)); n != 2 {
		t.Errorf("%d events are stored", n)
	}
}

func TestAnEventThatIsNoCloudEventSpoilsNothingOfItsBatch(t *testing.T) {
	server := served(t, memstore.New())
	fine, err := json.Marshal(cloudEvent(formed("a")))
	if err != nil {
		t.Fatal(err)
	}
	_, a := post(t, server.URL, "application/cloudevents-batch+json; charset=UTF-8", fmt.Sprintf(`[7, %s, {"id":1}, {}]`, fine))
	if a.Accepted != 1 || a.Refused != 3 || a.Results[1].Problem != nil {
		t.Errorf("%+v", a)
	}
	response, a := post(t, server.URL, "application/cloudevents-batch+json", ` [ ] `)
	if response.StatusCode != 200 || a.Results == nil || len(a.Results) != 0 {
		t.Errorf("an empty batch: %d %+v", response.StatusCode, a)
	}
}

func TestAttributesInHeadersAreDecodedAsTheBindingSays(t *testing.T) {
	for value, want := range map[string]string{
		"plain":                             "plain",
		"Euro%20%E2%82%AC%20%F0%9F%98%80":   "Euro € 😀",
		"100%25":                            "100%",
		"a%2520b":                           "a%20b", // one round only
		"unn%65cessary%2B+":                 "unnecessary++",
		`"quoted \"twice\", 5%25"`:          `quoted "twice", 5%`,
		`inner "quotes"`:                    `inner "quotes"`,
		"\u00e9quipe":                       "équipe", // as the Go SDK sends it
		"%c3%a9":                            "é",
		"100%":                              "",
		"%C0%A0":                            "", // an overlong space
		"%ff":                               "",
		`"open`:                             "",
		`"a" b`:                             "",
		"%20edge":                           "",
		"%0A":                               "",
		strings.Repeat("%C3%A9", 128):       strings.Repeat("é", 128),
		strings.Repeat("%C3%A9", 128) + "x": "",
	} {
		store := memstore.New()
		server := served(t, store)
		response, a := post(t, server.URL, "application/json", `{"name":"x"}`,
			"ce-specversion", "1.0", "ce-type", "soin.team.formed.v1", "ce-source", "urn:soin:test",
			"ce-id", value, "ce-subject", value, "ce-time", "2026-01-01T00:00:00%2B01:00")
		all := stored(t, store)
		if want == "" {
			if response.StatusCode != 400 && response.StatusCode != 422 || len(all) != 0 {
				t.Errorf("%s: %d %+v, stored %+v", value, response.StatusCode, a, all)
			}
			continue
		}
		if len(all) != 1 || all[0].ID != want || all[0].Stream != "team-"+want || all[0].Time.Hour() != 23 {
			t.Errorf("%s: %d %+v, stored %+v, want %s", value, response.StatusCode, a, all, want)
		}
	}
}

func TestAnEventInBase64IsTheSameEvent(t *testing.T) {
	server := served(t, memstore.New())
	for _, inBase64 := range []bool{false, true} {
		e := cloudEvent(formed("a"))
		e.DataBase64 = inBase64
		body, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		_, a := post(t, server.URL, "application/cloudevents+json", string(body))
		if a.Position == "" || a.Duplicate != inBase64 {
			t.Errorf("%+v", a)
		}
	}
}

func FuzzWhateverARequestHoldsItIsAnswered(f *testing.F) {
	for _, seed := range [][2]string{
		{"Content-Type: application/cloudevents+json", `{` + fine + `,"data":{"name":"x"}}`},
		{"Content-Type: application/cloudevents+json", `{"data_base64":5,` + fine + `}`},
		{"Content-Type: application/cloudevents+json", `{"data_base64":"eyJuYW1lIjoieCJ9",` + fine + `,"":1}`},
		{"Content-Type: application/cloudevents-batch+json", `[{` + fine + `,"data":{"name":"x"}},7,{}]`},
		{"Ce-Specversion: 1.0\nCe-Id: %c3%a9\nCe-Type: soin.team.formed.v1\nCe-Source: \"x\"\nCe-Subject: a\nCe-: x\nCe-Time: 2026-01-01T00:00:00Z", `{"name":"x"}`},
		{"Ce-Specversion: 0.3\nCe-Datacontentencoding: base64\nContent-Type: application/json", `"e30="`},
	} {
		f.Add(seed[0], []byte(seed[1]))
	}
	f.Fuzz(func(t *testing.T, headers string, body []byte) {
		store := memstore.New()
		r := httptest.NewRequest(http.MethodPost, "/events", bytes.NewReader(body))
		for line := range strings.Lines(headers) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
			r.Header.Add(name, value)
		}
		w := httptest.NewRecorder()
		handler(store, t.Output()).ServeHTTP(w, r)
		if w.Code >= 500 || !json.Valid(w.Body.Bytes()) {
			t.Fatalf("answered with %d %s", w.Code, w.Body)
		}
		recorded := len(stored(t, store)) > 0
		if w.Code == 201 && !recorded || w.Code >= 400 && recorded {
			t.Fatalf("answered with %d, recorded: %v", w.Code, recorded)
		}
	})
}
