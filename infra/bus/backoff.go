package bus

import (
	"context"
	"math/rand/v2"
	"time"
)

// The bounds of a pause.
const (
	shortest = 100 * time.Millisecond
	longest  = 15 * time.Second
)

// backoff counts what went wrong in a row.
type backoff int

// wait pauses for longer each time, up to a bound, with a jitter of a quarter.
func (b *backoff) wait(ctx context.Context) error {
	d := longest
	if *b < 8 {
		d = min(longest, shortest<<*b)
	}
	*b++
	d -= rand.N(d / 4) //nolint:gosec // the jitter of a pause is no secret
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
