package bus

import (
	"log/slog"
	"sync"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/prometheus/client_golang/prometheus"
)

// patience pauses before a message is given back, for longer each time in a row, because
// subscribers deliver it again at once.
type patience struct {
	log     *slog.Logger
	waiting *prometheus.GaugeVec // by handler: 1 while it waits

	mu    sync.Mutex
	tired map[string]*backoff // by handler
}

func (p *patience) middleware(h message.HandlerFunc) message.HandlerFunc {
	return func(msg *message.Message) ([]*message.Message, error) {
		out, err := h(msg)
		handler := message.HandlerNameFromCtx(msg.Context())
		if err == nil {
			p.rested(msg, handler)
			return out, nil
		}
		tired := p.of(handler)
		level := slog.LevelDebug
		if *tired == 0 {
			level = slog.LevelWarn
		}
		p.log.Log(msg.Context(), level, "a handler of the bus waits until it works again", "handler", handler, "error", err)
		p.waiting.WithLabelValues(handler).Set(1)
		_ = tired.wait(msg.Context()) // the message is given back either way
		return out, err
	}
}

// of counts for one handler, which has one message at a time.
func (p *patience) of(handler string) *backoff {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := p.tired[handler]
	if b == nil {
		b = new(backoff)
		p.tired[handler] = b
	}
	return b
}

func (p *patience) rested(msg *message.Message, handler string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, was := p.tired[handler]; was {
		delete(p.tired, handler)
		p.waiting.WithLabelValues(handler).Set(0)
		p.log.InfoContext(msg.Context(), "a handler of the bus works again", "handler", handler)
	}
}
