package surveycsv

import (
	"math"

	"soin/domain/calendar"
	"soin/projections"
)

// Folded is what the read models know.
type Folded struct{ Views *projections.Views }

// ever is later than any date.
const ever = calendar.Date(math.MaxInt32 - 1)

// Team asks the tree of teams.
func (k Folded) Team(id string, on calendar.Date) (State, bool) {
	t, ok := k.Views.Teams.Team(id, ever)
	if !ok {
		return State{}, false
	}
	t, _ = k.Views.Teams.Team(id, max(on, t.FormedOn))
	return State{Name: t.Name, ParentID: t.ParentID, Ended: t.EndedOn != nil}, true
}

// Asked asks the instruments that were published.
func (k Folded) Asked(instrumentID, version string) (items []string, published bool) {
	asked, published := k.Views.Readings.Items(instrumentID, version)
	for _, it := range asked {
		items = append(items, it.ID)
	}
	return items, published
}

// Newest asks the waves.
func (k Folded) Newest(instrumentID string) (newest calendar.Date, known bool) {
	for _, s := range k.Views.Surveys.List(ever) {
		if s.InstrumentID == instrumentID && s.Tallied > 0 {
			newest, known = s.On, true // they come oldest first
		}
	}
	return newest, known
}
