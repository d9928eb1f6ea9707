package broker

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/ThreeDotsLabs/watermill/message"

	"soin/domain/event"
	"soin/domain/rule"
	"soin/infra/bus"
	"soin/infra/ingest"
)

// Door judges what comes in, as [ingest.Door] does.
type Door interface {
	Accept(ctx context.Context, deliveries []ingest.Delivery) ([]ingest.Outcome, error)
}

// receive hands what a source brings to the Door.
func receive(s Source, door Door) message.NoPublishHandlerFunc {
	return func(msg *message.Message) error {
		d, err := parse(msg)
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
			if _, voice := errors.AsType[*event.VoiceError](err); voice {
				bus.Confidential(msg)
			}
			return bus.Never(err)
		default:
			return bus.Later(err)
		}
	}
}

// structured is what the media types of whole events begin with.
const structured = "application/cloudevents"

// parse reads a CloudEvent in binary or structured mode. What a structured one says of
// itself is put among the metadata, for whoever has to look at it.
func parse(msg *message.Message) (ingest.Delivery, error) {
	kind := msg.Metadata.Get(bus.ContentType)
	if strings.HasPrefix(strings.ToLower(kind), structured) {
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
