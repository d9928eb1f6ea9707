package parking

import (
	"context"
	"time"

	"soin/domain/event"
)

// maxPiece is how much data one append takes, in bytes, unless a single fact has more.
const maxPiece = 512 << 10

// appender puts facts at the end of a lot, each with what is known of it, in pieces that
// stores accept.
type appender struct {
	parking *Parking
	stream  string // of the log
	lot     *lot

	piece  []event.Raw
	spaces []*space
	size   int
}

func (a *appender) add(ctx context.Context, raw event.Raw, state State, since time.Time) error {
	if a.size > 0 && a.size+len(raw.Data) > maxPiece {
		if err := a.flush(ctx); err != nil {
			return err
		}
	}
	s := spaceOf(a.stream, raw, a.next())
	s.Awaits, s.Reason, s.Since = state.Awaits, state.Reason, since
	a.piece, a.spaces, a.size = append(a.piece, raw), append(a.spaces, s), a.size+len(raw.Data)
	return a.note(waits, note{Of: s.at, Awaits: s.Awaits, Reason: s.Reason, Since: since})
}

func (a *appender) note(name string, n note) error {
	raw, err := n.raw(name, a.next(), a.parking.clock())
	a.piece = append(a.piece, raw)
	return err
}

// next is the revision of what is added next.
func (a *appender) next() event.Revision { return a.lot.end + 1 + event.Revision(len(a.piece)) }

// flush makes what was added durable. When that fails nobody knows whether it is.
func (a *appender) flush(ctx context.Context) error {
	if len(a.piece) == 0 {
		return nil
	}
	if _, err := a.parking.store.Append(ctx, a.lot.name, a.lot.end, a.piece); err != nil {
		a.lot.stale = true
		return err
	}
	a.parking.mu.Lock()
	defer a.parking.mu.Unlock()
	a.lot.end += event.Revision(len(a.piece))
	a.lot.waiting = append(a.lot.waiting, a.spaces...)
	a.piece, a.spaces, a.size = nil, nil, 0
	return nil
}
