// Package recognition tells who thanked whom for what.
package recognition

import (
	"soin/domain/event"
	"soin/domain/person"
	"soin/domain/rule"
)

// Context judges facts about recognition; their streams are "recognition-<id>", one for
// each thank-you.
var Context = event.NewSingle[Given]("recognition")

// Given says that somebody recognised somebody else.
type Given struct {
	TeamID  string        `json:"teamId"` // of the one who was recognised
	From    person.Member `json:"from"`
	To      person.Member `json:"to"` // somebody else
	Kind    Kind          `json:"kind"`
	Message person.Text   `json:"message,omitempty"`
}

// Kind is what is recognised.
type Kind string

// The kinds.
const (
	Result     Kind = "result"
	Effort     Kind = "effort" // whatever came of it
	Skill      Kind = "skill"
	Relational Kind = "relational" // attention given to others
)

var kinds = [...]Kind{Result, Effort, Skill, Relational}

// Words lists the kinds.
func (Kind) Words() []string { return rule.Words(kinds[:]) }

// EventName is the name in storage.
func (Given) EventName() string { return "recognition.given" }

// Validate checks the people, who are two, the kind and the length.
func (e Given) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		person.CheckMember("from", e.From),
		person.CheckMember("to", e.To),
		rule.Check("to", string(e.To), e.To != e.From || e.To == "", "must be somebody else than from"),
		rule.OneOf("kind", e.Kind, kinds[:]...),
		person.CheckText("message", e.Message),
	)
}
