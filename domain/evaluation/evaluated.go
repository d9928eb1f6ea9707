// Package evaluation has the voice of those who receive care: they alone can say
// whether it was fitting. What one of them says is cast as a ballot and leaves the
// ballot box in whole units only, as voices.released.
package evaluation

import (
	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/rule"
)

// Context describes the voice. It never records one.
var Context = event.NewVoices("evaluation", event.TypeOf[Evaluated]())

// Evaluated is how somebody received an act of care.
type Evaluated struct {
	Act      string    `json:"act"`      // id of the event that told of it
	TeamID   string    `json:"teamId"`   // who gave the care
	Axis     care.Axis `json:"axis"`     // to whom it was given
	Fit      int       `json:"fit"`      // 1..5, how well it met the need
	Autonomy int       `json:"autonomy"` // 1..5, how far it left the receiver able to act
}

// EventName is the name on the wire.
func (Evaluated) EventName() string { return "care.evaluated" }

// Voice marks what is said in confidence.
func (Evaluated) Voice() {}

// Validate checks the ids, the axis and the ratings.
func (e Evaluated) Validate() error {
	return rule.All(
		rule.ID("act", e.Act),
		rule.ID("teamId", e.TeamID),
		rule.OneOf("axis", e.Axis, care.Axes[:]...),
		rule.Between("fit", e.Fit, 1, 5),
		rule.Between("autonomy", e.Autonomy, 1, 5),
	)
}
