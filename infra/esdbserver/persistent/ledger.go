package persistent

import (
	"slices"

	"soin/domain/event"
)

// Parked is what is known of the events in a group's stream of parked ones.
type Parked struct {
	First event.Revision `json:"first"` // what stands before it is done, or another group's
	// Done are spans of what stands after First and is done, each with its first and last
	// revision, in order.
	Done [][2]event.Revision `json:"done,omitempty"`
}

// maxSpans bounds what is remembered. Of more, the last are forgotten: what they hold counts
// as parked again, and is sent once more with the next replay.
const maxSpans = 10_000

// ledger is the same with what is not durable.
type ledger struct {
	Parked
	end       event.Revision // of the last event that is parked
	replaying map[event.Revision]bool
	changed   bool // since it was last written
}

func newLedger(p Parked) ledger {
	return ledger{Parked: p, end: p.First - 1, replaying: map[event.Revision]bool{}}
}

// add takes note of an event that was parked.
func (l *ledger) add(r event.Revision) { l.end = max(l.end, r) }

// holds reports whether an event is parked, and not done.
func (l *ledger) holds(r event.Revision) bool {
	if r < l.First || r > l.end {
		return false
	}
	i, found := l.find(r)
	return !found && (i == 0 || l.Done[i-1][1] < r)
}

// find is the index of the first span that begins at a revision or after it.
func (l *ledger) find(r event.Revision) (int, bool) {
	return slices.BinarySearchFunc(l.Done, r, func(s [2]event.Revision, r event.Revision) int { return int(s[0] - r) })
}

// count is how many events are parked.
func (l *ledger) count() int64 {
	n := int64(l.end + 1 - l.First)
	for _, s := range l.Done {
		n -= int64(s[1] + 1 - s[0])
	}
	return max(0, n)
}

// finish takes note that a parked event is done.
func (l *ledger) finish(r event.Revision) {
	delete(l.replaying, r)
	if !l.holds(r) {
		return
	}
	l.changed = true
	// No slice is changed that somebody may be writing down.
	i, _ := l.find(r)
	l.Done = slices.Insert(slices.Clone(l.Done), i, [2]event.Revision{r, r})
	if i+1 < len(l.Done) && l.Done[i+1][0] == r+1 {
		l.Done[i][1] = l.Done[i+1][1]
		l.Done = slices.Delete(l.Done, i+1, i+2)
	}
	if i > 0 && l.Done[i-1][1] == r-1 {
		l.Done[i-1][1] = l.Done[i][1]
		l.Done = slices.Delete(l.Done, i, i+1)
	}
	if l.Done[0][0] == l.First {
		l.First = l.Done[0][1] + 1
		l.Done = l.Done[1:]
	}
	if len(l.Done) > maxSpans {
		l.Done = l.Done[:maxSpans]
	}
}
