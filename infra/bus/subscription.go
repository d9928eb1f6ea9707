package bus

import (
	"context"
	"errors"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"soin/domain/event"
	"soin/infra/bus/cursor"
)

// subscription is one topic on its way to one channel.
type subscription struct {
	store   event.Store
	o       Options
	topic   string
	selects Selection
	out     chan *message.Message

	after   event.Position // everything up to here was delivered and acknowledged
	started bool           // after is known
}

// run delivers until ctx ends or the store is closed, whatever befalls it in between.
func (s *subscription) run(ctx context.Context) {
	var tired backoff
	for {
		before := s.after
		err := s.turn(ctx)
		if ctx.Err() != nil || errors.Is(err, event.ErrClosed) {
			return
		}
		if s.after != before {
			tired = 0
		}
		s.o.Log.WarnContext(ctx, "a topic of the bus is read again", "topic", s.topic, "group", s.o.Group, "error", err)
		if tired.wait(ctx) != nil {
			return
		}
	}
}

// turn follows the store for as long as that goes well.
func (s *subscription) turn(ctx context.Context) error {
	if s.o.Group != "" {
		return s.claimed(ctx)
	}
	if !s.started {
		start, err := s.o.Start(ctx)
		if err != nil {
			return err
		}
		s.after, s.started = start, true
	}
	return s.follow(ctx, func(event.Position) {})
}

// errLost ends a turn whose cursor went to another process.
var errLost = errors.New("another process holds the group's cursor")

// claimed is a turn as the holder of the group's cursor.
func (s *subscription) claimed(ctx context.Context) error {
	claim, err := s.o.Cursors.Claim(ctx, s.o.Group+"/"+s.topic, s.o.Start)
	if err != nil {
		return err
	}
	held, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	go func() {
		select {
		case <-claim.Lost():
			stop(errLost)
		case <-held.Done():
		}
	}()
	s.after = claim.Position()
	err = s.follow(held, claim.Done)
	if cause := context.Cause(held); cause != nil {
		err = cause
	}
	return errors.Join(err, s.release(ctx, claim))
}

func (s *subscription) release(ctx context.Context, claim *cursor.Claim) error {
	err := claim.Release(ctx)
	if err != nil {
		s.o.Log.WarnContext(ctx, "what was handed on last is handed on again", "topic", s.topic, "group", s.o.Group, "error", err)
	}
	return err
}

// follow delivers everything behind the position, and tells how far it has come. What is
// not selected is done when it is met.
func (s *subscription) follow(ctx context.Context, done func(event.Position)) error {
	for r, err := range s.store.Follow(ctx, s.after) {
		if err != nil {
			return err
		}
		if s.selects(r) {
			if err := s.deliver(ctx, r); err != nil {
				return err
			}
		}
		s.after = r.Position
		done(r.Position)
	}
	return ctx.Err()
}

// deliver hands an event on until it is acknowledged.
func (s *subscription) deliver(ctx context.Context, r event.RawRecorded) error {
	msg, err := s.o.Form(r)
	for err == nil {
		var acknowledged bool
		if acknowledged, err = s.hand(ctx, msg); acknowledged {
			return nil
		}
		msg = msg.Copy()
	}
	return err
}

// hand gives one message away and waits for its answer. An acknowledgement that comes while
// the subscription ends counts.
func (s *subscription) hand(ctx context.Context, msg *message.Message) (acknowledged bool, err error) {
	under, cancel := context.WithCancel(ctx)
	defer cancel()
	msg.SetContext(under)
	select {
	case s.out <- msg:
	case <-ctx.Done():
		return false, ctx.Err()
	}
	select {
	case <-msg.Acked():
		return true, nil
	case <-msg.Nacked():
		return false, nil
	case <-ctx.Done():
	}
	grace := time.NewTimer(s.o.Grace)
	defer grace.Stop()
	select {
	case <-msg.Acked():
		return true, nil
	case <-msg.Nacked():
	case <-grace.C:
	}
	return false, ctx.Err()
}
