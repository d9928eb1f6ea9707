package esdbserver_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"soin/infra/esdbserver/esdbservertest"
)

// published is what a publisher is told of an event: the message, and the problem in the trailer.
func published(t *testing.T, server *esdbservertest.Server, stream, kind, data, attributes string) (message, problem string) {
	t.Helper()
	call, err := streams.NewStreamsClient(dial(t, server)).Append(metadata.AppendToOutgoingContext(deadline(t), "authorization", "Basic cGF1bDpjaGFuZ2VpdA=="))
	if err != nil {
		t.Fatal(err)
	}
	sendAll(t, call,
		&streams.AppendReq{Content: &streams.AppendReq_Options_{Options: &streams.AppendReq_Options{
			StreamIdentifier:       &shared.StreamIdentifier{StreamName: []byte(stream)},
			ExpectedStreamRevision: &streams.AppendReq_Options_Any{Any: &shared.Empty{}},
		}}},
		&streams.AppendReq{Content: &streams.AppendReq_ProposedMessage_{ProposedMessage: &streams.AppendReq_ProposedMessage{
			Id:       &shared.UUID{Value: &shared.UUID_String_{String_: uuid.NewString()}},
			Metadata: map[string]string{"type": kind, "content-type": "application/json"},
			Data:     []byte(data), CustomMetadata: []byte(attributes),
		}}})
	if _, err = call.CloseAndRecv(); err == nil {
		t.Fatalf("%s, %s was taken", data, attributes)
	}
	return status.Convert(err).Message(), strings.Join(call.Trailer().Get("soin-problem-bin"), "")
}

// The word is written wherever a rule can be broken by it.
func TestNoRefusalRepeatsWhatSomebodyWrote(t *testing.T) {
	const word = "Zorglub"
	server, _ := gated(t)
	kinds := map[string]string{"team": "team.formed", "survey": "survey.opened"}
	for name, c := range map[string]struct{ of, data, attributes, path string }{
		"data that break a rule":         {"team", `{"name":"` + word + `\u0007"}`, itsTime, "data.name"},
		"a date":                         {"survey", `{"instrumentId":"i","version":"1","opensOn":"so \"` + word + `\""}`, itsTime, "data"},
		"half a letter":                  {"team", `{"name":"` + word + `\ud800"}`, itsTime, "data.name"},
		"half a letter of another field": {"team", `{"name":"Accueil","comment":"` + word + `\ud800"}`, itsTime, "data.comment"},
		"half a letter of a voice":       {"team", `{"comments":["` + word + `\ud800"]}`, itsTime, "data.comments[0]"},
		"half a letter of the metadata":  {"team", teamFormed, `{"time":"2026-02-01T08:00:00Z","comment":"` + word + `\ud800"}`, "metadata.comment"},
		"metadata that are a text":       {"team", teamFormed, `"` + word + `"`, "metadata"},
		"metadata that are none":         {"team", teamFormed, word, "metadata"},
		"an attribute that is an object": {"team", teamFormed, `{"time":{"` + word + `":1}}`, "metadata.time"},
		"a time":                         {"team", teamFormed, `{"time":"` + word + `"}`, "metadata.time"},
		"another subject":                {"team", teamFormed, `{"time":"2026-02-01T08:00:00Z","subject":"` + word + `"}`, "metadata.subject"},
		"another type":                   {"team", teamFormed, `{"time":"2026-02-01T08:00:00Z","type":"` + word + `"}`, "metadata.type"},
		"another specversion":            {"team", teamFormed, `{"time":"2026-02-01T08:00:00Z","specversion":"` + word + `"}`, "metadata.specversion"},
		"another content type":           {"team", teamFormed, `{"time":"2026-02-01T08:00:00Z","datacontenttype":"` + word + `"}`, "metadata.datacontenttype"},
		"an id that breaks a rule":       {"team", teamFormed, `{"time":"2026-02-01T08:00:00Z","id":"` + word + `\u0007"}`, "id"},
		"a source that breaks a rule":    {"team", teamFormed, `{"time":"2026-02-01T08:00:00Z","source":"` + word + ` \u0007"}`, "source"},
	} {
		t.Run(name, func(t *testing.T) {
			message, problem := published(t, server, c.of+"-1", "soin."+kinds[c.of]+".v1", c.data, c.attributes)
			if strings.Contains(message+problem, word) || !strings.Contains(message, c.path+" must") || !json.Valid([]byte(problem)) {
				t.Errorf("it is refused with %q and %s, want a rule of %s", message, problem, c.path)
			}
		})
	}
}
