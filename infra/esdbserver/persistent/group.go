package persistent

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"soin/domain/event"
)

// group is one persistent subscription. While it has consumers it has a session, whose
// goroutines read, keep time and write to the books; then it is only a state.
type group struct {
	name   Name
	id     string
	config Config
	source Source
	books  event.Store
	links  LinkForm
	log    *slog.Logger
	cell   *cell // the keeper's

	space, work, replays chan struct{} // words for the reader, the keeper and the replayer

	mu         sync.Mutex // guards what follows
	dispatcher *dispatcher
	closed     error // why nobody may join any more
	session    *session
	wakeAt     time.Time      // when the keeper wakes by itself
	replayTo   event.Revision // parked events before it are sent again
	begun      time.Time
	answered   int64 // when it was last told
}

// session is the time in which a group has consumers.
type session struct {
	cancel context.CancelFunc
	done   chan struct{} // closed when its goroutines are gone
}

// do changes what goes where, and tells whoever may wait for that.
func (g *group) do(change func(d *dispatcher, now time.Time)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	change(g.dispatcher, now)
	g.tell(now)
}

// tell wakes those of the session's goroutines that have something to do now.
func (g *group) tell(now time.Time) {
	d := g.dispatcher
	g.endSession()
	if !d.full {
		signal(g.space)
	}
	if !d.full && g.replayTo > d.ledger.First {
		signal(g.replays)
	}
	due, _ := d.due(now)
	if at := d.wake(now); due || len(d.parking) > 0 || !at.IsZero() && at.Before(g.wakeAt) {
		signal(g.work)
	}
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // there is a word already
	}
}

// join adds a consumer, and begins to read when it is the first.
func (g *group) join(p Peer) (*Consumer, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	d := g.dispatcher
	switch {
	case g.closed != nil:
		return nil, g.closed
	case len(d.consumers) >= d.mostConsumers():
		return nil, ErrFull
	}
	now := time.Now()
	d.salts++
	c := newConsumer(p, d.salts, now)
	c.group = g
	d.join(c, now)
	if len(d.consumers) == 1 {
		g.beginSession()
	}
	return c, nil
}

func (g *group) leave(c *Consumer) {
	g.do(func(d *dispatcher, now time.Time) {
		if c.err == nil {
			c.drop(ErrDropped)
		}
		d.leave(c, now)
	})
}

// beginSession starts the goroutines, once those of the session before are gone.
func (g *group) beginSession() {
	var before chan struct{}
	if g.session != nil {
		before = g.session.done
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &session{cancel, make(chan struct{})}
	g.session = s
	go func() {
		defer close(s.done)
		defer cancel()
		if before != nil {
			<-before
		}
		var running sync.WaitGroup
		running.Go(func() { g.read(ctx) })
		running.Go(func() { g.replay(ctx) })
		g.keep(ctx)
		running.Wait()
		g.shed()
	}()
}

// endSession ends the session when nobody consumes any more.
func (g *group) endSession() {
	if g.session != nil && len(g.dispatcher.consumers) == 0 {
		g.session.cancel()
	}
}

// shed lets go of what need not be held, unless somebody has joined meanwhile.
func (g *group) shed() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.dispatcher.consumers) == 0 {
		g.dispatcher.shed()
	}
}

// close drops the consumers and waits until what they have done is written down, if it can
// be. Nobody joins any more.
func (g *group) close(why error) {
	g.mu.Lock()
	if g.closed == nil {
		g.closed = why
	}
	g.dropAll()
	s := g.session
	g.mu.Unlock()
	if s != nil {
		<-s.done
	}
}

// fence closes a group whose books somebody else has written.
func (g *group) fence() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = errFenced
	g.dropAll()
}

func (g *group) dropAll() {
	for len(g.dispatcher.consumers) > 0 {
		c := g.dispatcher.consumers[0]
		c.drop(ErrDropped)
		g.dispatcher.leave(c, time.Now())
	}
	g.endSession()
}

func (g *group) fenced() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.closed == errFenced //nolint:errorlint // it is ours, and never wrapped
}
