package amqp

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	amqp091 "github.com/rabbitmq/amqp091-go"

	"soin/infra/bus"
)

// The prefixes of attributes among headers: the first one is written, both are read.
var prefixes = [...]string{"cloudEvents_", "cloudEvents:"}

// marshaler writes and reads CloudEvents as the AMQP protocol binding has them.
type marshaler struct{}

func (marshaler) Marshal(msg *message.Message) (amqp091.Publishing, error) {
	headers := amqp091.Table{}
	for name, value := range msg.Metadata {
		if attribute, ok := strings.CutPrefix(name, bus.AttributePrefix); ok {
			headers[prefixes[0]+attribute] = value
		}
	}
	return amqp091.Publishing{
		Headers: headers, Body: msg.Payload, MessageId: msg.UUID,
		ContentType: msg.Metadata.Get(bus.ContentType), DeliveryMode: amqp091.Persistent,
	}, nil
}

// errNothing is what a closed connection delivers.
var errNothing = errors.New("the connection was closed")

// Unmarshal fails for what is no delivery at all. Whatever a stranger sent is a message:
// the Door says what is wrong with it.
func (marshaler) Unmarshal(d amqp091.Delivery) (*message.Message, error) {
	if d.Acknowledger == nil {
		return nil, errNothing
	}
	msg := message.NewMessage(d.MessageId, d.Body)
	if d.ContentType != "" {
		msg.Metadata.Set(bus.ContentType, d.ContentType)
	}
	for name, value := range d.Headers {
		for _, prefix := range prefixes {
			if attribute, ok := strings.CutPrefix(name, prefix); ok {
				msg.Metadata.Set(bus.AttributePrefix+attribute, text(value))
			}
		}
	}
	if msg.UUID == "" {
		msg.UUID = msg.Metadata.Get(bus.ID)
	}
	return msg, nil
}

// text is the canonical form of a value, as CloudEvents has it.
func text(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	}
	return fmt.Sprint(value)
}
