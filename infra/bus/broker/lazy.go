package broker

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
)

// publisher connects when it has something to publish, and anew after a failure.
type publisher struct {
	open func() (message.Publisher, error)

	mu     sync.Mutex
	pub    message.Publisher // nil while there is no connection
	closed bool
}

var (
	errClosed = errors.New("the connection to the broker was closed")
	errEnded  = errors.New("the subscription has ended")
)

func (p *publisher) Publish(topic string, messages ...*message.Message) (err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return errClosed
	}
	if p.pub == nil {
		if p.pub, err = p.open(); err != nil {
			p.pub = nil
			return err
		}
	}
	if err = p.pub.Publish(topic, messages...); err != nil && !errors.Is(err, ErrRefused) {
		_ = p.pub.Close() // it is of no use any more, and the error is told
		p.pub = nil
	}
	return err
}

func (p *publisher) Close() (err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	if p.pub != nil {
		err = p.pub.Close()
		p.pub = nil
	}
	return err
}

// subscriber connects when somebody subscribes, and anew whenever a subscription ends by
// itself.
type subscriber struct {
	name string
	open func() (message.Subscriber, error)
	log  *slog.Logger

	once    sync.Once
	closing chan struct{}
	running sync.WaitGroup
}

// The bounds of the pause between two connections.
const (
	shortest = 200 * time.Millisecond
	longest  = 15 * time.Second
)

func (s *subscriber) Subscribe(ctx context.Context, topic string) (<-chan *message.Message, error) {
	out := make(chan *message.Message)
	ctx, cancel := context.WithCancel(ctx)
	s.running.Go(func() {
		select {
		case <-s.closing:
		case <-ctx.Done():
		}
		cancel()
	})
	s.running.Go(func() {
		defer close(out)
		defer cancel()
		s.keepOn(ctx, topic, out)
	})
	return out, nil
}

// keepOn connects for as long as it takes, and says so when a broker is lost and when it is
// back, but not at each try between.
func (s *subscriber) keepOn(ctx context.Context, topic string, out chan<- *message.Message) {
	lost := false
	connected := func() {
		if lost {
			s.log.InfoContext(ctx, "a source's broker is back", "source", s.name)
		}
		lost = false
	}
	for pause := shortest; ctx.Err() == nil; pause = min(longest, 2*pause) {
		began := time.Now()
		err := s.pump(ctx, topic, out, connected)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) > longest {
			pause = shortest
		}
		level := slog.LevelWarn
		if lost {
			level = slog.LevelDebug
		}
		lost = true
		s.log.Log(ctx, level, "a source's broker is away, and is tried again until it answers", "source", s.name, "error", err)
		wait(ctx, pause)
	}
}

// pump hands on what one connection gives, until it ends.
func (s *subscriber) pump(ctx context.Context, topic string, out chan<- *message.Message, connected func()) error {
	sub, err := s.open()
	if err != nil {
		return err
	}
	// The connection's own context stays: some clients do not end a subscription cleanly
	// otherwise than by Close.
	in, err := sub.Subscribe(context.WithoutCancel(ctx), topic)
	if err != nil {
		return errors.Join(err, sub.Close())
	}
	connected()
	for {
		select {
		case msg, open := <-in:
			if !open {
				return errors.Join(errEnded, sub.Close())
			}
			select {
			case out <- msg:
				continue
			case <-ctx.Done():
				msg.Nack()
			}
		case <-ctx.Done():
		}
		return shut(sub, in)
	}
}

// shut closes a subscriber, and gives back what it still hands out.
func shut(sub message.Subscriber, in <-chan *message.Message) error {
	closed := make(chan error, 1)
	go func() { closed <- sub.Close() }()
	for {
		select {
		case msg, open := <-in:
			if !open {
				return <-closed
			}
			msg.Nack()
		case err := <-closed:
			return err
		}
	}
}

func (s *subscriber) Close() error {
	s.once.Do(func() { close(s.closing) })
	s.running.Wait()
	return nil
}

func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d - rand.N(d/4)) //nolint:gosec // the jitter of a pause is no secret
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
