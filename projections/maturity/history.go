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
	for _, end := range b.quartersOf(views, teamID, from, to) {
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

// quartersOf are the quarter ends at which a team may have a scorecard with something in it.
func (b *Board) quartersOf(views *projections.Views, teamID string, from, to calendar.Date) []calendar.Date {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.attune(views)
	t, ok := views.Teams.Team(teamID, never)
	if !ok {
		return nil
	}
	return b.quarterEnds(max(from, t.FormedOn), to)
}
