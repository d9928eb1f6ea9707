package maturity

import (
	"soin/domain/calendar"
	"soin/domain/care"
	"soin/projections"
)

// Quarter is a team as of the last day of a quarter.
type Quarter struct {
	On        calendar.Date
	Level     care.Level
	LevelName string
	Cells     []Score // care.Cells, each with its Trend
	Criteria  []Score
	Axes      []Score
}

// History is a team at every quarter end from one date to another, those at which it had
// no scorecard left out. The trends are those up to each quarter end.
func (b *Board) History(views *projections.Views, teamID string, from, to calendar.Date) []Quarter {
	b = b.serving(views)
	var list []Quarter
	for _, end := range quarterEnds(max(from, b.firstQuarter(views, teamID)), to) {
		s, err := b.Scorecard(views, teamID, end)
		if err != nil || s.Status != OK {
			continue
		}
		list = append(list, Quarter{
			On: end, Level: s.Level, LevelName: s.LevelName, Cells: s.Cells, Criteria: s.Criteria, Axes: s.Axes,
		})
	}
	return list
}

// firstQuarter is the first quarter end from which a team may have a scorecard.
func (b *Board) firstQuarter(views *projections.Views, teamID string) calendar.Date {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.attune(views)
	if t, ok := views.Teams.Team(teamID, never); ok {
		return max(t.FormedOn, b.start())
	}
	return never
}
