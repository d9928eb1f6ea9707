package maturity

import (
	"math"
	"slices"

	"soin/domain/care"
	"soin/projections"
	"soin/projections/stats"
)

// move is a cell's way from one quarter end to the next; NaN where there is none.
type move struct {
	delta float64 // points
	p     float64 // two-sided, adjusted for nine cells
}

// moves compares the nine cells at two quarter ends (scoring, 2.8).
func moves(model *care.Model, then, now [len(care.Cells)]estimate) (list [len(care.Cells)]move) {
	p := make([]float64, len(care.Cells))
	for i := range list {
		list[i].delta, p[i] = math.NaN(), math.NaN()
		if then[i].status == OK && now[i].status == OK {
			list[i].delta = now[i].value - then[i].value
			_, p[i] = stats.TwoWaves(then[i].value, then[i].se, now[i].value, now[i].se)
		}
	}
	for i, adjusted := range stats.Holm(p) {
		list[i].p = adjusted
	}
	return list
}

func (m move) significant(model *care.Model) bool {
	return m.p < model.Statistics.TrendP && math.Abs(m.delta) >= model.Statistics.TrendPoints
}

func (m move) falls(model *care.Model) bool { return m.significant(model) && m.delta < 0 }

// trends are where each cell went, by the quarter ends a card stands on.
func (g ground) trends(model *care.Model) []Move {
	list := make([]Move, len(care.Cells))
	for i := range list {
		list[i] = Move{Direction: projections.Unsettled}
		g.slope(model, i, &list[i])
	}
	if len(g.earlier) < 2 {
		return list
	}
	for i, m := range moves(model, g.earlier[1].cells, g.earlier[0].cells) {
		list[i].Delta, list[i].P = published(m.delta), published(m.p)
		switch {
		case m.falls(model):
			list[i].Direction = projections.Falling
		case m.significant(model):
			list[i].Direction = projections.Rising
		case !math.IsNaN(m.p):
			list[i].Direction = projections.Steady
		}
	}
	return list
}

// slope follows one cell over all quarter ends, oldest first.
func (g ground) slope(model *care.Model, cell int, m *Move) {
	var x, y []float64
	for _, q := range slices.Backward(g.earlier) {
		if e := q.cells[cell]; e.status == OK {
			x, y = append(x, float64(q.on)/daysPerYear), append(y, e.value)
		}
	}
	if len(y) >= model.Statistics.TrendFrom {
		m.Slope, m.TrendP = published(stats.SenSlope(x, y)), published(stats.MannKendall(y).P)
	}
}

const daysPerYear = 365.25
