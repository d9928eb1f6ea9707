// Package parking keeps facts that came early: facts whose predecessor, an event of the
// same subject, is not known yet. They wait here, durably, until it comes.
//
// It promises:
//
//   - A fact is parked when [Parking.Park] returns, and it is parked until it is known to
//     stand in the log or somebody discards it. Nothing else makes it go.
//   - The facts of a subject keep their order of arrival, also across a restart.
//   - Parking a fact again is harmless; parking another one under its id is a
//     [*TakenError].
//   - It never parks beyond the limits, which are constants of this package: so many facts
//     and so many bytes of payload, of one subject and in all. Payloads stay in the store.
//
// Facts are given and kept in their stored form, with pseudonyms and sealed text, and
// what is listed of them are envelopes.
//
// It is built over the [event.Store] port, in a store of its own, because a parked fact is
// no part of history. The facts of one subject wait in one stream, each followed by what
// is known of it, and are marked when they are done. A stream in which nothing waits any
// more is deleted. A deleted name is never given again, so each name holds a random word,
// and parking on the same subject again begins another stream; what a store remembers of
// deleted names grows by some hundred bytes with each. A stream that holds many facts
// which are done, beside some that wait, is copied into a new one, so that beside what
// waits of a subject at most some hundred notes and [MaxBytesOfSubject] of payload stay.
// Envelopes of what was discarded are kept for ever.
//
// A [Parking] is safe for concurrent use. Of several processes over the same store, one
// may write: another one's changes are noticed when they collide, and then refused.
package parking

import (
	"context"
	"fmt"
	"hash/maphash"
	"sync"
	"time"

	"soin/domain/event"
)

// Waiting is what is known of a parked fact, its payload left out.
type Waiting struct {
	event.Envelope
	Key     string // names it for operators
	Stream  string // of the log, where it wants to be recorded
	Name    string // of the event
	Version int
	Awaits  string // name of the event that has to come first, empty when a retry was refused
	Reason  string // why the last retry was refused, empty while something is awaited
	Since   time.Time
}

// State says for what a fact waits, after a judgement: for an event, or for somebody to
// look at the reason it was refused.
type State struct{ Awaits, Reason string }

// Early is a fact to park.
type Early struct {
	Raw event.Raw
	State
}

// Parking is made by [Open].
type Parking struct {
	store event.Store
	clock func() time.Time
	seed  maphash.Seed

	lanes [64]sync.Mutex // one for some streams of the log: its holder alone writes about them

	mu     sync.Mutex // guards what follows, and is never held while the store works
	lots   map[string]*lot
	stray  []string // streams that are of no use any more
	held   amount   // in all lots, with what is about to be parked
	broken error    // why nothing can be done any more
}

// TakenError says that a parked fact holds the id.
type TakenError struct{ Stream, Source, ID string }

func (e *TakenError) Error() string {
	return fmt.Sprintf("stream %q: id %q of source %q already names another fact, which is parked", e.Stream, e.ID, e.Source)
}

// ProblemCode is what package problem calls it.
func (e *TakenError) ProblemCode() string { return "id-taken" }

// FullError says that there is no room.
type FullError struct {
	Stream string // the one whose limit is reached, empty when it is the limit of all
}

func (e *FullError) Error() string {
	if e.Stream == "" {
		return fmt.Sprintf("%d facts or %d MiB are parked already, and there is no room for more", MaxInAll, MaxBytesInAll>>20)
	}
	return fmt.Sprintf("stream %q: no more than %d facts and %d MiB of one subject are parked: publish what they wait for first",
		e.Stream, MaxOfSubject, MaxBytesOfSubject>>20)
}

// ProblemCode is what package problem calls it: room for all is ours to make.
func (e *FullError) ProblemCode() string {
	if e.Stream == "" {
		return "unavailable"
	}
	return "too-large"
}

// enter waits for the lane of a stream.
func (p *Parking) enter(stream string) (leave func()) {
	lane := &p.lanes[maphash.String(p.seed, stream)%uint64(len(p.lanes))]
	lane.Lock()
	return lane.Unlock
}

// lot is what waits for a stream, nil when nothing does. What is in it may be read by who
// holds the stream's lane, or the lock.
func (p *Parking) lot(stream string) *lot {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lots[stream]
}

// Find is the parked fact of this envelope, if there is one. It fails with a [*TakenError]
// when that one is another fact.
func (p *Parking) Find(stream string, raw event.Raw) (w Waiting, found bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.lots[stream]
	if l == nil {
		return Waiting{}, false, nil
	}
	s := l.of(raw.Envelope)
	switch {
	case s == nil:
		return Waiting{}, false, nil
	case s.sum != sumOf(raw):
		return Waiting{}, false, &TakenError{stream, raw.Source, raw.ID}
	}
	return s.Waiting, true, nil
}

// Has reports whether facts wait to be recorded in a stream of the log.
func (p *Parking) Has(stream string) bool { return p.lot(stream) != nil }

// Facts reads the facts that wait for a stream of the log, in the order of their arrival.
func (p *Parking) Facts(ctx context.Context, stream string) ([]event.Raw, error) {
	defer p.enter(stream)()
	if err := p.refresh(ctx, stream); err != nil {
		return nil, err
	}
	l := p.lot(stream)
	if l == nil {
		return nil, nil
	}
	facts := make([]event.Raw, 0, len(l.waiting))
	for r, err := range p.store.Stream(ctx, l.name, 0) {
		if err != nil {
			return nil, err
		}
		if l.at(r.Revision) != nil {
			facts = append(facts, r.Raw)
		}
	}
	return facts, nil
}
