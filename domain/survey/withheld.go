package survey

import (
	"cmp"

	"soin/domain/rule"
)

// Withheld says that a unit of teams gave too few answers to be published. They are
// counted nowhere else.
type Withheld struct {
	InstrumentID string   `json:"instrumentId"`
	Version      string   `json:"version"`
	TeamIDs      []string `json:"teamIds"`  // one unit: 1..1000 teams, sorted
	Eligible     int      `json:"eligible"` // tokens issued in the unit
}

// EventName is the name in storage.
func (Withheld) EventName() string { return "survey.withheld" }

// Validate checks the unit and its size.
func (e Withheld) Validate() error {
	return rule.All(
		rule.ID("instrumentId", e.InstrumentID),
		rule.ID("version", e.Version),
		rule.SortedIDs("teamIds", e.TeamIDs, mostTeams),
		rule.Between("eligible", e.Eligible, 0, 10_000_000),
	)
}

func (e Withheld) judge(s Survey) error {
	u, err := s.unit(e.TeamIDs)
	return cmp.Or(err, u.unsettled(), s.asks(e.InstrumentID, e.Version))
}

func (e Withheld) apply(s *Survey) { s.note(unit{teamIDs: e.TeamIDs, settled: e.EventName()}) }
