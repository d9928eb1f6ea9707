package projections

import (
	"soin/domain/event"
	"soin/projections/evidence"
)

// View is one read model as the runner sees it.
type View interface {
	Name() string
	Position() event.Position
	State() any
	Resume(at event.Position)
	Reset()
	Fold(r event.Recorded)
}

// Views is every read model at one position of the log.
type Views struct {
	Evidence *evidence.Evidence
	Intake   *Intake
	Readings *Readings
	Surveys  *Surveys
	Teams    *Teams

	all  []View // the same, in canonical order
	last event.Recorded
}

// NewViews gives the read models of an empty log.
func NewViews() *Views {
	v := &Views{
		Evidence: evidence.New(), Intake: newIntake(), Readings: newReadings(), Surveys: newSurveys(), Teams: newTeams(),
	}
	v.all = []View{v.Evidence, v.Intake, v.Readings, v.Surveys, v.Teams}
	return v
}

// All lists the views in canonical order.
func (v *Views) All() []View { return v.all }

// Fold takes the next event into every view that has not seen it.
func (v *Views) Fold(r event.Recorded) {
	for _, view := range v.all {
		view.Fold(r)
	}
	v.last = r
}

// Last is the event that was folded last, the zero one when none was.
func (v *Views) Last() event.Recorded { return v.last }

// Position is that of the view that is furthest behind; after a fold all are alike.
func (v *Views) Position() event.Position {
	least := v.all[0].Position()
	for _, view := range v.all[1:] {
		least = min(least, view.Position())
	}
	return least
}
