package broker

import (
	"errors"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/message"
)

// Technology connects to brokers of one kind. Messages bear their attributes as
// bus.AttributePrefix and the name, decoded, and bus.ContentType.
type Technology interface {
	// Publisher connects to a target. What it publishes is confirmed when Publish returns. A
	// message that the broker will never take fails with [ErrRefused].
	Publisher(t Target, logger watermill.LoggerAdapter) (message.Publisher, error)
	// Route is the topic a message is published to: a subject, a routing key, a topic.
	Route(t Target, msg *message.Message) string
	// Subscriber connects to a source. It gives one message at a time, in order.
	Subscriber(s Source, logger watermill.LoggerAdapter) (message.Subscriber, error)
}

// ErrRefused marks an error by which a broker says that it will never take a message.
var ErrRefused = errors.New("the broker refuses the message")
