package persistent

import (
	"context"

	"soin/domain/event"
)

// Parked is what of a stream of parked events is still parked: nothing before first, and
// beyond it what holds says. Nothing at all, by a nil function, when there is no such group.
func (g *Groups) Parked(ctx context.Context, stream string) (first event.Revision, holds func(event.Revision) bool, err error) {
	if err := g.load(ctx); err != nil {
		return 0, nil, err
	}
	for name, one := range g.copy() {
		if name.ParkedStream() == stream {
			one.mu.Lock()
			defer one.mu.Unlock()
			return one.dispatcher.ledger.First, one.isParked, nil
		}
	}
	return 0, nil, nil
}

func (g *group) isParked(r event.Revision) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.dispatcher.ledger.holds(r)
}
