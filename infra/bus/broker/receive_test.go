package broker

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"soin/domain"
	"soin/domain/event"
	"soin/infra/bus"
	"soin/infra/ingest"
	"soin/infra/jsoncodec"
	"soin/infra/memstore"
)

func binaryVoice(t *testing.T) *message.Message {
	t.Helper()
	payload, err := os.ReadFile("../../../domain/testdata/survey.ballot-cast.v1.json")
	if err != nil {
		t.Fatal(err)
	}
	msg := message.NewMessage("u-1", payload)
	msg.Metadata = message.Metadata{
		bus.SpecVersion: "1.0", bus.Type: "soin.survey.ballot-cast.v1", bus.Source: "urn:b", bus.ID: "voter-ana", bus.Subject: "w1",
		bus.Time: "2026-01-01T00:00:00Z", bus.ContentType: "application/json", "x-employee": "ana",
	}
	return msg
}

func structuredMessage(kind, payload string) *message.Message {
	msg := message.NewMessage("voter-ana", []byte(payload))
	msg.Metadata = message.Metadata{bus.ContentType: kind, "x-employee": "ana"}
	return msg
}

// Whatever else is wrong with a voice, nothing is kept that leads to who sent it.
func TestAVoiceIsConfidentialBeforeItIsRefused(t *testing.T) {
	door := ingest.NewDoor(event.NewLog(memstore.New(), domain.Catalog(jsoncodec.Unmarshal)), time.Now)
	changed := func(name, value string) *message.Message {
		msg := binaryVoice(t)
		msg.Metadata.Set(name, value)
		return msg
	}
	const json = "application/cloudevents+json"
	for name, msg := range map[string]*message.Message{
		"whole":                    binaryVoice(t),
		"source not accepted":      changed(bus.Source, "urn:c"),
		"without time":             changed(bus.Time, ""),
		"bad time":                 changed(bus.Time, "yesterday"),
		"future time":              changed(bus.Time, "2099-01-01T00:00:00Z"),
		"unknown version":          changed(bus.Type, "soin.survey.ballot-cast.v9"),
		"version that is none":     changed(bus.Type, "soin.survey.ballot-cast.vX"),
		"other media type":         changed(bus.ContentType, "text/plain"),
		"without type":             changed(bus.Type, ""),
		"structured without time":  structuredMessage(json, `{"specversion":"1.0","type":"soin.survey.ballot-cast.v1","id":"voter-ana"}`),
		"structured, in pieces":    structuredMessage(json, `{"specversion":"1.0","type":"soin.survey.ballot-cast.v1","id":"voter-ana`),
		"structured, type twice":   structuredMessage(json, `{"type":"soin.team.formed.v1","type":"soin.survey.ballot-cast.v1"}`),
		"a batch":                  structuredMessage("application/cloudevents-batch+json", `[{"type":"soin.survey.ballot-cast.v1"}]`),
		"structured, another form": structuredMessage("application/cloudevents+avro", "voter-ana"),
	} {
		err := receive(Source{Accepts: []string{"urn:b"}}, door)(msg)
		if err == nil || strings.Contains(err.Error(), "ana") {
			t.Errorf("%s: %v", name, err)
		}
		if !bus.IsConfidential(msg) || msg.UUID != "" || len(msg.Payload) > 0 || msg.Metadata.Get(bus.ID)+msg.Metadata.Get("x-employee") != "" {
			t.Errorf("%s: %+v is kept", name, msg)
		}
	}
	act := changed(bus.Type, "soin.team.formed.v1")
	if err := receive(Source{}, door)(act); err == nil || bus.IsConfidential(act) {
		t.Errorf("an act that is refused is not kept: %v", err)
	}
}
