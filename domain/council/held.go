// Package council tells where people deliberate together on a decision.
package council

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// Context judges facts about councils; their streams are "council-<id>".
var Context = event.NewSingle[Held]("council")

// Held says that people deliberated on a decision, and how many of those concerned.
type Held struct {
	DecisionID   string `json:"decisionId"`
	TeamID       string `json:"teamId,omitempty"` // whose people they are; several teams' when empty
	Participants int    `json:"participants"`     // people, 1..eligible
	Eligible     int    `json:"eligible"`         // people who might have come, 1..10,000,000
}

// EventName is the name in storage.
func (Held) EventName() string { return "council.held" }

// Validate checks the ids and that no more people came than could.
func (e Held) Validate() error {
	return rule.All(
		rule.ID("decisionId", e.DecisionID),
		rule.OptionalID("teamId", e.TeamID),
		rule.Check("participants", e.Participants, e.Participants >= 1 && e.Participants <= e.Eligible, "must lie between 1 and eligible"),
		rule.Between("eligible", e.Eligible, 1, 10_000_000),
	)
}
