package follow

import (
	"context"
	"slices"
	"sync"

	"soin/domain/event"
	"soin/projections"
)

// keptPasts is how many earlier states are kept for the next question about them. Each
// takes as much memory as the present one.
const keptPasts = 2

// pasts are the read models at earlier positions, each replayed once. One replay runs at
// a time: it takes all the processors there are.
type pasts struct {
	mu   sync.Mutex
	kept []past // newest use last
}

type past struct {
	at    event.Position // that was asked for
	views *projections.Views
}

// Past gives the read models as they were when the event at a position, or the last one
// before it, had just been recorded. Nobody folds into them any more, so they may be read
// for as long as they are needed.
func (r *Runner) Past(ctx context.Context, at event.Position) (*projections.Views, error) {
	if at == 0 {
		return projections.NewViews(), nil
	}
	p := &r.pasts
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.IndexFunc(p.kept, func(v past) bool { return v.at == at })
	if i >= 0 {
		v := p.kept[i]
		p.kept = append(slices.Delete(p.kept, i, i+1), v)
		return v.views, nil
	}
	views, err := Replay(ctx, r.log, Until{Position: at}, func(event.Recorded) {})
	if err != nil {
		return nil, err
	}
	p.kept = append(p.kept, past{at, views})
	if len(p.kept) > keptPasts {
		p.kept = slices.Delete(p.kept, 0, 1)
	}
	return views, nil
}
