package need

import (
	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/rule"
)

// Answered says that a need was met. One that was anticipated may never be signalled; its
// team and axis are then told here.
type Answered struct {
	Origin Origin    `json:"origin"`
	TeamID string    `json:"teamId,omitempty"` // with Axis, or neither
	Axis   care.Axis `json:"axis,omitempty"`
	Means  bool      `json:"means,omitempty"` // with time, money or material, not words alone
}

// Origin is what an answer began with.
type Origin string

// The origins.
const (
	Asked       Origin = "asked"
	Anticipated Origin = "anticipated" // it was inferred before it was voiced
)

var origins = [...]Origin{Asked, Anticipated}

// Words lists the origins.
func (Origin) Words() []string { return rule.Words(origins[:]) }

// EventName is the name in storage.
func (Answered) EventName() string { return "need.answered" }

// Validate checks the vocabulary, and that team and axis go together.
func (e Answered) Validate() error {
	return rule.All(
		rule.OneOf("origin", e.Origin, origins[:]...),
		rule.OptionalID("teamId", e.TeamID),
		rule.OneOf("axis", e.Axis, append(care.Axes[:], "")...),
		rule.Check("axis", string(e.Axis), (e.Axis == "") == (e.TeamID == ""), "must be given together with teamId"),
	)
}

func (e Answered) judge(n Need) error {
	switch {
	case n.answered:
		return event.Conflict("this need was answered already: one that comes back is another need")
	case !n.signalled && (e.Origin != Anticipated || e.TeamID == ""):
		return event.Early("need.signalled")
	}
	return nil
}

func (e Answered) apply(n *Need) { n.answered = true }
