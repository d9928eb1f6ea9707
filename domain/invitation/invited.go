// Package invitation tells how many customers were asked for feedback, so that what they
// answered can be held against how many could have.
package invitation

import (
	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/rule"
)

// Context judges facts about invitations; their streams are "invitation-<id>", one for
// each team and period.
var Context = event.NewSingle[Invited]("invitation")

// Invited says how many of a team's contacts were asked for feedback in a period.
type Invited struct {
	TeamID      string        `json:"teamId"`
	PeriodStart calendar.Date `json:"periodStart"`       // first day
	PeriodEnd   calendar.Date `json:"periodEnd"`         // last day, at most 366 days later
	Contacts    int           `json:"contacts"`          // 0..10,000,000
	Invited     int           `json:"invited"`           // of these, those asked for feedback
	ByAgent     bool          `json:"byAgent,omitempty"` // the one whom the feedback is about chose whom to ask
}

// EventName is the name in storage.
func (Invited) EventName() string { return "feedback.invited" }

// Validate checks the period and that no more were asked than there were.
func (e Invited) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		calendar.CheckPeriod(e.PeriodStart, e.PeriodEnd),
		rule.Between("contacts", e.Contacts, 0, 10_000_000),
		rule.Check("invited", e.Invited, e.Invited >= 0 && e.Invited <= max(0, e.Contacts), "must lie between 0 and contacts"),
	)
}
