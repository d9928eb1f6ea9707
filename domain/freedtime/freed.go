// Package freedtime tells what becomes of the hours that machines save.
package freedtime

import (
	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/rule"
)

// Context judges facts about freed time; their streams are "freedtime-<id>", one for each
// team, period and use.
var Context = event.NewSingle[Freed]("freedtime")

// Freed says how many hours of a team something saved in a period, and where they went.
type Freed struct {
	TeamID      string        `json:"teamId"`
	PeriodStart calendar.Date `json:"periodStart"` // first day
	PeriodEnd   calendar.Date `json:"periodEnd"`   // last day, at most 366 days later
	Hours       float64       `json:"hours"`       // 0..10,000,000
	By          string        `json:"by"`          // what saved them: "callbot", "automation", ..., 1..64 characters
	SpentOn     Use           `json:"spentOn"`
}

// Use is where freed hours go.
type Use string

// The uses.
const (
	Relation Use = "relation"
	Training Use = "training"
	Rest     Use = "rest"
	Volume   Use = "volume" // more of the same work
)

var uses = [...]Use{Relation, Training, Rest, Volume}

// Words lists the uses.
func (Use) Words() []string { return rule.Words(uses[:]) }

// EventName is the name in storage.
func (Freed) EventName() string { return "time.freed" }

// Validate checks the period, the hours and where they went.
func (e Freed) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		calendar.CheckPeriod(e.PeriodStart, e.PeriodEnd),
		rule.Between("hours", e.Hours, 0, 10_000_000),
		rule.Text("by", e.By, 1, 64),
		rule.OneOf("spentOn", e.SpentOn, uses[:]...),
	)
}
