package esdbstore

import (
	"context"
	"math/rand/v2"
	"time"
)

// The bounds of the pause between two attempts: the first comes soon, since most outages
// are a leader that changes; later ones do not press a server that starts.
const (
	minPause = 10 * time.Millisecond
	maxPause = time.Second
)

// pauses are those between attempts, of a random length that grows.
type pauses struct{ limit time.Duration }

// next waits once. It reports whether nothing ended the waiting.
func (p *pauses) next(done <-chan struct{}) bool {
	p.limit = min(max(2*p.limit, minPause), maxPause)
	timer := time.NewTimer(p.limit/2 + rand.N(p.limit/2)) //nolint:gosec // no secret hangs on a pause
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-done:
		return false
	}
}

// mostUnclear is how often in a row an unclear outcome is asked about again.
const mostUnclear = 5

// attempts decide whether something is asked again.
type attempts struct {
	pauses
	unclear int
}

// again waits after a failed attempt. It returns an error when there should be no other:
// the fault's, or the context's.
func (a *attempts) again(ctx context.Context, err error) error {
	if end := ended(ctx); end != nil {
		return unanswered(end, err)
	}
	switch faultOf(err) {
	case away, lost, dead:
		a.unclear = 0
	case unclear:
		if a.unclear++; a.unclear == mostUnclear {
			return err
		}
	default:
		return err
	}
	if !a.next(ctx.Done()) {
		return unanswered(ended(ctx), err)
	}
	return nil
}

// progress forgets the failures that lie before something that worked.
func (a *attempts) progress() { *a = attempts{} }
