package esdbserver

import (
	"context"
	"iter"
	"slices"

	"soin/domain/event"
)

// Stores read forwards only. What is asked for backwards is read in pieces, each forwards
// into memory, the last piece first. A piece holds so many events, or so many bytes if that
// comes first.
const (
	pieceEvents = 512
	pieceBytes  = 4 << 20
)

// piece keeps the last events that are put into it.
type piece struct {
	events  []event.RawRecorded
	size    int
	dropped bool // something was put in that is not kept
}

func (p *piece) reset() { *p = piece{events: p.events[:0]} }

func (p *piece) put(r event.RawRecorded) {
	p.events = append(p.events, r)
	p.size += len(r.Data)
	for len(p.events) > 1 && (len(p.events) > pieceEvents || p.size > pieceBytes) {
		p.size -= len(p.events[0].Data)
		p.events = append(p.events[:0], p.events[1:]...)
		p.dropped = true
	}
}

// backwards yields what is kept, the last first.
func (p *piece) backwards(yield func(event.RawRecorded, error) bool) bool {
	for _, r := range slices.Backward(p.events) {
		if !yield(r, nil) {
			return false
		}
	}
	return true
}

// allBackwards reads everything before a position. How far back a piece begins is a guess,
// because positions have gaps; it grows while pieces come out too small.
func allBackwards(ctx context.Context, store event.Store, before event.Position) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		var p piece
		span := event.Position(pieceEvents)
		for before > 1 {
			p.reset()
			after := before - 1 - min(span, before-1)
			for r, err := range store.All(ctx, after) {
				if err != nil {
					yield(r, err)
					return
				}
				if r.Position >= before {
					break
				}
				p.put(r)
			}
			if !p.backwards(yield) {
				return
			}
			switch {
			case p.dropped:
				before, span = p.events[0].Position, pieceEvents
			case len(p.events) < pieceEvents/2:
				before, span = after+1, min(2*span, 1<<62)
			default:
				before = after + 1
			}
		}
	}
}

// backwards reads what is shown of a stream, from a revision back to its beginning.
func (v view) backwards(ctx context.Context, from event.Revision) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		var p piece
		for last := min(from, v.end); last >= v.first && last >= 0; {
			p.reset()
			first := max(v.first, last-pieceEvents+1, 0)
			for r, err := range v.store.Stream(ctx, v.name, first) {
				if err != nil {
					yield(r, of(v.name, err))
					return
				}
				if r.Revision > last {
					break
				}
				if v.shows(&r) {
					p.put(r)
				}
			}
			if len(p.events) == 0 && v.holds != nil {
				last = first - 1
				continue
			}
			if len(p.events) == 0 || !p.backwards(yield) {
				return
			}
			last = p.events[0].Revision - 1
		}
	}
}
