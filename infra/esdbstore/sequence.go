package esdbstore

import (
	"context"
	"iter"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/domain/event"
)

// sequence is what one consumer is given.
type sequence struct {
	names   names
	deleted *ledger
	latest  *latest
	yield   func(event.RawRecorded, error) bool

	last  event.Position   // what stands up to it was given, or is not to be
	on    esdb.AllPosition // where reading goes on
	next  event.Revision   // of a stream
	clock time.Time        // of the last event
	left  bool             // the consumer has enough
}

// give hands an event on, if it is one of the store's and was not given before. It reports
// whether the consumer wants more.
//
// The time of recording is the server's clock when it stored the event. Where a leader
// with a slower clock took over, the events keep the time before them until that clock has
// caught up, so that time does not run backwards along what one consumer reads.
func (q *sequence) give(i item) bool {
	q.on = i.next(q.on)
	if i.event == nil {
		q.last = max(q.last, i.at)
		return true
	}
	if i.at <= q.last {
		q.advance(i.event.CreatedDate)
		return true
	}
	q.last, q.next = i.at, revision(i.event.EventNumber)+1
	q.latest.raise(i.at)
	r, ok := q.names.recorded(i.event)
	if !ok || q.deleted.has(r.Stream) {
		return true
	}
	r.RecordedAt = q.advance(r.RecordedAt)
	q.left = !q.yield(r, nil)
	return !q.left
}

func (q *sequence) advance(to time.Time) time.Time {
	if to.After(q.clock) {
		q.clock = to
	}
	return q.clock
}

// end yields the error that ends a sequence, if there is one and somebody who reads it.
func (q *sequence) end(err error) {
	if err != nil && !q.left {
		q.yield(event.RawRecorded{}, err)
	}
}

// read is a sequence made by a function that stays within a context and gives why the
// sequence ended.
func (s *Store) read(
	ctx context.Context, give func(ctx context.Context, q *sequence) error,
) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		ctx, done := s.life.within(ctx)
		defer done()
		q := &sequence{names: s.names, deleted: s.deleted, latest: &s.latest, yield: yield}
		err := ended(ctx)
		if err == nil {
			err = failure(give(ctx, q))
		}
		if end := ended(ctx); end != nil && err == nil {
			err = end // it came while the last event was read
		}
		q.end(err)
	}
}

// Stream reads one stream from a revision on, up to its present end.
func (s *Store) Stream(ctx context.Context, stream string, from event.Revision) iter.Seq2[event.RawRecorded, error] {
	return s.read(ctx, func(ctx context.Context, q *sequence) error {
		name, err := s.names.onServer(stream)
		if err != nil {
			return err
		}
		q.deleted, q.next = nil, max(0, from)
		lesson := s.streams.lesson(name, q.next)
		err = s.collect(ctx, func() opener { return readStream(name, q.next, everything) }, func(i item) bool {
			lesson.hear(s.names, i.event)
			return ended(ctx) == nil && q.give(i)
		})
		if faultOf(err) == missing {
			err = nil
		}
		if err == nil && !q.left && ended(ctx) == nil {
			lesson.end()
		}
		return err
	})
}

// All reads everything after a position, up to the present end.
func (s *Store) All(ctx context.Context, after event.Position) iter.Seq2[event.RawRecorded, error] {
	return s.read(ctx, func(ctx context.Context, q *sequence) error {
		end, err := s.present(ctx)
		if err != nil || end <= after {
			return err
		}
		if err := s.begin(ctx, q, after); err != nil {
			return err
		}
		return s.collect(ctx, func() opener { return s.informed(ctx, s.from(q)) }, func(i item) bool {
			return ended(ctx) == nil && q.give(i) && !i.caughtUp && i.at < end
		})
	})
}

// Follow reads everything after a position and then each event as it is recorded.
func (s *Store) Follow(ctx context.Context, after event.Position) iter.Seq2[event.RawRecorded, error] {
	return s.read(ctx, func(ctx context.Context, q *sequence) error {
		if err := s.begin(ctx, q, after); err != nil {
			return err
		}
		filter := s.names.filter()
		return s.collect(ctx, func() opener { return s.informed(ctx, subscribe(q.on, filter)) }, func(i item) bool {
			return ended(ctx) == nil && q.give(i)
		})
	})
}

// from reads on from a position to the present end. The log is most of what the server
// has; a space is little of it, and the server had better pick it out: by a subscription,
// because it filters nothing else.
func (s *Store) from(q *sequence) opener {
	if s.names.prefix == "" {
		return readAll(q.last, everything)
	}
	return subscribe(q.on, s.names.filter())
}

// informed begins a reading once it is known which streams were deleted until then, so that
// one that is begun again passes over those that were deleted while it was away.
func (s *Store) informed(ctx context.Context, open opener) opener {
	if err := s.deleted.refresh(ctx, s.supervisor); err != nil {
		return func(context.Context, *esdb.Client) (source, error) { return nil, err }
	}
	return open
}

// begin prepares a sequence of what stands after a position: the time that was before.
func (s *Store) begin(ctx context.Context, q *sequence, after event.Position) error {
	q.last, q.on = after, positionIn(after)
	if after == 0 {
		return nil
	}
	return s.collect(ctx, func() opener { return readAll(after, 1) }, func(i item) bool {
		if i.at == after {
			q.advance(i.event.CreatedDate)
		}
		return false
	})
}
