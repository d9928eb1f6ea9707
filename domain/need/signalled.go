package need

import (
	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/person"
	"soin/domain/rule"
)

// Signalled says that somebody of a team needs something.
type Signalled struct {
	TeamID string        `json:"teamId"`
	Axis   care.Axis     `json:"axis"` // whom or what the care that is needed is for
	Member person.Member `json:"member,omitempty"`
	Kind   string        `json:"kind,omitempty"` // the organisation's own word: "help", "rest", "equipment", at most 64 characters
}

// EventName is the name in storage.
func (Signalled) EventName() string { return "need.signalled" }

// Validate checks the ids, the axis and the length.
func (e Signalled) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		rule.OneOf("axis", e.Axis, care.Axes[:]...),
		person.CheckOptionalMember("member", e.Member),
		rule.Text("kind", e.Kind, 0, 64),
	)
}

func (e Signalled) judge(n Need) error {
	if n.signalled {
		return event.Conflict("this need was signalled already: one that comes back is another need")
	}
	return nil
}

func (e Signalled) apply(n *Need) { n.signalled = true }
