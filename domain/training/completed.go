// Package training tells what people learned, and whether it changed their work.
package training

import (
	"soin/domain/event"
	"soin/domain/person"
	"soin/domain/rule"
)

// Context judges facts about trainings; their streams are "training-<id>", one for each
// person and training.
var Context = event.NewSingle[Completed]("training")

// Completed says that somebody completed a training.
type Completed struct {
	TeamID     string        `json:"teamId"`
	Member     person.Member `json:"member"`
	Competence string        `json:"competence"`         // one of those below, or the organisation's own word, 1..200 characters
	Hours      float64       `json:"hours"`              // 0..10,000,000
	Validated  bool          `json:"validated"`          // what was learned was shown
	Transfer   int           `json:"transfer,omitempty"` // 1..5, how much of it is used at work
}

// Competences that care asks for.
const (
	SelfCare          = "self-care"
	LoadRegulation    = "load-regulation"
	ServantLeadership = "servant-leadership"
	Listening         = "listening"
)

// EventName is the name in storage.
func (Completed) EventName() string { return "training.completed" }

// Validate checks the ids and the bounds.
func (e Completed) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		person.CheckMember("member", e.Member),
		rule.Text("competence", e.Competence, 1, 200),
		rule.Between("hours", e.Hours, 0, 10_000_000),
		rule.Check("transfer", e.Transfer, e.Transfer >= 0 && e.Transfer <= 5, "must lie between 1 and 5, where it is given"),
	)
}
