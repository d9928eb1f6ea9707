// Package careact makes the care visible that no other fact tells of: the small
// attentions and the arrangements that work depends on and that nobody counts.
package careact

import (
	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/person"
	"soin/domain/rule"
)

// Context judges facts about acts of care; their streams are "careact-<id>".
var Context = event.NewSingle[Logged]("careact")

// Logged says that somebody of a team took care.
type Logged struct {
	TeamID  string        `json:"teamId"`
	Member  person.Member `json:"member,omitempty"` // who took care; never together with carer
	Kind    Kind          `json:"kind"`
	Small   bool          `json:"small,omitempty"`   // done in passing
	Minutes float64       `json:"minutes,omitempty"` // of work, 0..10,000,000
	Axis    care.Axis     `json:"axis,omitempty"`    // to whom care was given
	Carer   bool          `json:"carer,omitempty"`   // an arrangement for somebody who cares for relatives
}

// Kind is the nature of an act of care.
type Kind string

// The kinds.
const (
	Relational Kind = "relational" // between people
	Technical  Kind = "technical"  // in the work itself
)

var kinds = [...]Kind{Relational, Technical}

// Words lists the kinds.
func (Kind) Words() []string { return rule.Words(kinds[:]) }

// EventName is the name in storage.
func (Logged) EventName() string { return "care-act.logged" }

// Validate checks the bounds, and that nobody's family can be read from the log.
func (e Logged) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		person.CheckOptionalMember("member", e.Member),
		rule.Check("member", string(e.Member), e.Member == "" || !e.Carer, "must not be given together with carer"),
		rule.OneOf("kind", e.Kind, kinds[:]...),
		rule.Between("minutes", e.Minutes, 0, 10_000_000),
		rule.OneOf("axis", e.Axis, append(care.Axes[:], "")...),
	)
}
