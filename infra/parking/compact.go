package parking

import (
	"context"
	"errors"

	"soin/domain/event"
)

// slack is how many events a stream may hold beside two for each fact that waits in it.
const slack = 256

// compact copies what waits in a lot into a new stream when the old one holds much else.
// The new stream says which one it continues, and counts only once that one is gone. A
// crash or a failure in between leaves a part of a copy, which goes before the old stream
// changes again.
func (p *Parking) compact(ctx context.Context, stream string) error {
	if l := p.lot(stream); l == nil || int(l.end)+1 <= 2*len(l.waiting)+slack && l.dead <= MaxBytesOfSubject {
		return nil
	}
	return p.rewrite(ctx, stream)
}

// rewrite is compact without the question whether it is worth it.
func (p *Parking) rewrite(ctx context.Context, stream string) error {
	old := p.lot(stream)
	if old == nil {
		return nil
	}
	l := &lot{name: streamName(stream), end: event.NoStream}
	if err := p.copyTo(ctx, stream, l, old); err != nil {
		old.copies = append(old.copies, l.name)
		return err
	}
	err := p.store.Delete(ctx, old.name, old.end)
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil {
		p.broken = err // which of the two counts is known to the store alone
		return err
	}
	p.lots[stream] = l
	return nil
}

func (p *Parking) copyTo(ctx context.Context, stream string, l, old *lot) error {
	a := appender{parking: p, stream: stream, lot: l}
	if err := a.note(continues, note{Copies: old.name}); err != nil {
		return err
	}
	for r, err := range p.store.Stream(ctx, old.name, 0) {
		if err != nil {
			return err
		}
		if s := old.at(r.Revision); s != nil {
			if err := a.add(ctx, r.Raw, State{s.Awaits, s.Reason}, s.Since); err != nil {
				return err
			}
		}
	}
	return a.flush(ctx)
}

// Tidy deletes what a crash left behind and nobody needs.
func (p *Parking) Tidy(ctx context.Context) error {
	p.mu.Lock()
	stray := p.stray
	p.stray = nil
	p.mu.Unlock()
	for i, name := range stray {
		if err := p.store.Delete(ctx, name, event.Any); err != nil && !errors.Is(err, event.ErrStreamDeleted) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.stray = append(p.stray, stray[i:]...)
			return err
		}
	}
	return nil
}
