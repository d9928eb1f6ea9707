package jetstream

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"soin/infra/bus/broker"
)

// unanswered is after how long the server delivers a message again that nobody answered.
const unanswered = 2 * time.Minute

// subscriber is a durable consumer of one message at a time. Watermill's own promises no
// order when a message is not acknowledged, and may send on a channel that it has closed.
type subscriber struct {
	conn     *nats.Conn
	consumer jetstream.Consumer
	logger   watermill.LoggerAdapter

	closing context.CancelFunc
	life    context.Context //nolint:containedctx // it is how Close reaches the subscriptions
	running sync.WaitGroup
}

// Subscriber connects to a source.
func (Technology) Subscriber(s broker.Source, logger watermill.LoggerAdapter) (message.Subscriber, error) {
	conn, err := connect(s.Name, s.Connection)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	js, err := jetstream.New(conn)
	var consumer jetstream.Consumer
	if err == nil {
		consumer, err = js.CreateOrUpdateConsumer(ctx, s.Stream, jetstream.ConsumerConfig{
			Durable: s.Group, FilterSubject: s.Subject, AckPolicy: jetstream.AckExplicitPolicy,
			DeliverPolicy: jetstream.DeliverAllPolicy, AckWait: unanswered, MaxAckPending: 1,
		})
	}
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("stream %s: %w", s.Stream, err)
	}
	sub := &subscriber{conn: conn, consumer: consumer, logger: logger}
	sub.life, sub.closing = context.WithCancel(context.Background())
	return sub, nil
}

// Subscribe gives the consumer's messages; the topic is its name only.
func (s *subscriber) Subscribe(ctx context.Context, topic string) (<-chan *message.Message, error) {
	messages, err := s.consumer.Messages(jetstream.PullMaxMessages(1), jetstream.PullExpiry(patience), jetstream.PullHeartbeat(patience/4))
	if err != nil {
		return nil, err
	}
	out := make(chan *message.Message)
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(s.life, cancel)
	context.AfterFunc(ctx, messages.Stop)
	s.running.Go(func() {
		defer close(out)
		defer cancel()
		defer stop()
		if err := s.deliver(ctx, messages, out); ctx.Err() == nil {
			s.logger.Error("a consumer of NATS has ended", err, watermill.LogFields{"topic": topic})
		}
	})
	return out, nil
}

// deliver hands messages on until the consumer or ctx ends, and says why it did.
func (s *subscriber) deliver(ctx context.Context, messages jetstream.MessagesContext, out chan<- *message.Message) error {
	for {
		m, err := messages.Next()
		if errors.Is(err, jetstream.ErrNoHeartbeat) && s.conn.Status() != nats.CLOSED {
			continue // the server is away for a moment
		}
		if err != nil {
			return err
		}
		if err := hand(ctx, m, out); err != nil {
			return err
		}
	}
}

// hand gives one message away and tells the server what became of it.
func hand(ctx context.Context, m jetstream.Msg, out chan<- *message.Message) error {
	msg := unmarshal(m.Headers(), m.Data())
	under, cancel := context.WithCancel(ctx)
	defer cancel()
	msg.SetContext(under)
	select {
	case out <- msg:
	case <-ctx.Done():
		return errors.Join(ctx.Err(), m.Nak())
	}
	select {
	case <-msg.Acked():
		acknowledging, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer cancel()
		return m.DoubleAck(acknowledging)
	case <-msg.Nacked():
		return m.Nak()
	case <-ctx.Done():
		return errors.Join(ctx.Err(), m.Nak())
	}
}

// Close ends the subscriptions and the connection.
func (s *subscriber) Close() error {
	s.closing()
	s.running.Wait()
	s.conn.Close()
	return nil
}
