// Package amqp connects to brokers of AMQP 0-9-1, as RabbitMQ is: a [broker.Technology].
//
// Facts go to a durable topic exchange under the event's name as routing key, persistent
// and confirmed, as CloudEvents in binary mode: attributes are headers that begin with
// cloudEvents_, the content type is the message's own. A queue has one order, and it is the
// log's. An exchange that no queue is bound to drops what it is given; a target that names
// a queue has it declared and bound.
//
// A source is a durable queue, read one message at a time; attributes may begin with
// cloudEvents_ or cloudEvents: there.
package amqp

import (
	"net/url"

	"github.com/ThreeDotsLabs/watermill"
	wmamqp "github.com/ThreeDotsLabs/watermill-amqp/v3/pkg/amqp"
	"github.com/ThreeDotsLabs/watermill/message"

	"soin/domain/event"
	"soin/infra/bus"
	"soin/infra/bus/broker"
)

// Technology needs no settings of its own.
type Technology struct{}

var _ broker.Technology = Technology{}

// Route is the routing key of a fact.
func (Technology) Route(_ broker.Target, msg *message.Message) string {
	name, _, _ := event.ParseWireType(msg.Metadata.Get(bus.Type))
	return name
}

// Publisher connects to a target and declares its exchange, and its queue if it has one.
func (Technology) Publisher(t broker.Target, logger watermill.LoggerAdapter) (message.Publisher, error) {
	connection, err := connectionOf(t.Connection)
	if err != nil {
		return nil, err
	}
	if t.Queue != "" {
		if err := declare(topology(connection, t.Exchange, t.Queue, "#"), logger); err != nil {
			return nil, err
		}
	}
	return wmamqp.NewPublisher(topology(connection, t.Exchange, t.Queue, "#"), logger)
}

// declare makes exchange, queue and binding.
func declare(config wmamqp.Config, logger watermill.LoggerAdapter) error {
	sub, err := wmamqp.NewSubscriber(config, logger)
	if err != nil {
		return err
	}
	err = sub.SubscribeInitialize("")
	if closing := sub.Close(); err == nil {
		err = closing
	}
	return err
}

// Subscriber connects to a source and declares its queue, and its binding if it has one.
func (Technology) Subscriber(s broker.Source, logger watermill.LoggerAdapter) (message.Subscriber, error) {
	connection, err := connectionOf(s.Connection)
	if err != nil {
		return nil, err
	}
	return wmamqp.NewSubscriber(topology(connection, s.Exchange, s.Queue, s.Binding), logger)
}

func topology(connection wmamqp.ConnectionConfig, exchange, queue, binding string) wmamqp.Config {
	return wmamqp.Config{
		Connection: connection,
		Marshaler:  marshaler{},
		Exchange:   wmamqp.ExchangeConfig{GenerateName: constant(exchange), Type: "topic", Durable: true},
		Queue:      wmamqp.QueueConfig{GenerateName: constant(queue), Durable: true},
		QueueBind:  wmamqp.QueueBindConfig{GenerateRoutingKey: constant(binding)},
		Publish: wmamqp.PublishConfig{
			GenerateRoutingKey: func(topic string) string { return topic },
			ConfirmDelivery:    true, ChannelPoolSize: 1,
		},
		Consume:         wmamqp.ConsumeConfig{Qos: wmamqp.QosConfig{PrefetchCount: 1}},
		TopologyBuilder: &wmamqp.DefaultTopologyBuilder{},
	}
}

func constant(name string) func(string) string { return func(string) string { return name } }

// connectionOf puts the credentials where the client wants them: into the address, which
// is kept here and told nobody.
func connectionOf(c broker.Connection) (wmamqp.ConnectionConfig, error) {
	u, err := url.Parse(c.URL)
	if err != nil {
		return wmamqp.ConnectionConfig{}, err
	}
	password, err := c.Auth.Password()
	if err != nil {
		return wmamqp.ConnectionConfig{}, err
	}
	if c.Auth.User != "" {
		u.User = url.UserPassword(c.Auth.User, password)
	}
	config, err := c.Client()
	return wmamqp.ConnectionConfig{AmqpURI: u.String(), TLSConfig: config}, err
}
