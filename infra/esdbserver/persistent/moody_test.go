package persistent

import (
	"context"
	"iter"

	"soin/domain/event"
)

// moody is a store that can be followed for so many events at a time.
type moody struct {
	event.Store
	good int
	from event.Position
}

func (m *moody) Follow(ctx context.Context, _ event.Position) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		n := 0
		for r, err := range m.Store.Follow(ctx, m.from) {
			if n == m.good {
				yield(event.RawRecorded{}, errDisk)
				return
			}
			if !yield(r, err) {
				return
			}
			m.from, n = r.Position, n+1
		}
	}
}
