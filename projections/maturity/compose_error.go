package maturity

import (
	"math"

	"soin/domain/care"
	"soin/projections/stats"
)

// delta gives a figure without an error of its own that of its parts, to first order and
// as if these were independent; parts without one leave it without.
func delta(model *care.Model, m Measure) Measure {
	if !math.IsNaN(m.SE) || m.Status != OK {
		return m
	}
	var variance stats.Sum
	for i, slope := range slopes(model, m) {
		p := delta(model, m.Parts[i].Measure)
		m.Parts[i].Measure = p
		variance.Add(float64(slope * slope * p.SE * p.SE))
	}
	if len(m.Parts) > 0 {
		m.SE = math.Sqrt(variance.Total())
	}
	return m
}

// slopes are how much a figure moves with each of its parts.
func slopes(model *care.Model, m Measure) []float64 {
	by := make([]float64, len(m.Parts))
	var weights stats.Sum
	for _, p := range m.Parts {
		weights.Add(p.Weight)
	}
	for i, p := range m.Parts {
		switch m.Rule {
		case Power:
			by[i] = m.Value / (float64(len(m.Parts)) * math.Max(p.Value, 1))
		case MeanMin:
			by[i] = p.Weight
		case Capped:
			if p.Value < m.Limit {
				by[i] = 1
			}
		default:
			by[i] = p.Weight / weights.Total()
		}
	}
	if m.Rule == Symmetry && len(by) == 2 {
		f, gap := model.Formulas.Symmetry, m.Parts[0].Value-m.Parts[1].Value
		by[0], by[1] = f.Level, 0
		if gap > 0 {
			by[0], by[1] = 0, f.Level
		}
		if room := 100 - f.Slope*math.Abs(gap); room > 0 {
			by[0] -= math.Copysign(f.Gap*f.Slope, gap)
			by[1] += math.Copysign(f.Gap*f.Slope, gap)
		}
	}
	return by
}

// mostError is more than the error of a figure that is no sum can be, so that a gate that
// is met even so need not draw it; infinite where nothing bounds it. That of a mean is at
// most the mean of errors, that of a minimum at most all errors together, and chance in the
// drawing adds less than a tenth.
func mostError(m Measure) float64 {
	if m.Rule != MeanMin {
		return math.Inf(1)
	}
	even, top, sum, squares := math.Inf(1), 0.0, 0.0, 0.0
	for _, p := range m.Parts {
		even, top = math.Min(even, p.Weight), math.Max(top, p.Weight)
		sum += p.SE
		squares += float64(p.SE * p.SE)
	}
	most := 1.1 * (float64(even*sum) + float64((top-even)*math.Sqrt(squares)))
	if math.IsNaN(most) {
		return math.Inf(1)
	}
	return most
}
