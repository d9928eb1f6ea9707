package maturity

import (
	"math"

	"soin/domain/care"
	"soin/projections/stats"
)

// ex is EX: what members say of the four needs, as a whole. The weakest one weighs most.
func (s *subject) ex() Measure {
	parts := make([]Measure, len(care.Needs))
	for i, need := range care.Needs {
		parts[i] = s.term(string(need), itemsTerm)
		if parts[i].Status != OK {
			m := lacked(parts[i])
			m.ID = "EX"
			return m
		}
	}
	return delta(s.model, power("EX", parts, WantBallots))
}

// pp1 is SYM: equal is good, and equal and high is better.
func (s *subject) pp1() Measure {
	ex, cx := s.measure("EX"), s.measure("CX")
	for _, m := range [...]Measure{ex, cx} {
		if m.Status != OK {
			return lacked(m)
		}
	}
	return symmetric(s.model, ex, cx)
}

func symmetric(model *care.Model, ex, cx Measure) Measure {
	rule, gap := model.Formulas.Symmetry, math.Abs(ex.Value-cx.Value)
	value := float64(rule.Level*math.Min(ex.Value, cx.Value)) +
		float64(rule.Gap*math.Max(0, 100-float64(rule.Slope*gap)))
	return delta(model, Measure{
		Value: stats.Clip(value, 0, 100), SE: math.NaN(), N: ex.N + cx.N, Status: OK,
		Basis: ex.Basis | cx.Basis, Rule: Symmetry, Parts: []Part{{1, ex}, {1, cx}},
	})
}

// symmetryGap is EX minus CX in points, below zero where customers are treated better
// than members.
func (s *subject) symmetryGap() (gap float64, ok bool) {
	ex, cx := s.measure("EX"), s.measure("CX")
	return ex.Value - cx.Value, ex.Status == OK && cx.Status == OK
}
