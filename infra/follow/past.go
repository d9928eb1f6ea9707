package follow

import (
	"context"
	"slices"
	"sync"

	"golang.org/x/sync/semaphore"

	"soin/domain/event"
	"soin/projections"
)

// keptPasts is how many earlier states are kept for the next question about them. Each
// takes as much memory as the present one, and so does the one in the making.
const keptPasts = 2

// pasts are the read models at earlier positions.
type pasts struct {
	turn *semaphore.Weighted // to replay: one takes all the processors there are

	mu   sync.Mutex // never held for long
	kept []*past    // newest use last
}

// past is folded by whoever has the turn until it is whole, and by nobody afterwards.
type past struct {
	at    event.Position // that was asked for
	views *projections.Views
	whole bool // views have come to at
}

func newPasts() pasts { return pasts{turn: semaphore.NewWeighted(1)} }

// Past gives the read models as they were when the event at a position, or the last one
// before it, had just been recorded. Nobody folds into them any more, so they may be read
// for as long as they are needed.
//
// It takes a replay, unless one of the last questions was about the same position. One
// replay runs at a time, and a caller whose ctx ends waits no longer. What was replayed
// for them is kept: who asks again goes on from there.
func (r *Runner) Past(ctx context.Context, at event.Position) (*projections.Views, error) {
	p := &r.pasts
	if views, ok := p.find(at); ok {
		return views, nil
	}
	if err := p.turn.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer p.turn.Release(1)
	if views, ok := p.find(at); ok { // somebody asked for it meanwhile
		return views, nil
	}
	v := p.begun(at)
	err := v.replay(ctx, r.log)
	p.keep(v)
	if err != nil {
		return nil, err
	}
	return v.views, nil
}

// replay folds what is missing.
func (v *past) replay(ctx context.Context, log *event.Log) error {
	for recorded, err := range log.All(ctx, v.views.Position()) {
		if err != nil {
			return err
		}
		if recorded.Position > v.at {
			break
		}
		v.views.Fold(recorded)
	}
	v.whole = true
	return nil
}

func (p *pasts) find(at event.Position) (*projections.Views, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, v := range p.kept {
		if v.at == at && v.whole {
			p.kept = append(slices.Delete(p.kept, i, i+1), v)
			return v.views, true
		}
	}
	return nil, false
}

// begun takes out an unfinished replay that has not gone beyond a position, or begins one.
func (p *pasts) begun(at event.Position) *past {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, v := range p.kept {
		if !v.whole && v.views.Position() <= at {
			p.kept = slices.Delete(p.kept, i, i+1)
			v.at = at
			return v
		}
	}
	return &past{at: at, views: projections.NewViews()}
}

func (p *pasts) keep(v *past) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kept = append(p.kept, v)
	if len(p.kept) > keptPasts {
		p.kept = slices.Delete(p.kept, 0, 1)
	}
}
