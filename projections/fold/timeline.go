package fold

import (
	"cmp"
	"slices"
	"time"

	"soin/domain/calendar"
	"soin/domain/event"
)

// Instant is a moment in the world in nanoseconds since 1970-01-01 UTC: small, ordered,
// and the same in every snapshot.
type Instant int64

// At is the instant of a time.
func At(t time.Time) Instant { return Instant(t.UnixNano()) }

// Date is the UTC date the instant falls on.
func (i Instant) Date() calendar.Date { return calendar.Of(time.Unix(0, int64(i))) }

// By reports whether the Instant lies on or before a date.
func (i Instant) By(on calendar.Date) bool { return i.Date() <= on }

// Timeline holds the values something had, by the moment each took effect. Facts that
// arrive late find their place; of two facts of one moment the later recorded holds.
type Timeline[T any] []Change[T]

// Change is a value with the moment it took effect.
type Change[T any] struct {
	_     struct{} `cbor:",toarray"`
	At    Instant
	Since event.Position // that recorded it
	Value T
}

// Compare orders changes by moment, and those of one moment as they were recorded.
func (c Change[T]) Compare(d Change[T]) int {
	return cmp.Or(cmp.Compare(c.At, d.At), cmp.Compare(c.Since, d.Since))
}

// Put records a value in its place.
func (t *Timeline[T]) Put(r event.Recorded, value T) {
	*t = InOrder(*t, Change[T]{At: At(r.Time), Since: r.Position, Value: value}, Change[T].Compare)
}

// InOrder inserts an element into a sorted list, after those equal to it, which nearly
// always means at its end.
func InOrder[E any](list []E, e E, compare func(E, E) int) []E {
	if len(list) == 0 || compare(list[len(list)-1], e) <= 0 {
		return append(list, e)
	}
	i, _ := slices.BinarySearchFunc(list, e, func(a, b E) int {
		if compare(a, b) <= 0 {
			return -1
		}
		return 1
	})
	return slices.Insert(list, i, e)
}

// On is the value that held at the end of a date.
func (t Timeline[T]) On(date calendar.Date) (T, bool) {
	i, _ := slices.BinarySearchFunc(t, date, func(c Change[T], d calendar.Date) int {
		if c.At.By(d) {
			return -1
		}
		return 1
	})
	if i == 0 {
		var none T
		return none, false
	}
	return t[i-1].Value, true
}
