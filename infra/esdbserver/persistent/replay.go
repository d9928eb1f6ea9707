package persistent

import (
	"context"
	"time"

	"soin/domain/event"
)

// askReplay has parked events sent again: those whose revision among the parked is less than
// stop, or all that there are now when it is negative.
func (g *group) askReplay(stop event.Revision) {
	g.mu.Lock()
	to := g.dispatcher.ledger.end + 1
	if stop >= 0 {
		to = min(to, stop)
	}
	g.replayTo = max(g.replayTo, to)
	g.mu.Unlock()
	signal(g.replays)
}

// replay sends parked events again whenever that was asked for.
func (g *group) replay(ctx context.Context) {
	var pause time.Duration
	for ctx.Err() == nil {
		err := g.replayOn(ctx)
		if err == nil {
			pause = 0
			g.await(ctx, nil, g.replays)
			continue
		}
		if ctx.Err() != nil {
			return
		}
		g.log.WarnContext(ctx, "parked events cannot be replayed", "group", g.name.String(), "error", err)
		pause = longer(pause)
		timer := time.NewTimer(pause)
		g.await(ctx, timer.C, nil)
		timer.Stop()
	}
}

func (g *group) replayOn(ctx context.Context) error {
	g.mu.Lock()
	from, to := g.dispatcher.ledger.First, g.replayTo
	g.mu.Unlock()
	if from >= to {
		return nil
	}
	for r, err := range g.books.Stream(ctx, g.name.ParkedStream(), from) {
		if err != nil {
			return err
		}
		if r.Revision >= to {
			break
		}
		if !g.room(ctx, g.replays) {
			return ctx.Err()
		}
		if err := g.sendAgain(ctx, &r); err != nil {
			return err
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.replayTo == to {
		g.replayTo = 0
	}
	return nil
}

// sendAgain takes in a parked event, unless it is done or under way. What is no more there is
// done.
func (g *group) sendAgain(ctx context.Context, r *event.RawRecorded) error {
	g.mu.Lock()
	l := &g.dispatcher.ledger
	wanted := l.holds(r.Revision) && !l.replaying[r.Revision]
	g.mu.Unlock()
	if !wanted {
		return nil
	}
	stream, at, err := g.linkTo(r)
	if err != nil {
		return err
	}
	e, err := g.source.Find(ctx, g.name.query(g.config), stream, at)
	if err != nil {
		return err
	}
	g.do(func(d *dispatcher, now time.Time) {
		if e == nil {
			d.ledger.finish(r.Revision)
			return
		}
		d.replay(e, r.Revision, now)
	})
	return nil
}
