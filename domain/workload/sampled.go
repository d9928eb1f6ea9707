// Package workload tells how heavy work was: how many of the days worked in a period
// went beyond what the organisation itself calls bearable.
package workload

import (
	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/rule"
)

// Context judges facts about workload; their streams are "workload-<id>", one for each
// team and period.
var Context = event.NewSingle[Sampled]("workload")

// Sampled says how many days of work a team's people did in a period, and how many of
// them broke a limit: too long, too late, without the rest that was due.
type Sampled struct {
	TeamID      string        `json:"teamId"`
	PeriodStart calendar.Date `json:"periodStart"` // first day
	PeriodEnd   calendar.Date `json:"periodEnd"`   // last day, at most 366 days later
	PersonDays  float64       `json:"personDays"`  // days worked, of all people together, above 0, at most 10,000,000
	BreachDays  float64       `json:"breachDays"`  // of these, the days that broke a limit
}

// EventName is the name in storage.
func (Sampled) EventName() string { return "workload.sampled" }

// Validate checks the period and that no more days are in breach than were worked.
func (e Sampled) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		calendar.CheckPeriod(e.PeriodStart, e.PeriodEnd),
		rule.Check("personDays", e.PersonDays, e.PersonDays > 0 && e.PersonDays <= 10_000_000, "must be above 0, and at most 10000000"),
		rule.Check("breachDays", e.BreachDays, e.BreachDays >= 0 && e.BreachDays <= e.PersonDays, "must lie between 0 and personDays"),
	)
}
