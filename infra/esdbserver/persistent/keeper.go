package persistent

import (
	"context"
	"errors"
	"time"

	"soin/domain/event"
)

// Pauses after something failed, doubling from the first to the last.
const (
	firstPause = 100 * time.Millisecond
	lastPause  = 30 * time.Second
)

// writeTimeout bounds a write to the books, also while the session ends.
const writeTimeout = 30 * time.Second

// keep parks, writes checkpoints and takes back what expires, until the session ends; then
// once more, so that a group that is left stands where its consumers left it.
func (g *group) keep(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	pause := time.Duration(0)
	for ctx.Err() == nil {
		err := g.write(ctx, false)
		pause = g.pauseAfter(ctx, err, pause)
		timer.Reset(g.untilWake(pause))
		if pause > 0 {
			// What failed is not tried again at every acknowledgement.
			g.await(ctx, timer.C, nil)
		} else {
			g.await(ctx, timer.C, g.work)
		}
		g.do(func(d *dispatcher, now time.Time) { d.expire(now) })
	}
	if err := g.write(ctx, true); err != nil {
		g.pauseAfter(ctx, err, 0)
	}
}

// await waits for a time, a word or the end.
func (g *group) await(ctx context.Context, at <-chan time.Time, word <-chan struct{}) {
	select {
	case <-at:
	case <-word:
	case <-ctx.Done():
	}
}

// idle is how long the keeper sleeps when nothing is to be done by time alone.
const idle = time.Hour

// untilWake is how long there is nothing to do, unless there is a word.
func (g *group) untilWake(pause time.Duration) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	sleep := idle
	if at := g.dispatcher.wake(now); !at.IsZero() {
		sleep = at.Sub(now)
	}
	if pause > 0 {
		sleep = max(pause, min(sleep, lastPause))
	}
	g.wakeAt = now.Add(sleep)
	return sleep
}

// write parks what is to be parked, and writes a checkpoint if one is due, or if there is
// anything new at the end.
func (g *group) write(ctx context.Context, last bool) error {
	if g.fenced() {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeTimeout)
	defer cancel()
	if err := g.parkWaiting(ctx); err != nil {
		return err
	}
	now := time.Now()
	g.mu.Lock()
	due, _ := g.dispatcher.due(now)
	if !due && (!last || !g.dispatcher.news()) {
		g.mu.Unlock()
		return nil
	}
	st, done := g.dispatcher.writing(now)
	g.mu.Unlock()
	err := g.store(ctx, st)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.dispatcher.written(st, done, err)
	return err
}

// store makes a state durable.
func (g *group) store(ctx context.Context, st State) error {
	data, err := encode("the checkpoint of "+g.name.String(), record{g.config, st})
	if err != nil {
		return err
	}
	return g.cell.write(ctx, data)
}

// pauseAfter logs what failed, and is how long to wait before it is tried again.
func (g *group) pauseAfter(ctx context.Context, err error, last time.Duration) time.Duration {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errFenced):
		g.fence()
	}
	if !errors.Is(err, event.ErrClosed) {
		g.log.WarnContext(ctx, "the books of a persistent subscription cannot be written", "group", g.name.String(), "error", err)
	}
	return longer(last)
}

func longer(pause time.Duration) time.Duration { return min(max(firstPause, 2*pause), lastPause) }
