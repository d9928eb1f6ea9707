package maturity

import (
	"math"

	"soin/domain/care"
	"soin/projections"
	"soin/projections/stats"
)

// Shrinkage is the rule by which a cell takes in what other teams are like: first weight
// x the cell of this team's evidence alone + Limit.
const Shrinkage Rule = "shrinkage"

// estimate is a cell of one team's evidence alone, small enough to keep for every team
// and quarter.
type estimate struct {
	value, se float64 // NaN as in Measure
	status    projections.Status
	few       bool // told coarsely
}

func estimateOf(m *Measure) estimate { return estimate{m.Value, m.SE, m.Status, coarse(m)} }

// nothing is a cell without evidence.
func nothing() estimate { return estimate{value: math.NaN(), se: math.NaN(), status: Insufficient} }

// equal reports whether two estimates tell others the same.
func (e estimate) equal(o estimate) bool {
	return e.status == o.status && same64(e.value, o.value) && same64(e.se, o.se)
}

func same64(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

// norm is what is known of each cell over all teams at a quarter end; nil for too few
// teams.
type norm [len(care.Cells)]*stats.Pool

// pool learns a norm's cell from the teams that have it.
func pool(model *care.Model, teams []row, cell int) *stats.Pool {
	var values, errors []float64
	for i := range teams {
		if e := teams[i].cells[cell]; e.status == OK && e.se > 0 {
			values, errors = append(values, e.value), append(errors, e.se)
		}
	}
	if len(values) < model.Statistics.ShrinkFrom {
		return nil
	}
	p, ok := stats.NewPool(values, errors)
	if !ok {
		return nil
	}
	return &p
}

// shrunk is a cell after other teams had their say, and how far it was pulled, 0..1. With
// too few teams, and without an error, it stays where it is; in the first case it is less
// sure than it seems.
func shrunk(model *care.Model, p *stats.Pool, e estimate) (s stats.Shrunk, pull float64) {
	switch {
	case e.status != OK:
		return stats.Shrunk{Theta: math.NaN(), SE: math.NaN()}, 0
	case math.IsNaN(e.se):
		return stats.Shrunk{Theta: e.value, SE: math.NaN()}, 0
	case p == nil || !(e.se > 0):
		return stats.Shrunk{Theta: e.value, SE: model.Statistics.Widen * e.se}, 0
	}
	s = p.Shrink(e.value, e.se)
	if away := e.value - p.Mu; away != 0 {
		pull = 1 - (s.Theta-p.Mu)/away
	}
	return s, pull
}

// theta is a cell as levels use it, over the cell of this team's evidence alone.
func theta(model *care.Model, p *stats.Pool, raw Measure) Measure {
	if raw.Status != OK {
		return raw
	}
	s, _ := shrunk(model, p, estimateOf(&raw))
	m := raw
	m.Rule, m.Value, m.SE = Shrinkage, s.Theta, s.SE
	raw.ID += rawSuffix
	slope := 1.0
	if raw.SE > 0 {
		slope = s.SE / raw.SE // so that draws of the raw cell spread as the shrunk one does
	}
	m.Parts, m.Limit = []Part{{slope, raw}}, s.Theta-float64(slope*raw.Value)
	return m
}

// rawSuffix marks a cell before other teams had their say.
const rawSuffix = "/raw"
