package survey

import (
	"cmp"
	"fmt"
	"slices"

	"soin/domain/calendar"
	"soin/domain/rule"
)

// Released says what a unit of teams answered together when a survey was closed. Its rows
// stand in the order of [CompareBallots], so their places say nothing of who cast them.
type Released struct {
	InstrumentID string        `json:"instrumentId"`
	Version      string        `json:"version"`
	TeamIDs      []string      `json:"teamIds"`   // one unit: 1..1000 teams, sorted
	ClosedOn     calendar.Date `json:"closedOn"`  // day the answers were released
	Eligible     int           `json:"eligible"`  // tokens issued in the unit
	Responses    int           `json:"responses"` // ballots cast, those that were dropped included
	Items        []string      `json:"items"`     // 1..1000 item ids: the columns of Ballots
	Ballots      [][]*int      `json:"ballots"`   // MinRespondents rows or more of whole numbers -100..100; null for no answer
}

// mostTeams bounds the teams of one unit.
const mostTeams = 1000

// A released answer is a whole number between these: a fraction could be somebody's mark.
const (
	lowestAnswer  = -100
	highestAnswer = 100
)

// CompareBallots orders two rows of a release, column by column, null before any value.
func CompareBallots(a, b []*int) int {
	return slices.CompareFunc(a, b, func(x, y *int) int {
		switch {
		case x == nil && y == nil:
			return 0
		case x == nil:
			return -1
		case y == nil:
			return 1
		}
		return cmp.Compare(*x, *y)
	})
}

// EventName is the name in storage.
func (Released) EventName() string { return "survey.released" }

// Validate checks the columns and rows, and that nobody can be told by the place or the
// number of rows.
func (e Released) Validate() error {
	rows := len(e.Ballots)
	return rule.All(
		rule.ID("instrumentId", e.InstrumentID),
		rule.ID("version", e.Version),
		rule.SortedIDs("teamIds", e.TeamIDs, mostTeams),
		// A date that was not given reads as the first day there is.
		rule.Check("closedOn", e.ClosedOn, e.ClosedOn != 0, "must be given"),
		rule.Between("eligible", e.Eligible, 0, 10_000_000),
		rule.Check("eligible", e.Eligible, e.Eligible >= rows, "must not be lower than the number of ballots"),
		rule.Check("responses", e.Responses, e.Responses >= rows && e.Responses <= e.Eligible,
			"must lie between the number of ballots and eligible"),
		e.validateItems(),
		e.validateBallots(),
	)
}

func (e Released) validateItems() error {
	seen := make(map[string]bool, len(e.Items))
	return rule.All(
		rule.Check("items", len(e.Items), len(e.Items) >= 1 && len(e.Items) <= 1000, "must name 1 to 1000 items"),
		rule.Each("items", e.Items, func(id string) error {
			twice := seen[id]
			seen[id] = true
			return rule.All(rule.ID("", id), rule.Check("", id, !twice, "is a column already"))
		}),
	)
}

func (e Released) validateBallots() error {
	checks := []error{
		rule.Check("ballots", len(e.Ballots), len(e.Ballots) >= MinRespondents,
			fmt.Sprintf("must be at least %d, or somebody could be singled out", MinRespondents)),
		rule.Check("ballots", len(e.Ballots), slices.IsSortedFunc(e.Ballots, CompareBallots),
			"must be sorted column by column, null before any value"),
	}
	for i, row := range e.Ballots {
		path := fmt.Sprintf("ballots[%d]", i)
		checks = append(checks,
			rule.Check(path, len(row), len(row) == len(e.Items), "must have an answer or null for each item"),
			rule.Each(path, row, checkWhole))
	}
	return rule.All(checks...)
}

func checkWhole(answer *int) error {
	if answer == nil {
		return nil
	}
	return rule.Between("", *answer, lowestAnswer, highestAnswer)
}

func (e Released) judge(s Survey) error {
	u, err := s.unit(e.TeamIDs)
	return cmp.Or(err, u.unsettled(), u.valid(), s.asks(e.InstrumentID, e.Version))
}

func (e Released) apply(s *Survey) { s.note(unit{teamIDs: e.TeamIDs, settled: e.EventName()}) }
