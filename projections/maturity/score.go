package maturity

import (
	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/event"
	"soin/projections"
)

// Edition is which care model a figure rests on.
type Edition struct {
	Version string
	Hash    string // SHA-256 of the model file, lower-case hexadecimal
}

// Source is one kind of evidence behind a figure.
type Source string

// The sources.
const (
	Survey    Source = "survey"
	Acts      Source = "acts"
	Receivers Source = "receivers"
	Customers Source = "customers"
	Tallies   Source = "tallies"
)

// Score is one published figure in points 0..100, higher is better care. Its numbers are
// rounded to a millionth, once; those that rest on the voices of fewer than ten people
// are told in steps of five points and never at an end of the scale.
type Score struct {
	ID    string   // of the figure: "XT", "confiance", "care-chain"
	Value *float64 // after other teams had their say (of cells and what cells make); nil unless ok or stale
	Raw   *float64 // of this team's evidence alone
	SE    *float64 // of Value; nil where nobody counted, or where the sample is told coarsely

	Low80, High80 *float64 // the interval in which the true value lies, 80 times in 100
	Low95, High95 *float64

	NBand          *string // effective sample, in bands; nil where nobody counted
	EvidenceWeight float64 // share 0..1 of the figure's weights that had evidence
	Status         projections.Status
	Reason         Text // why there is no value, empty when there is one
	Basis          []Source
	Trend          Move
}

// Move is where a figure went, from quarter end to quarter end.
type Move struct {
	Direction projections.Direction // rising or falling only where neither chance nor size speaks against it
	Delta     *float64              // points since the quarter end before
	P         *float64              // of Delta by chance, two-sided, adjusted for nine cells (Holm)
	Slope     *float64              // points a year over all quarters looked at (Sen), from four on
	TrendP    *float64              // of that slope by chance (Mann-Kendall)
}

// Symmetric is what members receive beside what customers receive.
type Symmetric struct {
	Employees Score    // EX
	Customers Score    // CX
	Gap       *float64 // EX minus CX, points; below zero customers are treated better
	Score     Score    // equal and high
}

// Blocker is one thing that keeps a team from its next level.
type Blocker struct {
	Level  care.Level
	Gate   string   // its name in the model
	Figure string   // whose score or count it looks at
	Value  *float64 // what it is, nil when it is not known
	Needed *float64 // what it has to be
	Text   Text
}

// Scorecard is one team's care as of a date.
type Scorecard struct {
	TeamID   string
	AsOf     calendar.Date
	Position event.Position // of the log it was computed at
	Model    Edition

	Status   projections.Status // withheld for a team too small, insufficient for one that ended
	Reason   Text               // why there is no scorecard, empty when there is one
	CountsIn *string            // the team above that the evidence of a small one counts in
	Includes []string           // small teams whose evidence counts here, by id

	// MeasuredWith are other teams of the units in which the team's voices were released:
	// what is said was said by all of them together.
	MeasuredWith []string

	Cells         []Score // care.Cells
	Criteria      []Score // care.Criteria
	Axes          []Score // care.Axes
	Needs         []Score // care.Needs
	Dimensions    []Score // care.Dimensions
	Lenses        []Score // in the model's order
	SystemOfNeeds Score
	WeakestNeed   *care.Need
	CareChain     Score
	ChainCapped   bool // too few receivers judged for more
	Symmetry      Symmetric

	Flags       []Flag
	Level       care.Level
	LevelName   string
	LevelOn     *calendar.Date // quarter end up to which the level was folded; nil before the first one
	LevelRobust bool           // the same if those who kept silent thought worse of it by one standard deviation
	Provisional bool           // AsOf is no quarter end: the level may move at the next one
	Blockers    []Blocker      // of the next level
	Agreement   *float64       // median r_wg(j) of the scales, 0..1
}
