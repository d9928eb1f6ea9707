package poison

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"slices"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"

	"soin/infra/bus"
)

// shown are the metadata that stand beside what is sealed: what operators see, and what the
// box itself needs. Any other may name people.
var shown = [...]string{
	middleware.PoisonedHandlerKey, middleware.PoisonedTopicKey, middleware.PoisonedSubscriberKey, middleware.ReasonForPoisonedKey,
	bus.Type, bus.Source, bus.ID, bus.Subject, bus.Time, sizeKey, goneKey, identityKey,
}

// enclose moves the metadata that are not shown in front of the payload, to be sealed with
// it: their length in four bytes, themselves as JSON, the payload.
func enclose(form *message.Message) error {
	hidden := message.Metadata{}
	for name, value := range form.Metadata {
		if !slices.Contains(shown[:], name) {
			hidden[name] = value
			delete(form.Metadata, name)
		}
	}
	text, err := json.Marshal(hidden)
	if err != nil {
		return err
	}
	whole := binary.BigEndian.AppendUint32(nil, uint32(len(text))) //nolint:gosec // metadata are not of 4 GiB
	form.Payload = append(append(whole, text...), form.Payload...)
	return nil
}

var errNotEnclosed = errors.New("what is kept has another form than it should")

// unseal opens what was sealed of a message and puts each part back in its place.
func (b *Box) unseal(place string, form *message.Message) error {
	whole, err := b.sealer.Open(place, form.Payload)
	if err != nil {
		return err
	}
	if len(whole) < 4 {
		return errNotEnclosed
	}
	end := 4 + int(binary.BigEndian.Uint32(whole))
	if end > len(whole) {
		return errNotEnclosed
	}
	var hidden map[string]string
	if err := json.Unmarshal(whole[4:end], &hidden); err != nil {
		return errNotEnclosed
	}
	for name, value := range hidden {
		form.Metadata.Set(name, value)
	}
	form.Payload = whole[end:]
	return nil
}
