// Package help tells who helps whom.
package help

import (
	"soin/domain/event"
	"soin/domain/person"
	"soin/domain/rule"
)

// Context judges facts about help; their streams are "help-<id>".
var Context = event.NewSingle[Given]("help")

// Given says that one person helped another.
type Given struct {
	TeamID   string        `json:"teamId"` // of the helper
	From     person.Member `json:"from"`
	To       person.Member `json:"to"`                 // somebody else
	ToTeamID string        `json:"toTeamId,omitempty"` // of the one who was helped, where it is another team
	Kind     Kind          `json:"kind"`
	Asked    bool          `json:"asked,omitempty"` // the help was asked for
}

// Kind is what help was about.
type Kind string

// The kinds.
const (
	Relational Kind = "relational" // with people: listening, calming, standing in
	Technical  Kind = "technical"  // with the work itself
)

var kinds = [...]Kind{Relational, Technical}

// Words lists the kinds.
func (Kind) Words() []string { return rule.Words(kinds[:]) }

// EventName is the name in storage.
func (Given) EventName() string { return "help.given" }

// Validate checks the ids, the kind and that two people are named.
func (e Given) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		person.CheckMember("from", e.From),
		person.CheckMember("to", e.To),
		rule.Check("to", string(e.To), e.To == "" || e.To != e.From, "must be somebody else than from"),
		rule.OptionalID("toTeamId", e.ToTeamID),
		rule.OneOf("kind", e.Kind, kinds[:]...),
	)
}
