package projections

import (
	"cmp"
	"slices"
	"time"

	"soin/domain/calendar"
	"soin/domain/event"
)

// instant is a moment in the world in nanoseconds since 1970-01-01 UTC: small, ordered,
// and the same in every snapshot.
type instant int64

func at(t time.Time) instant { return instant(t.UnixNano()) }

func (i instant) date() calendar.Date { return calendar.Of(time.Unix(0, int64(i))) }

// by reports whether the instant lies on or before a date.
func (i instant) by(on calendar.Date) bool { return i.date() <= on }

// timeline holds the values something had, by the moment each took effect. Facts that
// arrive late find their place; of two facts of one moment the later recorded holds.
type timeline[T any] []change[T]

type change[T any] struct {
	_     struct{} `cbor:",toarray"`
	At    instant
	Since event.Position // that recorded it
	Value T
}

func (c change[T]) compare(d change[T]) int {
	return cmp.Or(cmp.Compare(c.At, d.At), cmp.Compare(c.Since, d.Since))
}

// put records a value in its place.
func (t *timeline[T]) put(r event.Recorded, value T) {
	*t = inOrder(*t, change[T]{At: at(r.Time), Since: r.Position, Value: value}, change[T].compare)
}

// inOrder inserts an element into a sorted list, which nearly always means at its end.
func inOrder[E any](list []E, e E, compare func(E, E) int) []E {
	if len(list) == 0 || compare(list[len(list)-1], e) <= 0 {
		return append(list, e)
	}
	i, _ := slices.BinarySearchFunc(list, e, compare)
	return slices.Insert(list, i, e)
}

// on is the value that held at the end of a date.
func (t timeline[T]) on(date calendar.Date) (T, bool) {
	i, _ := slices.BinarySearchFunc(t, date, func(c change[T], d calendar.Date) int {
		if c.At.by(d) {
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
