package broker

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/ThreeDotsLabs/watermill/message"

	"soin/domain/event"
	"soin/domain/rule"
	"soin/infra/bus"
	"soin/infra/ingest"
	"soin/infra/jsoncodec"
)

// Door judges what comes in, as [ingest.Door] does.
type Door interface {
	Accept(ctx context.Context, deliveries []ingest.Delivery) ([]ingest.Outcome, error)
	// IsVoice reports whether a type, in any version, is of what is said in confidence.
	IsVoice(wireType string) bool
}

// receive hands what a source brings to the Door. What may be a voice is made confidential
// before anything can refuse it.
func receive(s Source, door Door) message.NoPublishHandlerFunc {
	return func(msg *message.Message) error {
		kind, known := typeOf(msg)
		d, err := parse(msg)
		if !known || door.IsVoice(kind) {
			bus.Confidential(msg)
			return bus.Never(inConfidence(kind, known))
		}
		if err == nil && len(s.Accepts) > 0 && !slices.Contains(s.Accepts, d.Source) {
			err = rule.All(rule.Break("source", d.Source, "is none that this broker may bring"))
		}
		if err != nil {
			return bus.Never(err)
		}
		outcomes, err := door.Accept(msg.Context(), []ingest.Delivery{d})
		if err == nil {
			err = outcomes[0].Err
		}
		switch {
		case err == nil: // recorded, recorded before, or parked: durable either way
			return nil
		case ingest.BefallsOne(err):
			return bus.Never(err)
		default:
			return bus.Later(err)
		}
	}
}

// structured is what the media types of whole events begin with.
const structured = "application/cloudevents"

// inConfidence is why a message is refused that is a voice, or may be one.
func inConfidence(kind string, known bool) error {
	if !known {
		return rule.All(rule.Break("type", "", "must be readable, or nothing else is read and kept"))
	}
	return &event.VoiceError{Name: kind}
}

// typeOf is the type a message says to be of, whatever else is wrong with it, and whether
// it can be read at all.
func typeOf(msg *message.Message) (kind string, known bool) {
	if !isStructured(msg) {
		kind = msg.Metadata.Get(bus.Type)
		return kind, kind != ""
	}
	var attributes map[string]json.RawMessage
	strict, err := jsoncodec.Compact(msg.Payload)
	if err != nil || json.Unmarshal(strict, &attributes) != nil || json.Unmarshal(attributes["type"], &kind) != nil {
		return "", false
	}
	return kind, kind != ""
}

func isStructured(msg *message.Message) bool {
	return strings.HasPrefix(strings.ToLower(msg.Metadata.Get(bus.ContentType)), structured)
}

// parse reads a CloudEvent in binary or structured mode. What a structured one says of
// itself is put among the metadata, for whoever has to look at it.
func parse(msg *message.Message) (ingest.Delivery, error) {
	kind := msg.Metadata.Get(bus.ContentType)
	if isStructured(msg) {
		d, err := parseStructured(kind, msg.Payload)
		if err == nil {
			for name, value := range map[string]string{bus.Type: d.Type, bus.Source: d.Source, bus.ID: d.ID, bus.Subject: d.Subject} {
				msg.Metadata.Set(name, value)
			}
		}
		return d, err
	}
	attributes := map[string]string{}
	for name, value := range msg.Metadata {
		if name, ok := strings.CutPrefix(name, bus.AttributePrefix); ok {
			attributes[name] = value
		}
	}
	if kind != "" {
		attributes["datacontenttype"] = kind
	}
	return ingest.ParseBinary(attributes, msg.Payload)
}

func parseStructured(kind string, payload []byte) (ingest.Delivery, error) {
	media, _, _ := strings.Cut(kind, ";")
	if !strings.EqualFold(strings.TrimSpace(media), structured+"+json") {
		return ingest.Delivery{}, rule.All(rule.Break("content-type", kind, "must be application/cloudevents+json for a whole event"))
	}
	return ingest.ParseJSON(payload)
}
