package poison

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"

	"soin/domain/event"
	"soin/domain/rule"
	"soin/infra/bus"
)

var _ message.Publisher = (*Box)(nil)

// keyLength is the letters of a key: 60 random bits.
const keyLength = 12

// Publish keeps messages that the router gives up. The topic says nothing: there is one box.
func (b *Box) Publish(_ string, messages ...*message.Message) error {
	for _, msg := range messages {
		if err := b.keep(msg); err != nil {
			return err
		}
	}
	return nil
}

func (b *Box) keep(msg *message.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	form, err := b.formOf(msg)
	if err != nil {
		return err
	}
	key, known := b.find(form)
	if !known && len(b.held) >= MaxMessages || b.size+base64.StdEncoding.EncodedLen(len(form.Payload)) > MaxBytes {
		return &FullError{}
	}
	topic := event.StreamName(category, key)
	if len(form.Payload) > 0 {
		form.Payload = b.sealer.Seal(topic, form.Payload)
	}
	err = b.pub.Publish(topic, form)
	if _, tooLarge := errors.AsType[*rule.Violation](err); tooLarge { // its payload or its attributes are
		form = envelopeOf(form)
		err = b.pub.Publish(topic, form)
	}
	if err != nil {
		return fmt.Errorf("poisoned message: %w", err)
	}
	b.hold(&entry{
		Message: describe(key, form, b.clock().UTC()), identity: form.Metadata.Get(identityKey),
		stream: topic, bytes: base64.StdEncoding.EncodedLen(len(form.Payload)),
	})
	return nil
}

// find is the key of the same message of the same handler, kept before, or a new one.
func (b *Box) find(form *message.Message) (key string, known bool) {
	for key, e := range b.held {
		if e.identity == form.Metadata.Get(identityKey) {
			return key, true
		}
	}
	return strings.ToLower(rand.Text()[:keyLength]), false
}

// identityOf tells one message of one handler from every other.
func (b *Box) identityOf(msg *message.Message) string {
	var h bytes.Buffer
	for _, part := range [...]string{
		msg.Metadata.Get(middleware.PoisonedHandlerKey), msg.UUID, msg.Metadata.Get(bus.Source), msg.Metadata.Get(bus.ID), string(msg.Payload),
	} {
		_, _ = fmt.Fprintf(&h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(b.sealer.Mark(h.Bytes())[:16])
}

// Limits of what is kept of a message that is too large to be kept whole.
const (
	maxReason    = 2_000 // bytes
	maxAttribute = 300   // bytes of a value
)

// formOf is a message as it is kept, but for the seal: in UTF-8, its error shortened, and what
// is not shown of it in the payload.
func (b *Box) formOf(msg *message.Message) (*message.Message, error) {
	form := message.NewMessageWithContext(msg.Context(), strings.ToValidUTF8(msg.UUID, "\uFFFD"), msg.Payload)
	for name, value := range msg.Metadata {
		form.Metadata.Set(strings.ToValidUTF8(name, "\uFFFD"), strings.ToValidUTF8(value, "\uFFFD"))
	}
	form.Metadata.Set(middleware.ReasonForPoisonedKey, shortened(form.Metadata.Get(middleware.ReasonForPoisonedKey), maxReason))
	form.Metadata.Set(identityKey, b.identityOf(msg))
	form.Metadata.Set(sizeKey, strconv.Itoa(len(msg.Payload)))
	if bus.IsConfidential(msg) {
		form.Metadata.Set(goneKey, "true")
		return form, nil
	}
	return form, enclose(form)
}

// envelopeOf leaves out what may be large.
func envelopeOf(msg *message.Message) *message.Message {
	form := message.NewMessageWithContext(msg.Context(), shortened(msg.UUID, maxAttribute), nil)
	for _, name := range [...]string{
		middleware.PoisonedHandlerKey, middleware.PoisonedTopicKey, middleware.PoisonedSubscriberKey,
		bus.Type, bus.Source, bus.ID, bus.Subject, bus.Time, sizeKey, identityKey,
	} {
		form.Metadata.Set(name, shortened(msg.Metadata.Get(name), maxAttribute))
	}
	form.Metadata.Set(middleware.ReasonForPoisonedKey, msg.Metadata.Get(middleware.ReasonForPoisonedKey))
	form.Metadata.Set(goneKey, "true")
	return form
}

func shortened(text string, longest int) string {
	if len(text) <= longest {
		return text
	}
	return strings.ToValidUTF8(text[:longest], "") + "…"
}

// Close does nothing: what was kept is durable.
func (b *Box) Close() error { return nil }
