// Package contact tells how customers were received: how many came, how long they waited,
// who or what answered, and how often they were handed on.
package contact

import (
	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/rule"
)

// Context judges facts about contacts; their streams are "contact-<id>", one for each team
// and period.
var Context = event.NewSingle[Handled]("contact")

// Handled says how a team's contacts of a period went.
type Handled struct {
	TeamID            string        `json:"teamId"`
	PeriodStart       calendar.Date `json:"periodStart"`       // first day
	PeriodEnd         calendar.Date `json:"periodEnd"`         // last day, at most 366 days later
	Contacts          int           `json:"contacts"`          // 0..10,000,000
	WaitSecondsMedian float64       `json:"waitSecondsMedian"` // seconds, 0..10,000,000
	ByRobot           int           `json:"byRobot"`           // of these, contacts that met no human
	Handovers         int           `json:"handovers"`         // times somebody was handed on, 0..10,000,000
	Routed            int           `json:"routed,omitempty"`  // of these, contacts that reached the competence asked for
}

// EventName is the name in storage.
func (Handled) EventName() string { return "contact.handled" }

// Validate checks the period, the bounds and that no part exceeds the whole.
func (e Handled) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		calendar.CheckPeriod(e.PeriodStart, e.PeriodEnd),
		rule.Between("contacts", e.Contacts, 0, 10_000_000),
		rule.Between("waitSecondsMedian", e.WaitSecondsMedian, 0, 10_000_000),
		e.checkPart("byRobot", e.ByRobot),
		rule.Between("handovers", e.Handovers, 0, 10_000_000),
		e.checkPart("routed", e.Routed),
	)
}

func (e Handled) checkPart(path string, n int) error {
	return rule.Check(path, n, n >= 0 && n <= max(0, e.Contacts), "must lie between 0 and contacts")
}
