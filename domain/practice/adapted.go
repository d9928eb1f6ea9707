// Package practice tells how common rules are fitted to the place where they are lived.
package practice

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// Context judges facts about practices; their streams are "practice-<id>".
var Context = event.NewSingle[Adapted]("practice")

// Adapted says that a team does otherwise than a common rule has it, for a reason.
type Adapted struct {
	TeamID string `json:"teamId"`
	From   string `json:"from"`   // the common rule, 1..500 characters
	To     string `json:"to"`     // what the team does, 1..500 characters
	Reason string `json:"reason"` // of the place, not of a person, 1..500 characters
}

// EventName is the name in storage.
func (Adapted) EventName() string { return "practice.adapted" }

// Validate checks the id and the lengths.
func (e Adapted) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		rule.Text("from", e.From, 1, 500),
		rule.Text("to", e.To, 1, 500),
		rule.Text("reason", e.Reason, 1, 500),
	)
}
