package parking

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"time"

	"soin/domain/event"
)

// journal is the stream that tells for ever what was given up; never a payload.
const journal = "discarded"

// Discard is one fact that somebody gave up.
type Discard struct {
	Key    string    `json:"key"`
	Stream string    `json:"stream"`
	Source string    `json:"source"`
	ID     string    `json:"id"`
	Name   string    `json:"name"`
	Awaits string    `json:"awaits,omitempty"`
	Since  time.Time `json:"since"`
	Reason string    `json:"reason"` // why it was given up
	At     time.Time `json:"at"`
}

// UnknownError says that no parked fact has a key.
type UnknownError struct{ Key string }

func (e *UnknownError) Error() string { return fmt.Sprintf("no parked fact has the id %q", e.Key) }

// ProblemCode is what package problem calls it.
func (e *UnknownError) ProblemCode() string { return "not-found" }

// Get is the parked fact of a key.
func (p *Parking) Get(key string) (Waiting, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.lots {
		for _, s := range l.waiting {
			if s.Key == key {
				return s.Waiting, nil
			}
		}
	}
	return Waiting{}, &UnknownError{key}
}

// Discard gives a parked fact up: its payload is kept no longer, its envelope and the reason
// stay in the journal. Whoever publishes it again begins anew.
func (p *Parking) Discard(ctx context.Context, key, reason string) error {
	w, err := p.Get(key)
	if err != nil {
		return err
	}
	defer p.enter(w.Stream)()
	if err := p.ready(ctx, w.Stream); err != nil {
		return err
	}
	l := p.lot(w.Stream)
	if l == nil || l.of(w.Envelope) == nil {
		return &UnknownError{key}
	}
	if err := p.record(ctx, w, reason); err != nil {
		return err
	}
	s := l.of(w.Envelope)
	a := appender{parking: p, stream: w.Stream, lot: l}
	if err := a.note(discarded, note{Of: s.at}); err != nil {
		return err
	}
	if err := p.leave(ctx, w.Stream, &a, without(l.waiting, s.at)); err != nil {
		return err
	}
	return p.rewrite(ctx, w.Stream)
}

func (p *Parking) record(ctx context.Context, w Waiting, reason string) error {
	now := p.clock().UTC()
	data, err := json.Marshal(Discard{w.Key, w.Stream, w.Source, w.ID, w.Name, w.Awaits, w.Since, reason, now})
	if err != nil {
		return err
	}
	_, err = p.store.Append(ctx, journal, event.Any, []event.Raw{{
		Envelope: event.Envelope{Source: noteSource, ID: rand.Text(), Time: now}, Name: discarded, Version: 1, Data: data,
	}})
	return err
}

// Discards reads what was given up, the oldest first.
func (p *Parking) Discards(ctx context.Context) ([]Discard, error) {
	var all []Discard
	for r, err := range p.store.Stream(ctx, journal, 0) {
		var d Discard
		if err == nil {
			err = json.Unmarshal(r.Data, &d)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}
