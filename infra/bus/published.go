package bus

import (
	"encoding/json"
	"unicode/utf8"

	"github.com/ThreeDotsLabs/watermill/message"

	"soin/domain/event"
	"soin/domain/rule"
)

// published is the stored form of a message.
type published struct {
	UUID     string            `json:"uuid,omitempty"`
	Metadata map[string]string `json:"metadata,omitempty"`
	Payload  []byte            `json:"payload,omitempty"` // in base64, because it may be anything
}

// MaxStored is the size of the largest stored form, in bytes: with its envelope it stays
// below what every store takes in one append. A payload may have three quarters of it.
const MaxStored = event.MaxData - 64<<10

// marshal keeps all there is of a message, or fails with a [*rule.Violation].
func marshal(msg *message.Message) ([]byte, error) {
	text := []error{rule.Check("uuid", msg.UUID, utf8.ValidString(msg.UUID), "must be valid UTF-8")}
	for name, value := range msg.Metadata {
		text = append(text, rule.Check("metadata", name, utf8.ValidString(name) && utf8.ValidString(value), "must be valid UTF-8"))
	}
	if err := rule.All(text...); err != nil {
		return nil, err
	}
	data, err := json.Marshal(published{msg.UUID, msg.Metadata, msg.Payload})
	if err != nil {
		return nil, err
	}
	return data, rule.Check("message", len(data), len(data) <= MaxStored, "must have at most 960 KiB with its payload in base64")
}

// Published reads back what a [Publisher] was given: UUID, metadata and payload.
func Published(r event.RawRecorded) (*message.Message, error) {
	var p published
	if err := json.Unmarshal(r.Data, &p); err != nil {
		return nil, &event.CorruptError{Place: r.Place, Err: err}
	}
	msg := message.NewMessage(p.UUID, p.Payload)
	if p.Metadata != nil {
		msg.Metadata = p.Metadata
	}
	return msg, nil
}
