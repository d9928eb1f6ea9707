package instruments

import (
	"soin/domain/calendar"
	"soin/domain/instrument"
)

// Instrument is one document of an instrument file.
type Instrument struct {
	File        string // where it was read
	ID          string
	Version     string        // empty when every wave is a version of its own
	Since       calendar.Date // from when a version of its own is known
	Audience    instrument.Audience
	Title       instrument.Text
	Attribution []string
	Questions   []Question // in the order they are asked
	Layout      Layout

	claims map[string][]claim // by code
	ids    map[string]int     // question by lower-case id
	words  map[string]int     // question by its letters, ambiguous where several have the same
}

// Question is one item and what the years made of it.
type Question struct {
	instrument.Item

	wordings   []string // other prints of the English text
	reversedIn Years
}

// claim says what a code means in some years.
type claim struct {
	years  Years
	column Column
}

// ambiguous stands for questions that share their wording.
const ambiguous = -1

// VersionOf is the version that a wave asks.
func (in *Instrument) VersionOf(w Wave) string {
	if in.Version == "" {
		return w.Label
	}
	return in.Version
}

// Published states that a version exists and asks these items.
func (in *Instrument) Published(version string, items []instrument.Item) instrument.Published {
	return instrument.Published{Version: version, Audience: in.Audience, Title: in.Title, Items: items}
}

// Asked is the item as it was asked that year, in the wording a header gave; without one
// in the file's own.
func (q Question) Asked(year int, wording string) instrument.Item {
	it := q.Item
	it.Reversed = it.Reversed || q.reversedIn.Has(year)
	if wording != "" {
		it.Text.EN = wording
	}
	return it
}

// SurveyID names one wave of this instrument: "csps-2013".
func (in *Instrument) SurveyID(w Wave) string { return in.ID + "-" + w.Label }
