package persistent

import (
	"context"
	"iter"

	"github.com/google/uuid"

	"soin/domain/event"
)

// Source is where events come from. It is safe for concurrent use.
type Source interface {
	// Follow reads what comes after a mark, and goes on until ctx ends or the sequence fails.
	Follow(ctx context.Context, q Query, after Mark) iter.Seq2[Step, error]
	// Find reads one event again, for a group that parked it; nil when it is gone.
	Find(ctx context.Context, q Query, stream string, at event.Revision) (*Event, error)
	// End is the mark of the last event there is of a stream, or of the log.
	End(ctx context.Context, stream string) (Mark, error)
}

// Query is which events a group wants, and what of them.
type Query struct {
	Stream      string // or All
	Filter      *Filter
	Links       bool // with what links lead to
	Correlation bool // with their correlation ids
}

// Step is one step of what is followed: an event, one that the filter leaves out, or the
// news that there is no more for now.
type Step struct {
	Event    *Event // nil when it is left out, or there is none
	At       Mark   // of the event, also when it is left out
	CaughtUp bool
}

// Event is what consumers are sent.
type Event struct {
	event.RawRecorded                    // a link, when the source holds one
	Target            *event.RawRecorded // what the link leads to, when that is asked for and there
	ID                uuid.UUID          // of the event or link, by which consumers answer
	Links             bool               // that was asked for
	Correlation       string             // empty when it has none, or nobody asked
}

func (e *Event) size() int {
	n := len(e.Data)
	if e.Target != nil {
		n += len(e.Target.Data)
	}
	return n
}

// stream is where the event itself stands.
func (e *Event) stream() string {
	if e.Target != nil {
		return e.Target.Stream
	}
	return e.Stream
}

func (n Name) query(c Config) Query {
	return Query{Stream: n.Stream, Filter: c.Filter, Links: c.ResolveLinks, Correlation: c.Strategy == PinnedByCorrelation}
}
