package kafka

import (
	"strings"

	"github.com/IBM/sarama"
	"github.com/ThreeDotsLabs/watermill/message"

	"soin/infra/bus"
)

// marshaler writes and reads CloudEvents as the Kafka protocol binding has them.
type marshaler struct{}

func (marshaler) Marshal(topic string, msg *message.Message) (*sarama.ProducerMessage, error) {
	out := &sarama.ProducerMessage{
		Topic: topic, Key: sarama.StringEncoder(msg.Metadata.Get(bus.Stream)), Value: sarama.ByteEncoder(msg.Payload),
	}
	for name, value := range msg.Metadata {
		if strings.HasPrefix(name, bus.AttributePrefix) || name == bus.ContentType {
			out.Headers = append(out.Headers, sarama.RecordHeader{Key: []byte(name), Value: []byte(value)})
		}
	}
	return out, nil
}

// Unmarshal never fails: whatever a stranger sent is a message, and the Door says what is
// wrong with it.
func (marshaler) Unmarshal(in *sarama.ConsumerMessage) (*message.Message, error) {
	msg := message.NewMessage("", in.Value)
	for _, h := range in.Headers {
		if h == nil {
			continue
		}
		name := string(h.Key)
		switch {
		case strings.EqualFold(name, bus.ContentType):
			msg.Metadata.Set(bus.ContentType, string(h.Value))
		case strings.HasPrefix(name, bus.AttributePrefix):
			msg.Metadata.Set(name, string(h.Value))
		}
	}
	msg.UUID = msg.Metadata.Get(bus.ID)
	return msg, nil
}
