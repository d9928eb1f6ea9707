package concepts

import (
	"soin/domain/calendar"
	"soin/domain/event"
	"soin/projections"
)

// Finding is what one concept shows of one team, as of a date.
type Finding struct {
	Concept  Concept
	TeamID   string
	On       calendar.Date
	Scores   []string // ids on the team's scorecard, where the numbers are
	Figures  []Figure
	Rows     []Row
	Note     Text             // how to read it; empty when the name says it
	Evidence []event.Position // behind figures and rows, rising
	Position event.Position   // of the log it was computed at
}

// Figure is one number with its evidence.
type Figure struct {
	Label  Text
	Value  *float64           // nil unless the status is ok, and where people are told by their band alone
	Unit   Unit               //
	Sample *string            // acts or people behind it: "5-9", "10-19", "20-49", "50+"; nil below five
	Status projections.Status //
	Reason Text               // why there is no value
}

// Unit is what a figure counts.
type Unit string

// The units.
const (
	Acts    Unit = "acts"    // things that happened
	People  Unit = "people"  // in bands only
	Percent Unit = "percent" // 0..100
	Points  Unit = "points"  // 0..100, higher is better care
	Days    Unit = "days"
	Hours   Unit = "hours"
	Seconds Unit = "seconds"
	Months  Unit = "months"
	Degrees Unit = "degrees" // of autonomy 1..7, of stakes or severity 1..3
	Ratio   Unit = "ratio"   // of one quantity to another
	Slope   Unit = "a year"  // change of the figure's own unit in a year
	Index   Unit = "index"   // -1..1
	Other   Unit = "as told" // of an impact, in the unit its label names
)

// Row is one thing of a ledger, or one step of a curve.
type Row struct {
	ID       string        // of the thing, as its publisher named it; of a curve, its quarter
	TeamID   string        //
	On       calendar.Date // when it began; of a quarter, its last day
	What     Text
	State    string // "open", "kept", ...
	Age      int    // days since On, as of the date asked
	Severity int    // 1..3, 0 where there is none
	Figures  []Figure
}
