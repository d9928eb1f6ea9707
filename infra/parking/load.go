package parking

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"time"

	"soin/domain/event"
)

// Open reads what waits in a store, its payloads one after the other. Clock tells since when a fact waits. The store stays
// the caller's to close, and may be open for reading only; then nothing can be parked.
func Open(ctx context.Context, store event.Store, clock func() time.Time) (*Parking, error) {
	p := &Parking{store: store, clock: clock, seed: maphash.MakeSeed(), lots: map[string]*lot{}}
	streams := map[string]*loading{}
	var order []string
	for r, err := range store.All(ctx, 0) {
		if err != nil {
			return nil, err
		}
		l := streams[r.Stream]
		if l == nil {
			l = &loading{lot: lot{name: r.Stream}}
			streams[r.Stream] = l
			order = append(order, r.Stream)
		}
		if err := l.fold(r); err != nil {
			return nil, err
		}
	}
	for _, name := range order {
		l := streams[name]
		of, ok := subjectOf(name)
		switch {
		case name == journal:
		case !ok:
			return nil, misplaced(name)
		case streams[l.copied] != nil:
			of := &streams[l.copied].lot // it is older, so it stands before its copy
			of.copies = append(of.copies, name)
		case len(l.waiting) == 0:
			p.stray = append(p.stray, name)
		case p.lots[of] != nil:
			return nil, misplaced(name)
		default:
			waiting := l.waiting
			l.waiting = nil
			p.hold(of, &l.lot, waiting)
		}
	}
	return p, nil
}

func misplaced(stream string) error {
	return &event.CorruptError{Place: event.Place{Stream: stream}, Err: errors.New("no facts are parked in this stream by soin, or twice")}
}

// loading is a lot that is being read.
type loading struct {
	lot
	copied string // the stream it is a copy of, complete once that one is gone
}

// fold takes in the next event of the stream.
func (l *loading) fold(r event.RawRecorded) error {
	l.end = r.Revision
	if r.Stream == journal {
		return nil
	}
	if !strings.HasPrefix(r.Name, prefix) {
		of, _ := subjectOf(r.Stream)
		l.waiting = append(l.waiting, spaceOf(of, r.Raw, r.Revision))
		return nil
	}
	var n note
	if err := json.Unmarshal(r.Data, &n); err != nil {
		return &event.CorruptError{Place: r.Place, Err: err}
	}
	switch r.Name {
	case continues:
		l.copied = n.Copies
	case waits:
		if s := l.at(n.Of); s != nil {
			s.Awaits, s.Reason, s.Since = n.Awaits, n.Reason, n.Since
		}
	case released, discarded:
		l.done(n.Of)
	}
	return nil
}

// done counts the payload of a fact that is done and still stands in the lot's stream.
func (l *loading) done(r event.Revision) {
	if s := l.at(r); s != nil {
		l.dead += s.size
	}
	l.waiting = without(l.waiting, r)
}

// refresh reads a lot again after a write of unknown outcome. The lane is held.
func (p *Parking) refresh(ctx context.Context, stream string) error {
	p.mu.Lock()
	l, broken := p.lots[stream], p.broken
	p.mu.Unlock()
	switch {
	case broken != nil:
		return fmt.Errorf("the parked facts must be opened anew: %w", broken)
	case l == nil || !l.stale:
		return nil
	}
	now := &loading{lot: lot{name: l.name, end: event.NoStream}}
	for r, err := range p.store.Stream(ctx, l.name, 0) {
		if errors.Is(err, event.ErrStreamDeleted) {
			now.waiting = nil
			break
		}
		if err == nil {
			err = now.fold(r)
		}
		if err != nil {
			return err
		}
	}
	l.end, l.stale = now.end, false
	p.hold(stream, l, now.waiting)
	l.dead = now.dead
	return nil
}

// ready sees that a lot can be changed: nothing of it is unknown, and no part of a copy is
// left, which would be taken for the whole once the lot is gone. The lane is held.
func (p *Parking) ready(ctx context.Context, stream string) error {
	if err := p.refresh(ctx, stream); err != nil {
		return err
	}
	l := p.lot(stream)
	for l != nil && len(l.copies) > 0 {
		if err := p.store.Delete(ctx, l.copies[0], event.Any); err != nil && !errors.Is(err, event.ErrStreamDeleted) {
			return err
		}
		l.copies = l.copies[1:]
	}
	return nil
}

// hold takes what waits in a lot now, and counts it.
func (p *Parking) hold(stream string, l *lot, waiting []*space) {
	p.mu.Lock()
	defer p.mu.Unlock()
	was, now := amountOf(l.waiting), amountOf(waiting)
	p.held = p.held.plus(now).minus(was)
	l.waiting, l.dead = waiting, l.dead+max(0, was.bytes-now.bytes)
	if len(waiting) > 0 || l.stale {
		p.lots[stream] = l
	} else {
		delete(p.lots, stream)
	}
}

// List is everything that waits, the oldest first.
func (p *Parking) List() []Waiting {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []Waiting
	for _, l := range p.lots {
		for _, s := range l.waiting {
			all = append(all, s.Waiting)
		}
	}
	slices.SortFunc(all, func(a, b Waiting) int {
		if c := a.Since.Compare(b.Since); c != 0 {
			return c
		}
		return strings.Compare(a.Key, b.Key)
	})
	return all
}

// Streams are those of the log that facts wait for, the ones that wait longest first.
func (p *Parking) Streams() []string {
	var streams []string
	seen := map[string]bool{}
	for _, w := range p.List() {
		if !seen[w.Stream] {
			seen[w.Stream] = true
			streams = append(streams, w.Stream)
		}
	}
	return streams
}

// Size is how many facts wait, and since when the oldest of them does.
func (p *Parking) Size() (facts int, oldest time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.lots {
		for _, s := range l.waiting {
			if oldest.IsZero() || s.Since.Before(oldest) {
				oldest = s.Since
			}
		}
	}
	return p.held.facts, oldest
}
