package projections

import (
	"math"

	"soin/domain/event"
	"soin/domain/survey"
)

// Status says whether a number may be relied on.
type Status string

// The statuses. A number that is not ok has no value: missing is never zero.
const (
	OK           Status = "ok"
	Insufficient Status = "insufficient" // too little evidence
	Withheld     Status = "withheld"     // it would tell who said what
	Stale        Status = "stale"        // there is a value, and the newest evidence is too old to count
)

// Basis says what a number was computed from.
type Basis string

// The bases.
const (
	NoBasis         Basis = ""                 // there is no value
	FavourableShare Basis = "favourable share" // answers that agree, out of all answers
	MeanRating      Basis = "mean rating"      // mean answer, put on 0..100
	Heads           Basis = "count of people"  // by the tool that asked
	Reported        Basis = "as reported"      // by the tool that asked, without the counts behind it
)

// Number is one published figure with its evidence.
type Number struct {
	Value    *float64 // nil unless ok; points 0..100 or as the field says
	SE       *float64 // standard error in the same unit, nil where people were not counted
	Sample   Sample
	Status   Status
	Reason   string // why there is no value, empty when there is one
	Basis    Basis
	Position event.Position // of the log it was computed at
}

// Sample is the evidence behind a number. People are told in bands, and no figure beside
// them is finer than its band.
type Sample struct {
	Respondents *string // "5-9", "10-19", "20-49", "50+"; nil when the source does not count them
	Items       int     // items with an answer
	Asked       int     // items the instrument asks for it
}

// bands are the steps in which people are counted, by the fewest of each.
var bands = [...]struct {
	floor int32
	name  string
}{{50, "50+"}, {20, "20-49"}, {10, "10-19"}, {survey.MinRespondents, "5-9"}}

// Band hides a count of people; nil below the least band.
func Band(n int32) *string {
	for _, b := range bands {
		if n >= b.floor {
			return &b.name
		}
	}
	return nil
}

// floor is the fewest people of a count's band.
func floor(n int32) int32 {
	for _, b := range bands {
		if n >= b.floor {
			return b.floor
		}
	}
	return survey.MinRespondents
}

// decimals of published figures: they are rounded once, by Round.
const decimals = 1e6

// Round is a figure as it is published.
func Round(x float64) float64 { return math.Round(x*decimals)/decimals + 0 } // + 0: never -0

func (n Number) of(value float64) Number {
	value = Round(value)
	n.Value, n.Status = &value, OK
	return n
}

func (n Number) within(se float64) Number {
	se = Round(se)
	n.SE = &se
	return n
}

func (n Number) lacking(reason string) Number {
	n.Status, n.Reason = Insufficient, reason
	return n
}

func (n Number) withheld(reason string) Number {
	n.Status, n.Reason = Withheld, reason
	return n
}
