package maturity

import (
	"math"
	"slices"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/projections"
	"soin/projections/stats"
)

// move is a figure's way from one quarter end to the next; NaN where there is none.
type move struct {
	delta float64 // points
	p     float64 // two-sided, adjusted for the figures that are looked at together
}

// moves compares figures at two quarter ends, the nine cells together (scoring, 2.8).
func moves(then, now []estimate) []move {
	list, p := make([]move, len(now)), make([]float64, len(now))
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

// wave is some figures at a quarter end.
type wave struct {
	on      calendar.Date
	figures []estimate
}

// waves are figures made of the cells of each quarter end, newest first.
func (g ground) waves(of func([]estimate) []estimate) []wave {
	list := make([]wave, len(g.earlier))
	for i, q := range g.earlier {
		list[i] = wave{q.on, of(q.cells[:])}
	}
	return list
}

// criteriaOf and axesOf make figures of cells in canonical order, their errors to first
// order.
func criteriaOf(rule *care.CellRule) func([]estimate) []estimate {
	return func(c []estimate) []estimate {
		return []estimate{combined(rule, c[0], c[1], c[2]), combined(rule, c[3], c[4], c[5]), combined(rule, c[6], c[7], c[8])}
	}
}

func axesOf(rule *care.CellRule) func([]estimate) []estimate {
	return func(c []estimate) []estimate {
		return []estimate{combined(rule, c[0], c[3], c[6]), combined(rule, c[1], c[4], c[7]), combined(rule, c[2], c[5], c[8])}
	}
}

func combined(rule *care.CellRule, cells ...estimate) estimate {
	values := make([]float64, len(cells))
	weakest := 0
	for i, c := range cells {
		if c.status != OK {
			return nothing()
		}
		if values[i] = c.value; c.value < cells[weakest].value {
			weakest = i
		}
	}
	var variance stats.Sum
	for i, c := range cells {
		weight := rule.Mean / float64(len(cells))
		if i == weakest {
			weight += rule.Min
		}
		variance.Add(float64(weight*c.se) * float64(weight*c.se))
	}
	return estimate{value: weakened(rule, values...), se: math.Sqrt(variance.Total()), status: OK}
}

// trends are where figures went, by quarter ends, newest first. A step is told of values
// that are not told coarsely only: it would be finer than they are.
func trends(model *care.Model, waves []wave, n int) []Move {
	list := make([]Move, n)
	for i := range list {
		list[i] = slopeOf(model, waves, i)
	}
	if len(waves) < 2 {
		return list
	}
	then, now := waves[1].figures, waves[0].figures
	for i, m := range moves(then, now) {
		if then[i].few || now[i].few {
			continue
		}
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

// slopeOf follows one figure over all quarter ends, oldest first.
func slopeOf(model *care.Model, waves []wave, i int) Move {
	m := Move{Direction: projections.Unsettled}
	var x, y []float64
	for _, w := range slices.Backward(waves) {
		if e := w.figures[i]; e.status == OK && !e.few {
			x, y = append(x, float64(w.on)/daysPerYear), append(y, e.value)
		}
	}
	if len(y) >= model.Statistics.TrendFrom {
		m.Slope, m.TrendP = published(stats.SenSlope(x, y)), published(stats.MannKendall(y).P)
	}
	return m
}

const daysPerYear = 365.25
