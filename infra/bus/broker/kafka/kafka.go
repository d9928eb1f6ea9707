// Package kafka connects to Kafka: a [broker.Technology].
//
// Facts go to a topic under their stream as key, so that those of one subject stand in one
// partition, in the order of the log; they are acknowledged by every replica that is in
// sync, and the producer is idempotent. They are CloudEvents in binary mode: headers ce_type,
// ce_source, ..., and content-type.
//
// A source is a consumer group on a topic; each partition is read one message at a time.
package kafka

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/IBM/sarama"
	"github.com/ThreeDotsLabs/watermill"
	wmkafka "github.com/ThreeDotsLabs/watermill-kafka/v3/pkg/kafka"
	"github.com/ThreeDotsLabs/watermill/message"

	"soin/infra/bus/broker"
)

// Technology needs no settings of its own.
type Technology struct{}

var _ broker.Technology = Technology{}

// Route is the target's topic.
func (Technology) Route(t broker.Target, _ *message.Message) string { return t.Topic }

// Publisher connects to a target.
func (Technology) Publisher(t broker.Target, logger watermill.LoggerAdapter) (message.Publisher, error) {
	config, err := configOf(t.Name, t.Connection)
	if err != nil {
		return nil, err
	}
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Producer.Idempotent = true
	config.Net.MaxOpenRequests = 1 // or what is tried again overtakes
	config.Producer.Return.Successes = true
	config.Producer.MaxMessageBytes = 2 << 20 // a payload of 1 MiB and its headers; the broker has the last word
	pub, err := wmkafka.NewPublisher(wmkafka.PublisherConfig{
		Brokers: brokers(t.URL), Marshaler: marshaler{}, OverwriteSaramaConfig: config,
	}, logger)
	if err != nil {
		return nil, err
	}
	return publisher{pub}, nil
}

// publisher tells what Kafka will never take.
type publisher struct{ *wmkafka.Publisher }

func (p publisher) Publish(topic string, messages ...*message.Message) error {
	err := p.Publisher.Publish(topic, messages...)
	var wrong sarama.ConfigurationError
	if errors.Is(err, sarama.ErrMessageSizeTooLarge) || errors.As(err, &wrong) {
		return errors.Join(broker.ErrRefused, err)
	}
	return err
}

// Subscriber connects to a source.
func (Technology) Subscriber(s broker.Source, logger watermill.LoggerAdapter) (message.Subscriber, error) {
	config, err := configOf(s.Name, s.Connection)
	if err != nil {
		return nil, err
	}
	config.Consumer.Return.Errors = true
	config.Consumer.Offsets.Initial = sarama.OffsetOldest
	return wmkafka.NewSubscriber(wmkafka.SubscriberConfig{
		Brokers: brokers(s.URL), Unmarshaler: marshaler{}, ConsumerGroup: s.Group,
		OverwriteSaramaConfig: config, NackResendSleep: wmkafka.NoSleep,
	}, logger)
}

// patience is how long a broker may take until it is connected.
const patience = 10 * time.Second

func configOf(name string, c broker.Connection) (*sarama.Config, error) {
	config := sarama.NewConfig()
	config.ClientID = "soin-" + name
	config.Version = sarama.V2_3_0_0
	config.Net.DialTimeout, config.Metadata.Timeout = patience, patience
	secure, err := c.Client()
	if err != nil {
		return nil, err
	}
	config.Net.TLS.Enable, config.Net.TLS.Config = secure != nil, secure
	if c.Auth.User != "" {
		config.Net.SASL.Enable, config.Net.SASL.User = true, c.Auth.User
		config.Net.SASL.Mechanism = sarama.SASLTypePlaintext
		config.Net.SASL.Password, err = c.Auth.Password()
	}
	return config, err
}

// brokers are the addresses of kafka://one:9092,two:9092.
func brokers(addresses string) []string {
	u, err := url.Parse(addresses)
	if err != nil {
		return strings.Split(strings.TrimPrefix(addresses, "kafka://"), ",")
	}
	return strings.Split(u.Host, ",")
}
