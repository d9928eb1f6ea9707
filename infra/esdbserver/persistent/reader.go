package persistent

import (
	"context"
	"time"
)

// read takes in what the source has, and begins again after a pause when that fails.
func (g *group) read(ctx context.Context) {
	var told string
	var pause time.Duration
	for ctx.Err() == nil {
		taken, err := g.readOn(ctx)
		if ctx.Err() != nil {
			return
		}
		if taken {
			pause, told = 0, ""
		}
		if err != nil && err.Error() != told {
			told = err.Error()
			g.log.WarnContext(ctx, "a persistent subscription cannot be read", "group", g.name.String(), "error", err)
		}
		pause = longer(pause)
		timer := time.NewTimer(pause)
		g.await(ctx, timer.C, nil)
		timer.Stop()
	}
}

// readOn reads until ctx ends or the source fails.
func (g *group) readOn(ctx context.Context) (taken bool, err error) {
	g.mu.Lock()
	after := g.dispatcher.read
	g.mu.Unlock()
	for step, err := range g.source.Follow(ctx, g.name.query(g.config), after) {
		if err != nil {
			return taken, err
		}
		taken = true
		g.take(step)
		if !g.room(ctx, g.space) {
			return taken, ctx.Err()
		}
	}
	return taken, nil
}

// take takes in a step of the source.
func (g *group) take(step Step) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	switch d := g.dispatcher; {
	case step.CaughtUp:
		d.live = true
		d.measure()
	case step.Event == nil:
		d.pass(step.At)
	default:
		d.push(step.Event, step.At, now)
	}
	g.tell(now)
}

// room waits until there is room to take in more. It is false when ctx ends.
func (g *group) room(ctx context.Context, word <-chan struct{}) bool {
	for {
		g.mu.Lock()
		full := g.dispatcher.full
		g.mu.Unlock()
		if !full || ctx.Err() != nil {
			return ctx.Err() == nil
		}
		g.await(ctx, nil, word)
	}
}
