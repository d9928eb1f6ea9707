package voices

import (
	"soin/domain/calendar"
	"soin/domain/rule"
)

// Withheld says that a unit of teams had too few ratings to be published.
type Withheld struct {
	Kind        Kind          `json:"kind"`
	TeamIDs     []string      `json:"teamIds"`     // one unit: 1..1000 teams, sorted
	PeriodStart calendar.Date `json:"periodStart"` // first day
	PeriodEnd   calendar.Date `json:"periodEnd"`   // last day, at most 366 days later
}

// EventName is the name in storage.
func (Withheld) EventName() string { return "voices.withheld" }

// Validate checks the unit and the period.
func (e Withheld) Validate() error {
	return rule.All(
		rule.OneOf("kind", e.Kind, kinds[:]...),
		rule.SortedIDs("teamIds", e.TeamIDs, mostTeams),
		calendar.CheckPeriod(e.PeriodStart, e.PeriodEnd),
	)
}

func (e Withheld) judge(b Box) error { return b.unsettled() }
func (e Withheld) apply(b *Box)      { b.settled = e.EventName() }
