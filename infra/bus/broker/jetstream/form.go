package jetstream

import (
	"net/url"
	"strings"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/nats-io/nats.go"

	"soin/infra/bus"
)

// prefix is that of attributes among the headers of NATS.
const prefix = "ce-"

// marshaler writes CloudEvents as the NATS protocol binding has them.
type marshaler struct{}

func (marshaler) Marshal(subject string, msg *message.Message) (*nats.Msg, error) {
	out := nats.NewMsg(subject)
	out.Data = msg.Payload
	out.Header[nats.MsgIdHdr] = []string{msg.UUID}
	for name, value := range msg.Metadata {
		if attribute, ok := strings.CutPrefix(name, bus.AttributePrefix); ok {
			out.Header[prefix+attribute] = []string{encode(value)}
		}
	}
	if kind := msg.Metadata.Get(bus.ContentType); kind != "" {
		out.Header[bus.ContentType] = []string{kind}
	}
	return out, nil
}

// encode percent-encodes what the binding wants encoded, as for HTTP: space, double quote,
// percent sign, and everything that is not printable ASCII.
func encode(value string) string {
	var b strings.Builder
	for i := range len(value) {
		if c := value[i]; c <= ' ' || c >= 0x7f || c == '"' || c == '%' {
			const digits = "0123456789ABCDEF"
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// unmarshal reads headers of any case; a value that is not encoded is taken as it is. What
// is given several times is no attribute of an event, and the Door says so.
func unmarshal(header nats.Header, data []byte) *message.Message {
	msg := message.NewMessage(header.Get(nats.MsgIdHdr), data)
	for name, values := range header {
		lower := strings.ToLower(name)
		value := strings.Join(values, ",")
		if lower == bus.ContentType {
			msg.Metadata.Set(bus.ContentType, value)
		}
		if attribute, ok := strings.CutPrefix(lower, prefix); ok {
			if decoded, err := url.PathUnescape(value); err == nil {
				value = decoded
			}
			msg.Metadata.Set(bus.AttributePrefix+attribute, value)
		}
	}
	if msg.UUID == "" {
		msg.UUID = msg.Metadata.Get(bus.ID)
	}
	return msg
}
