package bus

import (
	"context"
	"crypto/rand"
	"errors"
	"sync/atomic"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"soin/domain/event"
	"soin/domain/rule"
)

// errPublisherClosed is the answer of a publisher that was closed.
var errPublisherClosed = errors.New("the publisher is closed")

// publishing states the events that hold messages.
const publishing = "urn:soin:bus"

// Publisher puts messages into a store that is not the log: facts enter the log through
// the Door only. The messages of a topic stand in one stream, named as the topic, in the
// order they were published. Those of one call are durable when it returns, or none is.
type Publisher struct {
	store  event.Store
	clock  func() time.Time
	closed atomic.Bool
}

var _ message.Publisher = (*Publisher)(nil)

// NewPublisher publishes into a store, which stays the caller's to close.
func NewPublisher(store event.Store, clock func() time.Time) *Publisher {
	return &Publisher{store: store, clock: clock}
}

// Publish stores messages, under the context of the first of them. A message is stored
// anew each time it is published.
func (p *Publisher) Publish(topic string, messages ...*message.Message) error {
	if p.closed.Load() {
		return errPublisherClosed
	}
	if len(messages) == 0 {
		return nil
	}
	if err := rule.Text("topic", topic, 1, 256); err != nil {
		return err
	}
	events, now := make([]event.Raw, len(messages)), p.clock().UTC()
	for i, msg := range messages {
		data, err := marshal(msg)
		if err != nil {
			return err
		}
		events[i] = event.Raw{
			Envelope: event.Envelope{Source: publishing, ID: rand.Text(), Time: now}, Name: topic, Version: 1, Data: data,
		}
	}
	return p.append(messages[0].Context(), topic, events)
}

func (p *Publisher) append(ctx context.Context, topic string, events []event.Raw) error {
	_, err := p.store.Append(ctx, topic, event.Any, events)
	return err
}

// Close lets nothing more in. What was published is durable already.
func (p *Publisher) Close() error {
	p.closed.Store(true)
	return nil
}
