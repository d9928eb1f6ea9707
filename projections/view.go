// Package projections holds what may be asked: one file per read model, each folded
// from the log by a table of methods.
//
// A read model is a pure function of the events up to a position. It has no clock, no
// error, no context and no knowledge of another one's state. A [Views] value is not
// safe for concurrent use while it folds; between folds any number of readers may share
// it. Making readers independent of the writer is the business of the runner.
//
// Dates: a read with an as-of date uses an event if it happened on or before that UTC
// date, whenever it arrived.
package projections

import (
	"soin/domain/event"
)

// view is the mechanism of every read model: a name with a version, a state, and the
// folds of the events it cares about. A change of state or folds is a new version, and
// makes the runner build the view again from the beginning.
type view[S any] struct {
	name     string
	empty    func() *S
	state    *S
	position event.Position
	folds    map[string]func(*S, event.Recorded)
}

// fold is one row of a view's table.
type fold[S any] struct {
	event string
	apply func(*S, event.Recorded)
}

// on makes a row of a method expression: on((*teams).formed).
func on[S any, E event.Event](apply func(*S, E, event.Recorded)) fold[S] {
	var zero E
	return fold[S]{zero.EventName(), func(s *S, r event.Recorded) {
		if e, ok := r.Event.(E); ok {
			apply(s, e, r)
		}
	}}
}

func newView[S any](name string, empty func() *S, folds ...fold[S]) view[S] {
	v := view[S]{name: name, empty: empty, state: empty(), folds: make(map[string]func(*S, event.Recorded), len(folds))}
	for _, f := range folds {
		v.folds[f.event] = f.apply
	}
	return v
}

// Name is "<name>@<version>".
func (v *view[S]) Name() string { return v.name }

// Position is that of the last event the view has seen.
func (v *view[S]) Position() event.Position { return v.position }

// State is a pointer to all that the view remembers, for snapshots.
func (v *view[S]) State() any { return v.state }

// Resume says that the state was restored from a snapshot at a position.
func (v *view[S]) Resume(at event.Position) { v.position = at }

// Reset forgets everything.
func (v *view[S]) Reset() { v.state, v.position = v.empty(), 0 }

// Fold takes the next event in. One that the view has already seen changes nothing.
func (v *view[S]) Fold(r event.Recorded) {
	if r.Position <= v.position {
		return
	}
	v.position = r.Position
	if apply, ok := v.folds[r.Event.EventName()]; ok {
		apply(v.state, r)
	}
}
