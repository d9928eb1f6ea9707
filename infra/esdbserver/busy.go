package esdbserver

import (
	"sync/atomic"
	"time"
)

// busy counts the calls that are worked on. One that still listens to its client is not: at
// the stop it has nothing to lose.
type busy struct{ atomic.Int64 }

// work counts a call until it is done.
func (b *busy) work() (done func()) {
	b.Add(1)
	return func() { b.Add(-1) }
}

// listen leaves a call that is counted out until it has heard what its client has to say.
func (b *busy) listen() (heard func()) {
	b.Add(-1)
	return func() { b.Add(1) }
}

// At the stop, clients in the middle of what they say are listened to for so long.
const lastWords = time.Second

// looked is how often is looked whether anybody is busy, at the stop.
const looked = 10 * time.Millisecond

// rested is closed when lastWords have passed and nobody is busy any more, unless stopped is
// closed before.
func (b *busy) rested(stopped <-chan struct{}) <-chan struct{} {
	rested := make(chan struct{})
	go func() {
		tick := time.NewTicker(looked)
		defer tick.Stop()
		for began := time.Now(); ; {
			select {
			case <-tick.C:
			case <-stopped:
				return
			}
			if time.Since(began) >= lastWords && b.Load() == 0 {
				close(rested)
				return
			}
		}
	}()
	return rested
}
