// Package jetstream connects to NATS JetStream: a [broker.Technology].
//
// Facts are published on a subject that ends in the event's name, as CloudEvents in the
// binary mode of the NATS protocol binding (headers ce-type, ce-source, ..., values
// percent-encoded). Nats-Msg-Id is the fact's UUID, so that within the stream's window of
// duplicates (two minutes, if nobody says otherwise) what is sent again is stored once. A
// stream has one order, and it is the log's.
//
// A source is a durable pull consumer that is given one message at a time; what is not
// acknowledged comes again before any other.
package jetstream

import (
	"errors"
	"fmt"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	wmnats "github.com/ThreeDotsLabs/watermill-nats/v2/pkg/nats"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/nats-io/nats.go"

	"soin/domain/event"
	"soin/infra/bus"
	"soin/infra/bus/broker"
)

// Technology needs no settings of its own.
type Technology struct{}

var _ broker.Technology = Technology{}

// patience is how long the server may take to answer.
const patience = 5 * time.Second

// Route is the subject of a fact.
func (Technology) Route(t broker.Target, msg *message.Message) string {
	name, _, _ := event.ParseWireType(msg.Metadata.Get(bus.Type))
	return t.Subject + "." + name
}

// Publisher connects to a target, and makes its stream where it is not there.
func (Technology) Publisher(t broker.Target, logger watermill.LoggerAdapter) (message.Publisher, error) {
	conn, err := connect(t.Name, t.Connection)
	if err != nil {
		return nil, err
	}
	if err := makeStream(conn, t); err != nil {
		conn.Close()
		return nil, err
	}
	pub, err := wmnats.NewPublisherWithNatsConn(conn, wmnats.PublisherPublishConfig{
		Marshaler: marshaler{}, SubjectCalculator: wmnats.DefaultSubjectCalculator,
		JetStream: wmnats.JetStreamConfig{PublishOptions: []nats.PubOpt{nats.ExpectStream(t.Stream)}},
	}, logger)
	if err != nil {
		conn.Close()
		return nil, err
	}
	return publisher{pub}, nil
}

func makeStream(conn *nats.Conn, t broker.Target) error {
	js, err := conn.JetStream(nats.MaxWait(patience))
	if err != nil {
		return err
	}
	_, err = js.StreamInfo(t.Stream)
	if errors.Is(err, nats.ErrStreamNotFound) {
		_, err = js.AddStream(&nats.StreamConfig{Name: t.Stream, Subjects: []string{t.Subject + ".>"}, Storage: nats.FileStorage})
	}
	if err != nil {
		return fmt.Errorf("stream %s: %w", t.Stream, err)
	}
	return nil
}

// publisher tells what NATS will never take.
type publisher struct{ *wmnats.Publisher }

func (p publisher) Publish(topic string, messages ...*message.Message) error {
	err := p.Publisher.Publish(topic, messages...)
	if errors.Is(err, nats.ErrMaxPayload) || errors.Is(err, nats.ErrBadSubject) {
		return errors.Join(broker.ErrRefused, err)
	}
	return err
}

// connect dials once: whoever calls tries again. What is connected mends itself while the
// server is away for a moment.
func connect(name string, c broker.Connection) (*nats.Conn, error) {
	options := []nats.Option{nats.Name("soin " + name), nats.Timeout(patience)}
	config, err := c.Client()
	if err != nil {
		return nil, err
	}
	if config != nil {
		options = append(options, nats.Secure(config))
	}
	password, err := c.Auth.Password()
	if err != nil {
		return nil, err
	}
	token, err := c.Auth.Token()
	if err != nil {
		return nil, err
	}
	switch {
	case c.Auth.User != "":
		options = append(options, nats.UserInfo(c.Auth.User, password))
	case token != "":
		options = append(options, nats.Token(token))
	case c.Auth.CredentialsFile != "":
		options = append(options, nats.UserCredentials(c.Auth.CredentialsFile))
	}
	return nats.Connect(c.URL, options...)
}
