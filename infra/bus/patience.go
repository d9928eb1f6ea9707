package bus

import (
	"sync"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/prometheus/client_golang/prometheus"
)

// patience pauses before a message is given back, for longer each time in a row, because
// subscribers deliver it again at once.
type patience struct {
	waiting *prometheus.GaugeVec // by handler: 1 while it waits

	mu    sync.Mutex
	tired map[string]*backoff // by handler
}

func (p *patience) middleware(h message.HandlerFunc) message.HandlerFunc {
	return func(msg *message.Message) ([]*message.Message, error) {
		out, err := h(msg)
		handler := message.HandlerNameFromCtx(msg.Context())
		if err == nil {
			p.rested(handler)
			return out, nil
		}
		tired := p.of(handler)
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

func (p *patience) rested(handler string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, was := p.tired[handler]; was {
		delete(p.tired, handler)
		p.waiting.WithLabelValues(handler).Set(0)
	}
}
