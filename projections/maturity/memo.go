package maturity

import (
	"soin/projections"
	"soin/projections/evidence"
)

// memo is what several figures of one subject look at, read once; nil until then.
type memo struct {
	sheets    *[]sheet
	tallies   *[]projections.Reading
	releases  *[]*evidence.Release
	irritants *[]course
	recent    *[]*course
	mandates  *mandates
	thanks    *[]thank
	received  *spread
	burst     *burst
	ring      *ring
	churn     *churn

	points []float64 // room for answers

	// The questions that were chosen last, from which sheet.
	asked    *ask
	chosenOf *column
	chosen   []int // places among the columns
	need     int   // answers that a respondent has to give
}
