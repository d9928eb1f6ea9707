// Package brokers is every kind of broker there is, in one list.
package brokers

import (
	"soin/infra/bus/broker"
	"soin/infra/bus/broker/amqp"
	"soin/infra/bus/broker/jetstream"
	"soin/infra/bus/broker/kafka"
)

// Technologies are those that a configuration may name, by kind.
func Technologies() map[string]broker.Technology {
	return map[string]broker.Technology{
		broker.NATS:  jetstream.Technology{},
		broker.AMQP:  amqp.Technology{},
		broker.Kafka: kafka.Technology{},
	}
}
