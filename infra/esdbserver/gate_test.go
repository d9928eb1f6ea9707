package esdbserver_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/google/uuid"
	"google.golang.org/grpc"

	"soin/domain"
	"soin/domain/event"
	"soin/infra/esdbform"
	"soin/infra/esdbserver"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/ingest"
	"soin/infra/jsoncodec"
	"soin/infra/memstore"
	"soin/infra/parking"
	"soin/infra/vault"
)

// today is what the Door takes for the present.
func today() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// gated is a server before a Door, as soin serve has it, and the log behind.
func gated(t testing.TB) (*esdbservertest.Server, *memstore.Store) {
	t.Helper()
	store := memstore.New()
	log := event.NewLog(store, domain.Catalog(jsoncodec.Unmarshal))
	waiting, err := parking.Open(context.Background(), memstore.New(), today)
	if err != nil {
		t.Fatal(err)
	}
	persons, err := vault.Open(t.TempDir()+"/vault", t.TempDir()+"/key")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = persons.Close() })
	door := ingest.NewDoor(log, today, ingest.WithParking(waiting), ingest.WithVault(persons))
	return esdbservertest.New(t, store, esdbservertest.WithTLS(), esdbservertest.WithWriter(esdbserver.NewGate(door, log.Catalog())),
		esdbservertest.WithUser("boss", esdbserver.Admin, "changeit"),
		esdbservertest.WithUser("eve", esdbserver.Auditor, "changeit"),
		esdbservertest.WithUser("paul", esdbserver.Publisher, "changeit")), store
}

// fact is an event to be published.
func fact(kind, data, metadata string) esdb.EventData {
	return esdb.EventData{
		EventID: uuid.New(), EventType: kind, ContentType: esdb.ContentTypeJson, Data: []byte(data), Metadata: []byte(metadata),
	}
}

const (
	teamFormed = `{"name":"Accueil"}`
	itsTime    = `{"time":"2026-02-01T08:00:00Z"}`
)

func TestWhatIsPublishedStandsInTheLogAsAnAuditorReadsIt(t *testing.T) {
	server, store := gated(t)
	paul, eve := as(t, server, "paul:changeit@"), as(t, server, "eve:changeit@")
	published := fact("soin.team.formed.v1", teamFormed, `{"specversion":"1.0","source":"urn:hr","id":"17","subject":"42","time":"2026-02-01T09:00:00+01:00","$correlationId":"x"}`)
	w := write(t, paul, "team-42", esdb.Any{}, published)
	if w.NextExpectedVersion != 0 || w.CommitPosition == 0 {
		t.Errorf("acknowledged as %+v", w)
	}
	byItself := fact("soin.team.headcount-reported.v1", `{"headcount":7}`, itsTime)
	write(t, paul, "team-42", esdb.Any{}, byItself)

	var stored []event.RawRecorded
	for r, err := range store.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, r)
	}
	events := readAll(t, eve, esdb.Forwards, esdb.Start{}, 9)
	if len(events) != 2 || len(stored) != 2 || stored[0].Source != "urn:hr" || stored[0].ID != "17" || !stored[0].Time.Equal(today().AddDate(0, -1, 0).Add(-4*time.Hour)) ||
		stored[1].Source != "urn:soin:esdb:user:paul" || stored[1].ID != byItself.EventID.String() {
		t.Fatalf("stored %+v, read %+v", stored, events)
	}
	for i, e := range events {
		form, err := esdbform.Of(stored[i].Stream, stored[i].Raw)
		if err != nil || e.Event.EventID != form.ID || string(e.Event.Data) != string(form.Data) || string(e.Event.UserMetadata) != string(form.Metadata) {
			t.Errorf("event %d is read as %+v, %v", i, e.Event, err)
		}
	}
	if again := write(t, paul, "team-42", esdb.Any{}, published); *again != *w {
		t.Errorf("told again, it is answered with %+v, not %+v", again, w)
	}
}

func TestAFactThatCameEarlyIsAcknowledgedWithoutAPlace(t *testing.T) {
	server, _ := gated(t)
	paul := as(t, server, "paul:changeit@")
	w := write(t, paul, "team-1", esdb.Any{}, fact("soin.team.headcount-reported.v1", `{"headcount":7}`, itsTime))
	if w.CommitPosition != 0 {
		t.Errorf("it stands at %+v", w)
	}
	write(t, paul, "team-1", esdb.Any{}, fact("soin.team.formed.v1", teamFormed, itsTime))
	if events := readStream(t, as(t, server, "eve:changeit@"), "team-1", esdb.Forwards, esdb.Start{}, 9); len(events) != 2 {
		t.Errorf("the stream has %d events", len(events))
	}
}

func TestWhatIsNotAPublicationIsRefusedWithItsField(t *testing.T) {
	server, store := gated(t)
	paul := as(t, server, "paul:changeit@")
	binary := fact("soin.team.formed.v1", teamFormed, itsTime)
	binary.ContentType = esdb.ContentTypeBinary
	for name, c := range map[string]struct {
		stream   string
		expected esdb.ExpectedRevision
		event    esdb.EventData
		says     string
	}{
		"no time":              {"team-1", esdb.Any{}, fact("soin.team.formed.v1", teamFormed, ``), "metadata.time"},
		"a time of another":    {"team-1", esdb.Any{}, fact("soin.team.formed.v1", teamFormed, `{"time":"yesterday"}`), "metadata.time"},
		"another subject":      {"team-1", esdb.Any{}, fact("soin.team.formed.v1", teamFormed, `{"time":"2026-02-01T08:00:00Z","subject":"2"}`), "metadata.subject"},
		"another type":         {"team-1", esdb.Any{}, fact("soin.team.formed.v1", teamFormed, `{"time":"2026-02-01T08:00:00Z","type":"x"}`), "metadata.type"},
		"no JSON":              {"team-1", esdb.Any{}, fact("soin.team.formed.v1", teamFormed, `{`), "metadata"},
		"a name twice":         {"team-1", esdb.Any{}, fact("soin.team.formed.v1", teamFormed, `{"time":"2026-02-01T08:00:00Z","time":"2026-02-01T08:00:00Z"}`), "twice"},
		"bytes":                {"team-1", esdb.Any{}, binary, "content-type"},
		"another context":      {"survey-1", esdb.Any{}, fact("soin.team.formed.v1", teamFormed, itsTime), "team-<subject>"},
		"no subject":           {"team", esdb.Any{}, fact("soin.team.formed.v1", teamFormed, itsTime), "<context>-<subject>"},
		"a foreign type":       {"team-1", esdb.Any{}, fact("TeamFormed", teamFormed, itsTime), "soin.<name>.v<version>"},
		"an unknown type":      {"team-1", esdb.Any{}, fact("soin.team.format.v1", teamFormed, itsTime), "soin.team.formed.v1"},
		"a rule of its data":   {"team-1", esdb.Any{}, fact("soin.team.formed.v1", `{"name":""}`, itsTime), "data.name"},
		"what Soin records":    {"model-1", esdb.Any{}, fact("soin.model.adopted.v1", `{}`, itsTime), "recorded by Soin itself"},
		"no stream":            {"team-1", esdb.NoStream{}, fact("soin.team.formed.v1", teamFormed, itsTime), "must be any"},
		"a revision":           {"team-1", esdb.Revision(3), fact("soin.team.formed.v1", teamFormed, itsTime), "must be any"},
		"an existing stream":   {"team-1", esdb.StreamExists{}, fact("soin.team.formed.v1", teamFormed, itsTime), "must be any"},
		"metadata of a stream": {"$$team-1", esdb.Any{}, fact("$metadata", `{}`, ""), "not for publishing"},
		"a link":               {"$et-x", esdb.Any{}, fact("$>", `0@team-1`, ""), "not for publishing"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := paul.AppendToStream(deadline(t), c.stream, esdb.AppendToStreamOptions{ExpectedRevision: c.expected}, c.event)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want it to say %q", err, c.says)
			}
		})
	}
	if head, err := store.Head(t.Context()); head != 0 || err != nil {
		t.Errorf("something was stored: %d, %v", head, err)
	}
}

// Every voice of the language, in a form that is valid in every respect.
func TestNoVoiceGetsIntoTheLog(t *testing.T) {
	server, store := gated(t)
	boss := as(t, server, "boss:changeit@")
	catalog := domain.Catalog(jsoncodec.Unmarshal)
	voices := 0
	for _, kind := range catalog.Types() {
		if _, ok := kind.Zero().(event.Voice); !ok {
			continue
		}
		voices++
		sample, err := os.ReadFile(fmt.Sprintf("../../domain/testdata/%s.v%d.json", kind.Name(), kind.Version()))
		if err != nil {
			t.Fatal(err)
		}
		judge, _ := catalog.Context(kind.Name())
		_, err = boss.AppendToStream(deadline(t), judge.Category()+"-1", esdb.AppendToStreamOptions{},
			fact(event.WireType(kind.Name(), kind.Version()), string(sample), itsTime))
		if err == nil || !strings.Contains(err.Error(), "said in confidence") {
			t.Errorf("%s: %v", kind.Name(), err)
		}
	}
	if head, err := store.Head(t.Context()); voices == 0 || head != 0 || err != nil {
		t.Errorf("of %d voices, something was stored: %d, %v", voices, head, err)
	}
}

func TestOfSeveralEventsTheErrorNamesTheOneAndWhatStands(t *testing.T) {
	server, _ := gated(t)
	paul, eve := as(t, server, "paul:changeit@"), as(t, server, "eve:changeit@")
	events := []esdb.EventData{
		fact("soin.team.formed.v1", teamFormed, itsTime),
		fact("soin.team.headcount-reported.v1", `{"headcount":7}`, itsTime),
		fact("soin.team.formed.v1", teamFormed, itsTime),
		fact("soin.team.headcount-reported.v1", `{"headcount":8}`, itsTime),
	}
	_, err := paul.AppendToStream(deadline(t), "team-1", esdb.AppendToStreamOptions{}, events...)
	if err == nil || !strings.Contains(err.Error(), "event 3 of 4") || !strings.Contains(err.Error(), "the first 2 stand") ||
		!strings.Contains(err.Error(), events[2].EventID.String()) {
		t.Errorf("got %v", err)
	}
	if n := len(readStream(t, eve, "team-1", esdb.Forwards, esdb.Start{}, 9)); n != 2 {
		t.Errorf("the stream has %d events", n)
	}
}

func TestNothingIsEverDeletedFromTheLog(t *testing.T) {
	server, _ := gated(t)
	boss := as(t, server, "boss:changeit@")
	write(t, boss, "team-1", esdb.Any{}, fact("soin.team.formed.v1", teamFormed, itsTime))
	_, err := boss.DeleteStream(deadline(t), "team-1", esdb.DeleteStreamOptions{})
	wantCode(t, err, esdb.ErrorCodeAccessDenied)
	_, err = boss.TombstoneStream(deadline(t), "team-1", esdb.TombstoneStreamOptions{})
	wantCode(t, err, esdb.ErrorCodeAccessDenied)
	_, err = boss.SetStreamMetadata(deadline(t), "team-1", esdb.AppendToStreamOptions{}, esdb.StreamMetadata{})
	wantCode(t, err, esdb.ErrorCodeAccessDenied)
	if n := len(readStream(t, boss, "team-1", esdb.Forwards, esdb.Start{}, 9)); n != 1 {
		t.Errorf("the stream has %d events", n)
	}
}

func TestAnAuditorReadsPseudonymsAndSealedText(t *testing.T) {
	server, _ := gated(t)
	paul, eve := as(t, server, "paul:changeit@"), as(t, server, "eve:changeit@")
	sample, err := os.ReadFile("../../domain/testdata/recognition.given.v1.json")
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]any
	if err := json.Unmarshal(sample, &texts); err != nil {
		t.Fatal(err)
	}
	write(t, paul, "recognition-1", esdb.Any{}, fact("soin.recognition.given.v1", string(sample), itsTime))
	got := string(readAll(t, eve, esdb.Forwards, esdb.Start{}, 9)[0].Event.Data)
	var concealed map[string]any
	if err := json.Unmarshal([]byte(got), &concealed); err != nil {
		t.Fatal(err)
	}
	changed := 0
	for name, was := range texts {
		if text, ok := was.(string); ok && concealed[name] != text {
			changed++
			if strings.Contains(got, text) {
				t.Errorf("%s is read as it was published: %s", name, got)
			}
		}
	}
	if changed == 0 {
		t.Errorf("nothing is concealed of %s", got)
	}
}

// What the trailers hold beside the status, for clients that know Soin.
func TestARefusalCarriesItsFieldsAsAProblem(t *testing.T) {
	server, _ := gated(t)
	_, text := published(t, server, "team-1", "soin.team.formed.v1", `{"name":""}`, itsTime)
	var p struct {
		Type   string
		Errors []struct{ Path, Rule string }
	}
	if json.Unmarshal([]byte(text), &p) != nil || p.Type != "urn:soin:problem:invalid" || len(p.Errors) != 1 || p.Errors[0].Path != "data.name" {
		t.Errorf("the trailer says %q", text)
	}
}

func sendAll(t *testing.T, call grpc.ClientStream, messages ...any) {
	t.Helper()
	for _, m := range messages {
		if err := call.SendMsg(m); err != nil && err != io.EOF {
			t.Fatal(err)
		}
	}
}
