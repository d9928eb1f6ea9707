// Package sale tells of sales, as far as care has to do with them.
package sale

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// Context judges facts about sales; their streams are "sale-<id>".
var Context = event.NewSingle[Concluded]("sale")

// Concluded says that a team sold something.
type Concluded struct {
	TeamID          string `json:"teamId"`
	Touchpoint      string `json:"touchpoint,omitempty"`      // where it was sold, at most 200 characters
	FollowsFeedback bool   `json:"followsFeedback,omitempty"` // it came of what the customer had said before
}

// EventName is the name in storage.
func (Concluded) EventName() string { return "sale.concluded" }

// Validate checks the id and the length.
func (e Concluded) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		rule.Text("touchpoint", e.Touchpoint, 0, 200),
	)
}
