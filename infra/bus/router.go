package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/components/metrics"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"
	"github.com/prometheus/client_golang/prometheus"
)

// Handler is something that reacts to messages.
type Handler struct {
	Name       string // for operators, in metrics and beside what is poisoned; unique
	Topic      string
	Subscriber message.Subscriber
	Handle     message.NoPublishHandlerFunc
}

// RouterOptions are what a [Router] needs.
type RouterOptions struct {
	Log      *slog.Logger
	Registry prometheus.Registerer
	Poison   message.Publisher // keeps what cannot be handled, durably
}

// PoisonTopic is the topic under which messages are handed to the poison publisher.
const PoisonTopic = "poisoned"

// Router runs handlers; see the package for what becomes of what they refuse.
type Router struct {
	router   *message.Router
	handlers []Handler
	waiting  *prometheus.GaugeVec   // by handler
	poisoned *prometheus.CounterVec // by handler
}

// closing is how long handlers may take to end.
const closing = 30 * time.Second

// NewRouter is a router without handlers.
func NewRouter(o RouterOptions) (*Router, error) {
	// What the router complains about is told by patience and by what is poisoned, once.
	logger := watermill.NewSlogLoggerWithLevelMapping(o.Log, map[slog.Level]slog.Level{
		slog.LevelInfo: slog.LevelDebug, slog.LevelError: slog.LevelDebug,
	})
	router, err := message.NewRouter(message.RouterConfig{CloseTimeout: closing}, logger)
	if err != nil {
		return nil, err
	}
	waiting, errWaiting := register(o.Registry, gauges("waiting", "1 while a handler waits until it works again.", "handler"))
	parked, errParked := register(o.Registry, counters("poisoned_total", "Messages parked as poisoned.", "handler"))
	if err := errors.Join(errWaiting, errParked); err != nil {
		return nil, err
	}
	poison, err := middleware.PoisonQueueWithFilter(&counted{o.Poison, parked, o.Log}, PoisonTopic, func(err error) bool {
		return outcomeOf(err) != later
	})
	if err != nil {
		return nil, err
	}
	builder := metrics.NewPrometheusMetricsBuilder(o.Registry, namespace, subsystem)
	router.AddSubscriberDecorators(builder.DecorateSubscriber)
	p := &patience{log: o.Log, waiting: waiting, tired: map[string]*backoff{}}
	// From the outside in. Patience sees what is given back, poison what is given up, the
	// metrics each handling as it ended, retry each try; the recoverer stands innermost, so
	// that a panic is an error to all of them.
	router.AddMiddleware(
		correlated,
		middleware.CorrelationID,
		p.middleware,
		poison,
		builder.NewRouterMiddleware().Middleware,
		middleware.Retry{
			MaxRetries: 4, InitialInterval: shortest, Multiplier: 3, MaxInterval: 3 * time.Second, RandomizationFactor: 0.2,
			ShouldRetry:         func(r middleware.RetryParams) bool { return outcomeOf(r.Err) == unclear },
			ResetContextOnRetry: true,
		}.Middleware,
		discreet,
		recoverer(o.Log),
	)
	return &Router{router: router, waiting: waiting, poisoned: parked}, nil
}

// correlated gives a message that entered without one a correlation id: its own.
func correlated(h message.HandlerFunc) message.HandlerFunc {
	return func(msg *message.Message) ([]*message.Message, error) {
		middleware.SetCorrelationID(msg.UUID, msg)
		return h(msg)
	}
}

// Add adds a handler, before the router runs.
func (r *Router) Add(handlers ...Handler) error {
	for _, h := range handlers {
		for _, other := range r.handlers {
			if other.Name == h.Name {
				return fmt.Errorf("two handlers of the bus are named %q", h.Name)
			}
		}
		r.handlers = append(r.handlers, h)
		// From the start on, or nobody could tell a handler that is well from one that is not there.
		r.waiting.WithLabelValues(h.Name).Set(0)
		r.poisoned.WithLabelValues(h.Name).Add(0)
		r.router.AddConsumerHandler(h.Name, h.Topic, h.Subscriber, h.Handle)
	}
	return nil
}

// Handlers are those that were added.
func (r *Router) Handlers() []Handler { return r.handlers }

var errStopped = errors.New("every handler of the bus has stopped")

// Run runs the handlers until ctx ends, and then lets each finish the message under way.
// It fails when they end by themselves, which they do when their store is closed.
func (r *Router) Run(ctx context.Context) error {
	ended := make(chan error, 1)
	go func() { ended <- r.router.Run(context.WithoutCancel(ctx)) }()
	select {
	case err := <-ended:
		if err == nil && ctx.Err() == nil {
			err = errStopped
		}
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-ended:
		return err
	case <-r.router.Running():
	}
	err := r.router.Close()
	return errors.Join(err, <-ended)
}

// counted counts and tells what is poisoned, but not what it says.
type counted struct {
	message.Publisher
	total *prometheus.CounterVec
	log   *slog.Logger
}

func (c *counted) Publish(topic string, messages ...*message.Message) error {
	if err := c.Publisher.Publish(topic, messages...); err != nil {
		return err
	}
	for _, msg := range messages {
		handler := msg.Metadata.Get(middleware.PoisonedHandlerKey)
		c.total.WithLabelValues(handler).Inc()
		c.log.WarnContext(msg.Context(), "a message was parked as poisoned", "handler", handler,
			"type", msg.Metadata.Get(Type), "source", msg.Metadata.Get(Source), "id", msg.Metadata.Get(ID))
	}
	return nil
}
