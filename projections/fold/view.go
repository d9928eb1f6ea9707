// Package fold is the mechanism of every read model: a state, a table of methods that
// take events in, and the small things such states are made of.
//
// A read model is a pure function of the events up to a position. It has no clock, no
// error, no context and no knowledge of another one's state. It is not safe for
// concurrent use while it folds; between folds any number of readers may share it.
package fold

import (
	"soin/domain/event"
)

// View is a read model in the making: a name with a version, a state, and the
// folds of the events it cares about. A change of state or folds is a new version, and
// makes the runner build the view again from the beginning.
type View[S any] struct {
	name     string
	empty    func() *S
	state    *S
	position event.Position
	rows     map[string]func(*S, event.Recorded)
}

// Row is one line of a view's table.
type Row[S any] struct {
	event string
	apply func(*S, event.Recorded)
}

// On makes a row of a method expression: On((*teams).formed).
func On[S any, E event.Event](apply func(*S, E, event.Recorded)) Row[S] {
	var zero E
	return Row[S]{zero.EventName(), func(s *S, r event.Recorded) {
		if e, ok := r.Event.(E); ok {
			apply(s, e, r)
		}
	}}
}

// New makes a view of an empty log. Its name is "<name>@<version>".
func New[S any](name string, empty func() *S, rows ...Row[S]) View[S] {
	v := View[S]{name: name, empty: empty, state: empty(), rows: make(map[string]func(*S, event.Recorded), len(rows))}
	for _, row := range rows {
		v.rows[row.event] = row.apply
	}
	return v
}

// Name is "<name>@<version>".
func (v *View[S]) Name() string { return v.name }

// Position is that of the last event the view has seen.
func (v *View[S]) Position() event.Position { return v.position }

// Folded is the state, for the methods of the read model.
func (v *View[S]) Folded() *S { return v.state }

// State is a pointer to all that the view remembers, for snapshots.
func (v *View[S]) State() any { return v.state }

// Resume says that the state was restored from a snapshot at a position.
func (v *View[S]) Resume(at event.Position) { v.position = at }

// Reset forgets everything.
func (v *View[S]) Reset() { v.state, v.position = v.empty(), 0 }

// Fold takes the next event in. One that the view has already seen changes nothing.
func (v *View[S]) Fold(r event.Recorded) {
	if r.Position <= v.position {
		return
	}
	v.position = r.Position
	if apply, ok := v.rows[r.Event.EventName()]; ok {
		apply(v.state, r)
	}
}
