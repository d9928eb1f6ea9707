package esdbstore

import (
	"context"
	"errors"
	"math"
	"strings"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"

	"soin/domain/event"
)

// source gives what a reading comes across, one item after the other, and io.EOF at the
// end of what is read to an end.
type source func() (item, error)

// opener begins a reading, which ends with its context.
type opener func(context.Context, *esdb.Client) (source, error)

// everything is the limit of a reading that should have none.
const everything = math.MaxInt64

func count(most int64) uint64 { return uint64(most) } //nolint:gosec // it is never negative

// readAll reads all events that stand at a position or after it, the server's own too.
func readAll(after event.Position, most int64) opener {
	return func(ctx context.Context, client *esdb.Client) (source, error) {
		return events(client.ReadAll(ctx, esdb.ReadAllOptions{From: positionIn(after)}, count(most)))
	}
}

// readAllBackwards reads the last events, or those before a position.
func readAllBackwards(before esdb.AllPosition, most int64) opener {
	return func(ctx context.Context, client *esdb.Client) (source, error) {
		return events(client.ReadAll(ctx, esdb.ReadAllOptions{From: before, Direction: esdb.Backwards}, count(most)))
	}
}

// readStream reads a stream, named as on the server, from a revision on.
func readStream(name string, from event.Revision, most int64) opener {
	return func(ctx context.Context, client *esdb.Client) (source, error) {
		var start esdb.StreamPosition = esdb.Start{}
		if from > 0 {
			start = esdb.Revision(uint64(from))
		}
		return events(client.ReadStream(ctx, name, esdb.ReadStreamOptions{From: start}, count(most)))
	}
}

// readStreamBackwards reads a stream from its end.
func readStreamBackwards(name string, most int64) opener {
	return func(ctx context.Context, client *esdb.Client) (source, error) {
		return events(client.ReadStream(ctx, name, esdb.ReadStreamOptions{From: esdb.End{}, Direction: esdb.Backwards}, count(most)))
	}
}

func positionIn(after event.Position) esdb.AllPosition {
	if after == 0 {
		return esdb.Start{}
	}
	return esdb.Position{Commit: uint64(after), Prepare: uint64(after)}
}

// errNoPosition is a server that does not say where the events of a stream stand in the log.
var errNoPosition = errors.New("the server gives no positions with the events of a stream: 23.10 or newer is needed")

// events is a reading to the present end.
func events(reading *esdb.ReadStream, err error) (source, error) {
	if err != nil {
		return nil, err
	}
	return func() (item, error) {
		resolved, err := reading.Recv()
		if err != nil {
			return item{}, err
		}
		return itemOf(resolved)
	}, nil
}

func itemOf(resolved *esdb.ResolvedEvent) (item, error) {
	e := resolved.OriginalEvent()
	if e == nil {
		return item{}, errors.New("the server gives an event without content")
	}
	switch {
	case e.Position.Commit <= math.MaxInt64:
		return item{event: e, at: event.Position(e.Position.Commit)}, nil
	case strings.HasPrefix(e.StreamID, ofServer): // the server may keep its own elsewhere
		return item{event: e}, nil
	}
	return item{}, errNoPosition
}

// The server says how far it has looked after so many events that a filter keeps from us.
const searchWindow = 1000

// subscribe reads the events that a filter lets through after a position, and then waits
// for more.
func subscribe(after esdb.AllPosition, filter *esdb.SubscriptionFilter) opener {
	return func(ctx context.Context, client *esdb.Client) (source, error) {
		subscription, err := client.SubscribeToAll(ctx, esdb.SubscribeToAllOptions{
			From: after, Filter: filter, MaxSearchWindow: searchWindow,
		})
		if err != nil {
			return nil, err
		}
		return func() (item, error) {
			for {
				switch e := subscription.Recv(); {
				case e.EventAppeared != nil:
					return itemOf(e.EventAppeared)
				case e.CheckPointReached != nil:
					return marked(*e.CheckPointReached), nil
				case e.CaughtUp != nil:
					return item{caughtUp: true}, nil
				case e.SubscriptionDropped != nil:
					return item{}, cut(e.SubscriptionDropped.Error)
				}
			}
		}, nil
	}
}

// pump reads into a queue, in a goroutine of its own, until the reading or ctx ends.
func (s *supervisor) pump(ctx context.Context, open opener) (*queue, error) {
	q := newQueue()
	return q, s.use(ctx, func(ctx context.Context, client *esdb.Client) error {
		next, err := open(ctx, client)
		err = cut(err)
		for err == nil {
			var i item
			if i, err = next(); err == nil && !q.put(ctx, i) {
				return nil
			}
		}
		q.end(err)
		return err
	}, q.end)
}
