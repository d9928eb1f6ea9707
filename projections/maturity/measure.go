// Package maturity is the care model at work: evidence becomes indicators, indicators
// become cells, criteria and axes, needs and dimensions, lenses, flags and a level, for
// every team, as of any date.
//
// It guarantees that a number is a pure function of (evidence at a position, model, as-of
// date): no clock, no map order, no arrival order. What is missing is missing: too
// little evidence is told as insufficient, with what is lacking, and never as a number.
// Every number can be explained as the tree of what made it, down to positions in the
// log.
package maturity

import (
	"math"

	"soin/domain/event"
	"soin/projections"
)

// What says whether a figure may be relied on. Only ok figures feed other ones.
const (
	OK           = projections.OK
	Insufficient = projections.Insufficient
	Withheld     = projections.Withheld
	Stale        = projections.Stale
)

// Basis is what kind of evidence feeds a figure, as a set.
type Basis uint8

// The kinds of evidence. A cell needs voices and acts.
const (
	FromSurvey    Basis = 1 << iota // what the team said
	FromActs                        // what was done
	FromReceivers                   // what those cared for said
	FromCustomers                   // what customers said
	FromTallies                     // what another tool had already aggregated
)

// Voiced holds for survey answers, ours or another tool's.
func (b Basis) Voiced() bool { return b&(FromSurvey|FromTallies) != 0 }

// Practised holds for evidence other than the team's own survey.
func (b Basis) Practised() bool { return b&(FromActs|FromReceivers|FromCustomers) != 0 }

// Rule is how parts make a value.
type Rule string

// The rules.
const (
	Leaf     Rule = "leaf"             // computed from evidence itself
	Mean     Rule = "weighted mean"    // sum of weight x value, over the sum of weights
	Power    Rule = "geometric mean"   // of the parts, equally weighted
	MeanMin  Rule = "mean and minimum" // first weight x mean + second weight x minimum
	Symmetry Rule = "symmetry"         // see the formula SYM
	Capped   Rule = "capped"           // the one part, at most Limit
)

// Measure is one figure in points 0..100, higher is better care, with what made it.
// Values are exact here; they are rounded once, when they are published.
type Measure struct {
	ID     string
	Value  float64 // NaN unless Status is OK or Stale
	SE     float64 // standard error in points; NaN where nobody counted
	N      float64 // effective sample
	Status projections.Status
	Lack   Lack // what is missing, when Insufficient
	Basis  Basis

	Rule  Rule
	Parts []Part  // those that count; empty for a Leaf
	Limit float64 // of Capped

	// Evidence is where the acts and batches behind a Leaf stand in the log. It is
	// gathered for explanations only.
	Evidence []event.Position
}

// Part is a figure's share in another one.
type Part struct {
	Weight float64
	Measure
}

// Lack is what keeps a figure from having a value.
type Lack struct {
	Have, Need int
	Of         Want
}

// Want names what is lacking, as a key of the wording in French and English.
type Want string

// lacking is a figure without a value.
func lacking(id string, have, need int, of Want) Measure {
	return Measure{
		ID: id, Value: math.NaN(), SE: math.NaN(), Status: Insufficient, Rule: Leaf,
		Lack: Lack{Have: have, Need: need, Of: of},
	}
}

// leaf is a figure that was computed from evidence itself.
func leaf(id string, basis Basis, value, se, n float64) Measure {
	return Measure{ID: id, Value: value, SE: se, N: n, Status: OK, Basis: basis, Rule: Leaf}
}
