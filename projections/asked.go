package projections

import (
	"soin/domain/calendar"
	"soin/domain/instrument"
)

// Asked is the version of an instrument that answers of a day belong to: the one they
// name or, where they name none, the one that was asked on that day.
func (v *Readings) Asked(instrumentID, version string, on calendar.Date) (instrument.Published, bool) {
	q, ok := v.Folded().Instruments[instrumentID]
	if !ok {
		return instrument.Published{}, false
	}
	if version == "" {
		version = q.newest(on)
	}
	published, ok := q.Versions[version]
	return published, ok
}

// Mean is the mean of the chosen items in points, as [Reading.Need] is of a need's.
func (r Reading) Mean(what string, chosen func(instrument.Item) bool) Number {
	return r.mean(what, chosen)
}

// Fewest is the least number of people who answered, as far as their band tells; 0 where
// nobody counted them.
func (r Reading) Fewest() int {
	if r.tally.Respondents == 0 {
		return 0
	}
	return int(floor(r.tally.Respondents))
}
