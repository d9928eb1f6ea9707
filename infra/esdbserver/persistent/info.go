package persistent

import (
	"context"
	"time"
)

// Info is what is told of a group.
type Info struct {
	Name
	Config
	Live          bool // it has caught up
	Checkpoint    Mark // that is durable
	Last          Mark // of its source's last event
	Answered      int64
	AnsweredSince int64 // since this was last asked
	PerSecond     int
	Waiting       int
	Retrying      int // of these, were sent before
	InFlight      int
	Outstanding   int // sent, and not done
	Parked        int64
	Consumers     []ConsumerInfo
}

// ConsumerInfo is what is told of a consumer.
type ConsumerInfo struct {
	Peer
	Answered      int64
	AnsweredSince int64
	PerSecond     int
	InFlight      int
	Took          []Measurement // when there are extra statistics
}

func (g *group) info(ctx context.Context) (Info, error) {
	last, err := g.source.End(ctx, g.name.Stream)
	if err != nil {
		return Info{}, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	d := g.dispatcher
	seconds := time.Since(g.begun).Seconds()
	i := Info{
		Name: g.name, Config: g.config, Live: d.live,
		Checkpoint: d.checkpoint.mark, Last: last,
		Answered: d.answered, AnsweredSince: d.answered - g.answered, PerSecond: perSecond(d.answered, seconds),
		Waiting: len(d.waiting), InFlight: d.flight.Len(), Parked: d.ledger.count(),
	}
	for _, m := range d.waiting {
		if m.sent {
			i.Retrying++
		}
	}
	i.Outstanding = i.InFlight + i.Retrying + len(d.parking)
	g.answered = d.answered
	for _, c := range d.consumers {
		ci := ConsumerInfo{
			Peer: c.Peer, Answered: c.answered, AnsweredSince: c.answered - c.measured,
			PerSecond: perSecond(c.answered, time.Since(c.joined).Seconds()), InFlight: len(c.flight),
		}
		if g.config.ExtraStatistics {
			ci.Took = c.took.measure()
		}
		c.measured = c.answered
		i.Consumers = append(i.Consumers, ci)
	}
	return i, nil
}

func perSecond(n int64, seconds float64) int {
	if seconds < 1 {
		seconds = 1
	}
	return int(float64(n) / seconds)
}
