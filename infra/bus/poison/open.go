package poison

import (
	"cmp"
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"

	"soin/domain/event"
	"soin/infra/bus"
)

const (
	category = "poisoned"
	journal  = "discarded"
	refused  = "poison.refused-again"
	stating  = "urn:soin:poison"

	// Metadata of our own in what is kept.
	sizeKey     = "soin_payload_bytes"
	goneKey     = "soin_payload_left_out"
	identityKey = "soin_identity"
)

// Sealer makes payloads unreadable to whoever lacks its key, as the vault's does.
type Sealer interface {
	Seal(place string, plain []byte) []byte
	Open(place string, sealed []byte) ([]byte, error)
	// Mark is a keyed hash.
	Mark(b []byte) []byte
}

// Open reads what is kept in a store, which stays the caller's to close and may be open for
// reading only; then there need not be a sealer. Clock tells since when a message is
// poisoned.
func Open(ctx context.Context, store event.Store, sealer Sealer, clock func() time.Time) (*Box, error) {
	b := &Box{store: store, sealer: sealer, pub: bus.NewPublisher(store, clock), clock: clock, held: map[string]*entry{}, trying: map[string]bool{}}
	for r, err := range store.All(ctx, 0) {
		if err == nil {
			err = b.fold(r)
		}
		if err != nil {
			return nil, err
		}
	}
	return b, nil
}

// fold takes in one event of the store.
func (b *Box) fold(r event.RawRecorded) error {
	key, ok := strings.CutPrefix(r.Stream, category+"-")
	if !ok {
		return nil // the journal
	}
	if r.Name == refused {
		var n note
		if err := json.Unmarshal(r.Data, &n); err != nil {
			return &event.CorruptError{Place: r.Place, Err: err}
		}
		if e := b.held[key]; e != nil {
			e.Reason = n.Reason
		}
		return nil
	}
	msg, err := bus.Published(r)
	if err != nil {
		return err
	}
	b.hold(&entry{
		Message: describe(key, msg, r.Time), identity: msg.Metadata.Get(identityKey), stream: r.Stream, bytes: len(r.Data),
	})
	return nil
}

// hold counts an entry; one of the same key was its older form.
func (b *Box) hold(e *entry) {
	if was := b.held[e.Key]; was != nil {
		e.Since = was.Since
		e.bytes += was.bytes
		b.size -= was.bytes
	}
	b.held[e.Key] = e
	b.size += e.bytes
}

func (b *Box) drop(e *entry) {
	delete(b.held, e.Key)
	b.size -= e.bytes
}

// describe says of a kept message what may be shown.
func describe(key string, msg *message.Message, since time.Time) Message {
	m := msg.Metadata
	size, err := strconv.Atoi(m.Get(sizeKey))
	if err != nil {
		size = len(msg.Payload)
	}
	return Message{
		Key: key, Handler: m.Get(middleware.PoisonedHandlerKey), Topic: m.Get(middleware.PoisonedTopicKey), UUID: msg.UUID,
		Type: m.Get(bus.Type), Source: m.Get(bus.Source), ID: cmp.Or(m.Get(bus.ID), msg.UUID),
		Subject: m.Get(bus.Subject), Time: m.Get(bus.Time), Reason: m.Get(middleware.ReasonForPoisonedKey),
		Size: size, Kept: m.Get(goneKey) == "", Since: since, Confidential: bus.IsConfidential(msg),
	}
}
