package maturity

import (
	"math"

	"soin/domain/care"
	"soin/projections/stats"
)

// What composites lack.
const (
	wantWeight    Want = "weight"          // percent of a cell's weights with evidence
	wantVoices    Want = "cell-voices"     // a survey beside practice
	wantPractice  Want = "cell-practice"   // practice beside a survey
	wantCells     Want = "cells"           // of a criterion or an axis
	wantNeeds     Want = "needs"           // of the system of needs
	wantDimension Want = "care-dimensions" // of the care chain
	wantItems     Want = "blend-items"     // the survey's part of a need, a dimension or a lens
)

// indicators are a cell's figures, those without a value included, with the model's
// weights.
func (s *subject) indicators(c care.Cell) []Part {
	var parts []Part
	for _, i := range s.model.Indicators {
		if i.Cell == c {
			parts = append(parts, Part{i.Weight, delta(s.model, s.measure(i.ID))})
		}
	}
	return parts
}

// cell is one of the nine, of this team's evidence alone: the weighted mean of the
// indicators that have a value, when these carry enough of the weight and both voices and
// practice are among them.
func (s *subject) cell(c care.Cell) Measure {
	m, share := mean(string(c), s.indicators(c))
	least, basis := s.model.Cells.MinWeight, m.Basis
	switch {
	case share == 0:
		m = lacking(m.ID, 0, int(math.Round(100*least)), wantWeight)
	case !basis.Voiced():
		m = lacking(m.ID, 0, 1, wantVoices)
	case !basis.Practised():
		m = lacking(m.ID, 0, 1, wantPractice)
	case share < least-rounding:
		m = lacking(m.ID, int(math.Round(100*share)), int(math.Round(100*least)), wantWeight)
	}
	m.Basis = basis
	return m
}

// rounding is what sums of weights may differ by from what people wrote down.
const rounding = 1e-9

// mean is the weighted mean of the parts that have a value, and the share of all weights
// that these carry; without any part it has no value. Its error takes the parts for
// independent.
func mean(id string, parts []Part) (m Measure, share float64) {
	m = Measure{ID: id, Rule: Mean, Status: OK}
	var weights, all, sum, variance stats.Sum
	for _, p := range parts {
		all.Add(p.Weight)
		if p.Status != OK {
			continue
		}
		weights.Add(p.Weight)
		sum.Add(float64(p.Weight * p.Value))
		variance.Add(float64(p.Weight * p.Weight * p.SE * p.SE))
		m.Basis |= p.Basis
		m.Parts = append(m.Parts, p)
	}
	total := weights.Total()
	if len(m.Parts) == 0 {
		return lacking(id, 0, 1, wantWeight), 0
	}
	m.Value, m.SE, m.N = sum.Total()/total, math.Sqrt(variance.Total())/total, sample(m.Parts)
	return m, total / all.Total()
}

// view is a need, a dimension or a lens. What the survey says of it must be there; other
// terms without a value are left out.
func (s *subject) view(b *care.Blend) Measure {
	parts := s.terms(b)
	for i, t := range b.Terms {
		if p := parts[i].Measure; t.Name == itemsTerm && p.Status != OK {
			lack := p.Lack
			if lack.Of == "" {
				lack = Lack{0, 1, wantItems}
			}
			return lacking(b.ID, lack.Have, lack.Need, lack.Of)
		}
	}
	m, _ := mean(b.ID, parts)
	return m
}

// terms are a view's parts, those without a value included.
func (s *subject) terms(b *care.Blend) []Part {
	parts := make([]Part, len(b.Terms))
	for i, t := range b.Terms {
		parts[i] = Part{t.Weight, s.term(b.ID, t.Name)}
	}
	return parts
}

// itemsTerm is the term of a blend that the survey answers.
const itemsTerm = "items"

// term is one part of a need, a dimension or a lens.
func (s *subject) term(view, name string) Measure {
	if name != itemsTerm {
		return delta(s.model, s.measure(name))
	}
	return delta(s.model, s.measure(itemsTerm+":"+view))
}

// meanMin is a criterion or an axis: all its cells, the weakest once more. The parts'
// weights are what each cell counts, so that they explain the value.
func (s *subject) meanMin(id string, cells []Measure) Measure {
	m := Measure{ID: id, Rule: MeanMin, Status: OK, SE: math.NaN()}
	ok, weakest := 0, 0
	for i, c := range cells {
		if c.Status != OK {
			continue
		}
		ok++
		m.Basis |= c.Basis
		if c.Value < cells[weakest].Value {
			weakest = i
		}
	}
	if ok < len(cells) {
		return lacking(id, ok, len(cells), wantCells)
	}
	values := make([]float64, len(cells))
	for i, c := range cells {
		weight := s.model.Cells.Mean / float64(len(cells))
		if i == weakest {
			weight += s.model.Cells.Min
		}
		values[i] = c.Value
		m.Parts = append(m.Parts, Part{weight, c})
	}
	m.Value, m.N = weakened(&s.model.Cells, values...), sample(m.Parts)
	return m
}

// weakened is a mean with the lowest value counted once more; NaN when one is NaN.
func weakened(rule *care.CellRule, values ...float64) float64 {
	var sum stats.Sum
	lowest := math.Inf(1)
	for _, v := range values {
		sum.Add(v)
		lowest = math.Min(lowest, v)
	}
	return float64(rule.Mean*sum.Total()/float64(len(values))) + float64(rule.Min*lowest)
}

// power is the geometric mean of parts that must all have a value.
func power(id string, parts []Measure, of Want) Measure {
	m := Measure{ID: id, Rule: Power, Status: OK, SE: math.NaN()}
	values := make([]float64, len(parts))
	for _, p := range parts {
		if p.Status == OK {
			values[len(m.Parts)] = p.Value
			m.Basis |= p.Basis
			m.Parts = append(m.Parts, Part{1 / float64(len(parts)), p})
		}
	}
	if len(m.Parts) < len(parts) || len(parts) == 0 {
		return lacking(id, len(m.Parts), len(parts), of)
	}
	m.Value, m.N = stats.GeometricMean(values...), sample(m.Parts)
	return m
}

// capped is a figure that may not rise above a limit.
func capped(id string, part Measure, limit float64) Measure {
	if part.Status != OK {
		part.ID = id
		return part
	}
	return Measure{
		ID: id, Rule: Capped, Status: OK, Value: math.Min(part.Value, limit), SE: math.NaN(),
		N: part.N, Basis: part.Basis, Limit: limit, Parts: []Part{{1, part}},
	}
}

// sample is how many people a composite rests on: the fewest that spoke for a part, or
// without voices the fewest pieces of evidence.
func sample(parts []Part) float64 {
	voiced, counted := math.Inf(1), math.Inf(1)
	for _, p := range parts {
		counted = math.Min(counted, p.N)
		if p.Basis.Voiced() {
			voiced = math.Min(voiced, p.N)
		}
	}
	if math.IsInf(voiced, 1) {
		return counted
	}
	return voiced
}
