package maturity

import (
	"math"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/projections/evidence"
	"soin/projections/fold"
)

// span is a half-open stretch of instants.
type span struct{ from, to fold.Instant }

func (w span) has(m evidence.Moment) bool { return w.from <= m.At && m.At < w.to }

// window is the days (as-of - days, as-of].
func (s *subject) window(days int) span {
	return span{begin(int64(s.on) - int64(days) + 1), begin(int64(s.on) + 1)}
}

// past is all days up to the as-of date.
func (s *subject) past() span { return span{math.MinInt64, begin(int64(s.on) + 1)} }

const dayLength = int64(24 * 60 * 60 * 1e9)

// begin is the first instant of a day, or the nearest one that there is a number for.
func begin(day int64) fold.Instant {
	const farthest = math.MaxInt64/dayLength - 1
	return fold.Instant(max(-farthest, min(day, farthest)) * dayLength)
}

// age is how many days ago a date was, below zero when it is to come.
func (s *subject) age(date int32) int { return s.on.Days(calendar.Date(date)) }

// days counts from one instant's day to another's.
func days(from, to fold.Instant) int { return to.Date().Days(from.Date()) }

// trail gathers where evidence stands in the log, when it is asked for.
type trail struct {
	on bool
	at []event.Position
}

func (s *subject) trail() trail { return trail{on: s.tracing} }

func (t *trail) add(m evidence.Moment) {
	if t.on {
		t.at = append(t.at, m.In)
	}
}
