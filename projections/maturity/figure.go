package maturity

import (
	"math"

	"soin/domain/care"
	"soin/projections/stats"
)

// indicator is what the model says of one; all zero for one that it does not have.
func (s *subject) indicator(id string) *care.Indicator {
	for i := range s.model.Indicators {
		if s.model.Indicators[i].ID == id {
			return &s.model.Indicators[i]
		}
	}
	return &care.Indicator{}
}

// figure is a leaf whose value lies within 0..100 and whose standard error is not below
// the least one that the model believes.
func (s *subject) figure(basis Basis, value, se, n float64, t trail) Measure {
	m := leaf("", basis, stats.Clip(value, 0, 100), math.Max(se, s.model.Statistics.SEFloor), n)
	m.Evidence = t.at
	return m
}

// rate is the share k/n in points.
func (s *subject) rate(basis Basis, k, n float64, t trail) Measure {
	p := math.Min(k/n, 1)
	return s.figure(basis, 100*p, 100*stats.WilsonSE(p, n), n, t)
}

// blended is the weighted mean of the parts that have a value; without any it lacks what
// the first part lacks.
func blended(parts ...Part) Measure {
	m, _ := mean("", parts)
	if m.Status != OK && len(parts) > 0 {
		return lacked(parts[0].Measure)
	}
	return m
}

// lacked is a figure without a value, for want of what another one lacks or, when that
// one is too old, of new voices.
func lacked(m Measure) Measure {
	if m.Status != Stale {
		return lacking("", m.Lack.Have, m.Lack.Need, m.Lack.Of)
	}
	switch {
	case m.Basis&FromCustomers != 0:
		return lacking("", 0, 1, WantCustomers)
	case m.Basis&FromReceivers != 0:
		return lacking("", 0, 1, WantReceivers)
	default:
		return lacking("", 0, 1, WantBallots)
	}
}

// part is a figure under a name of its own.
func part(weight float64, id string, m Measure) Part {
	m.ID = id
	return Part{weight, m}
}
