// Package turnover tells who comes and who leaves, in numbers.
package turnover

import (
	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/rule"
)

// Context judges facts about turnover; their streams are "turnover-<id>", one for each
// team and period.
var Context = event.NewSingle[Reported]("turnover")

// Reported says how many people joined and left a team in a period.
type Reported struct {
	TeamID      string        `json:"teamId"`
	PeriodStart calendar.Date `json:"periodStart"`        // first day
	PeriodEnd   calendar.Date `json:"periodEnd"`          // last day, at most 366 days later
	Joined      int           `json:"joined"`             // people, 0..10,000,000
	Left        int           `json:"left"`               // people, 0..10,000,000
	Referred    int           `json:"referred,omitempty"` // of those who joined, the ones a member recommended
}

// EventName is the name in storage.
func (Reported) EventName() string { return "turnover.reported" }

// Validate checks the period and the numbers.
func (e Reported) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		calendar.CheckPeriod(e.PeriodStart, e.PeriodEnd),
		rule.Between("joined", e.Joined, 0, 10_000_000),
		rule.Between("left", e.Left, 0, 10_000_000),
		rule.Check("referred", e.Referred, e.Referred >= 0 && e.Referred <= max(0, e.Joined), "must lie between 0 and joined"),
	)
}
