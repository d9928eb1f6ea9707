package surveycsv

import "soin/domain/calendar"

// Known is what the log already tells. Plan asks and never writes.
type Known interface {
	// Team is how a team stood on a date, that date's facts included; when it was formed
	// later only, how it stood then. It is false for an id that was never formed.
	Team(id string, on calendar.Date) (State, bool)
	// Asked lists the items of a published version of an instrument.
	Asked(instrumentID, version string) (items []string, published bool)
	// Newest is the latest day that results of an instrument are dated on.
	Newest(instrumentID string) (calendar.Date, bool)
}

// State is what a team is called and where it stands.
type State struct {
	Name     string
	ParentID string // empty for the top of a tree
	Ended    bool
}

// Nothing is what an empty log knows.
type Nothing struct{}

// Team knows none.
func (Nothing) Team(string, calendar.Date) (State, bool) { return State{}, false }

// Asked knows none.
func (Nothing) Asked(string, string) ([]string, bool) { return nil, false }

// Newest knows none.
func (Nothing) Newest(string) (calendar.Date, bool) { return 0, false }
