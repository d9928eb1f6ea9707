package broker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/ThreeDotsLabs/watermill/message"

	"soin/domain/event"
	"soin/infra/bus"
	"soin/infra/bus/cursor"
)

// Parts are what brokers are connected with.
type Parts struct {
	Technologies map[string]Technology // by kind
	Log          event.Store
	Cursors      *cursor.Cursors
	Door         Door
	Logger       *slog.Logger
}

// Brokers are the handlers of a configuration. Nothing is connected before a handler has
// work, or is subscribed.
type Brokers struct {
	Handlers []bus.Handler
	open     []io.Closer
}

// The names of handlers begin with one of these, and then the name in the configuration.
const (
	toBroker   = "to-"
	fromBroker = "from-"
)

// New makes a handler of each target and each source.
func New(c Config, p Parts) (*Brokers, error) {
	b := &Brokers{}
	for _, t := range c.Targets {
		if err := b.target(c, t, p); err != nil {
			return nil, fmt.Errorf("target %s: %w", t.Name, err)
		}
	}
	for _, s := range c.Sources {
		tech, ok := p.Technologies[s.Kind]
		if !ok {
			return nil, fmt.Errorf("source %s: no broker of the kind %q is known", s.Name, s.Kind)
		}
		name, logger := fromBroker+s.Name, calm(p.Logger)
		sub := &subscriber{
			name: s.Name, log: p.Logger, closing: make(chan struct{}),
			open: func() (message.Subscriber, error) { return tech.Subscriber(s, logger) },
		}
		b.Handlers = append(b.Handlers, bus.Handler{Name: name, Topic: s.Name, Subscriber: sub, Handle: receive(s, p.Door)})
	}
	return b, nil
}

func (b *Brokers) target(c Config, t Target, p Parts) error {
	tech, ok := p.Technologies[t.Kind]
	if !ok {
		return fmt.Errorf("no broker of the kind %q is known", t.Kind)
	}
	wanted := bus.Everything
	if len(t.Select) > 0 {
		wanted = strings.Join(t.Select, ",")
	}
	o := bus.Options{
		Group: "broker", Cursors: p.Cursors, Log: p.Logger,
		Topics: map[string]bus.Selection{t.Name: c.selection(t, bus.Select(wanted))},
	}
	if t.From == "now" {
		o.Start = func(ctx context.Context) (event.Position, error) { return p.Log.Head(ctx) }
	}
	sub, err := bus.NewSubscriber(p.Log, o)
	if err != nil {
		return err
	}
	logger := calm(p.Logger)
	pub := &publisher{open: func() (message.Publisher, error) { return tech.Publisher(t, logger) }}
	b.open = append(b.open, pub)
	b.Handlers = append(b.Handlers, bus.Handler{Name: toBroker + t.Name, Topic: t.Name, Subscriber: sub, Handle: forward(t, tech, pub)})
	return nil
}

// Close closes the connections of targets, once the handlers have ended. Those of sources
// end with their subscriptions.
func (b *Brokers) Close() error {
	var err error
	for _, c := range b.open {
		err = errors.Join(err, c.Close())
	}
	return err
}
