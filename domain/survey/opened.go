package survey

import (
	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/rule"
)

// Opened says that teams are asked to answer an instrument.
type Opened struct {
	InstrumentID string        `json:"instrumentId"`
	Version      string        `json:"version"`
	Teams        []Invitation  `json:"teams"`    // 1..100,000
	OpensOn      calendar.Date `json:"opensOn"`  // first day
	ClosesOn     calendar.Date `json:"closesOn"` // last day, at most a year later
}

// Invitation is how many people of a team may answer.
type Invitation struct {
	TeamID   string `json:"teamId"`
	Eligible int    `json:"eligible"` // people
}

// longestSurvey is the most days a survey may stay open.
const longestSurvey = 366

// EventName is the name in storage.
func (Opened) EventName() string { return "survey.opened" }

// Validate checks the period and that no team is asked twice.
func (e Opened) Validate() error {
	days := e.ClosesOn.Days(e.OpensOn)
	seen := make(map[string]bool, len(e.Teams))
	return rule.All(
		rule.ID("instrumentId", e.InstrumentID),
		rule.ID("version", e.Version),
		// A date that was not given reads as the first day there is.
		rule.Check("opensOn", e.OpensOn, e.OpensOn != 0, "must be given"),
		rule.Check("closesOn", e.ClosesOn, days >= 0 && days <= longestSurvey, "must lie 0 to 366 days after opensOn"),
		rule.Check("teams", len(e.Teams), len(e.Teams) >= 1 && len(e.Teams) <= 100_000, "must ask 1 to 100000 teams"),
		rule.Each("teams", e.Teams, func(i Invitation) error {
			twice := seen[i.TeamID]
			seen[i.TeamID] = true
			return rule.All(
				rule.ID("teamId", i.TeamID),
				rule.Check("teamId", i.TeamID, !twice, "is asked already"),
				rule.Between("eligible", i.Eligible, 1, 10_000_000),
			)
		}),
	)
}

func (e Opened) judge(s Survey) error {
	if s.opened {
		return event.Conflict("this survey was opened already: a new wave is a new survey")
	}
	return s.asks(e.InstrumentID, e.Version)
}

func (e Opened) apply(s *Survey) {
	s.opened = true
	s.instrumentID, s.version = e.InstrumentID, e.Version
}
