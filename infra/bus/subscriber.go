package bus

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"soin/domain/event"
	"soin/infra/bus/cursor"
)

// Options say how a [Subscriber] reads. Zero values stand for what is said there.
type Options struct {
	// Group names the durable cursors, one for each topic. Without it, nothing is kept.
	Group string
	// Cursors keep where groups stand; they are needed for a group.
	Cursors *cursor.Cursors
	// Start tells the position behind which to begin, where no cursor says so: at the
	// beginning. It is asked again until it has an answer.
	Start func(context.Context) (event.Position, error)
	// Topics are selections under names of their own, so that a cursor outlives a change of
	// what is selected. Any other topic is what [Select] makes of it.
	Topics map[string]Selection
	// Form is how events read as messages: as facts.
	Form Form
	// Grace is how long a message under way may still be acknowledged when the subscription
	// ends: a second.
	Grace time.Duration
	// Log is told what cannot be read. It is told nothing of what messages say.
	Log *slog.Logger
}

func (o Options) orDefaults() Options {
	if o.Start == nil {
		o.Start = func(context.Context) (event.Position, error) { return 0, nil }
	}
	if o.Form == nil {
		o.Form = Fact
	}
	if o.Grace == 0 {
		o.Grace = time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// Subscriber gives the events of a store as messages; see the package for its guarantees.
type Subscriber struct {
	store event.Store
	o     Options

	closing context.CancelFunc
	life    context.Context //nolint:containedctx // it is how Close reaches the subscriptions
	mu      sync.Mutex
	closed  bool
	running sync.WaitGroup
}

var (
	_               message.Subscriber = (*Subscriber)(nil)
	errNoCursors                       = errors.New("a group needs cursors")
	errSubscription                    = errors.New("the subscriber is closed")
)

// NewSubscriber reads a store, which stays the caller's to close.
func NewSubscriber(store event.Store, o Options) (*Subscriber, error) {
	if o.Group != "" && o.Cursors == nil {
		return nil, errNoCursors
	}
	s := &Subscriber{store: store, o: o.orDefaults()}
	s.life, s.closing = context.WithCancel(context.Background())
	return s, nil
}

// Subscribe gives the messages of a topic until ctx ends, the subscriber or the store is
// closed; then the channel is closed. The values of ctx are those of each message's context.
func (s *Subscriber) Subscribe(ctx context.Context, topic string) (<-chan *message.Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errSubscription
	}
	wanted, named := s.o.Topics[topic]
	if !named {
		wanted = Select(topic)
	}
	sub := &subscription{
		store: s.store, o: s.o, topic: topic, selects: wanted,
		out: make(chan *message.Message),
	}
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(s.life, cancel)
	s.running.Go(func() {
		defer close(sub.out)
		defer cancel()
		defer stop()
		sub.run(ctx)
	})
	return sub.out, nil
}

// Close ends every subscription and waits until each has saved where it stands.
func (s *Subscriber) Close() error {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.closing()
	s.running.Wait()
	return nil
}
