package maturity

import (
	"math"

	"soin/domain/impact"
	"soin/domain/initiative"
	"soin/projections/evidence"
	"soin/projections/stats"
)

// stakeholders are those outside for whom the planet axis cares.
const stakeholders = 4

// pp2 is how evenly acts for the planet are spread over customers, suppliers, society and
// the environment.
func (s *subject) pp2() Measure {
	i := s.indicator("PP2")
	w, counts, n, t := s.window(i.Window), [stakeholders]float64{}, 0, s.trail()
	take := func(m evidence.Moment, whose int) {
		if whose >= 0 {
			counts[whose]++
			n++
			t.add(m)
		}
	}
	for j := range s.dossier.Initiatives {
		if x := &s.dossier.Initiatives[j]; x.Axis == evidence.Planet && w.has(x.Moment) {
			take(x.Moment, stakeholder(s.evidence.ID(x.Stakeholder)))
		}
	}
	for j := range s.dossier.Impacts {
		if x := &s.dossier.Impacts[j]; w.has(x.Moment) {
			take(x.Moment, stakeholder(s.evidence.ID(x.Domain)))
		}
	}
	if n == 0 || n < i.Minimum {
		return lacking("", n, max(1, i.Minimum), WantPlanetActs)
	}
	values, weights := make([]float64, 0, stakeholders), make([]float64, 0, stakeholders)
	for j, c := range counts {
		if c == 0 {
			continue
		}
		without := counts
		without[j]--
		values, weights = append(values, 100*stats.Evenness(without[:])), append(weights, c)
	}
	return s.figure(FromActs, 100*stats.Evenness(counts[:]), jackknifed(values, weights), float64(n), t)
}

// stakeholder is the place of one among the four, or -1 for another word.
func stakeholder(word string) int {
	switch word {
	case string(initiative.Customers):
		return 0
	case string(initiative.Suppliers), string(impact.Supplier):
		return 1
	case string(initiative.Society), string(impact.Social), string(impact.Community):
		return 2
	case string(initiative.Environment), string(impact.Environmental):
		return 3
	}
	return -1
}

// pp3 is how much of the team takes part in initiatives for the planet, and how evenly.
func (s *subject) pp3() Measure {
	i := s.indicator("PP3")
	w, n, t, shares := s.window(i.Window), 0, s.trail(), []share{}
	for j := range s.dossier.Initiatives {
		x := &s.dossier.Initiatives[j]
		if x.Axis != evidence.Planet || !w.has(x.Moment) {
			continue
		}
		n++
		t.add(x.Moment)
		for _, who := range x.Participants {
			shares = append(shares, share{who, 1})
		}
	}
	switch {
	case n == 0 || n < i.Minimum:
		return lacking("", n, max(1, i.Minimum), WantInitiatives)
	case s.headcount() == 0:
		return lacking("", 0, 1, WantHeadcount)
	}
	x := spreadOf(shares, s.headcount())
	f := func(reach, concentration float64) float64 { return 100 * reach * (1 - concentration) }
	return s.figure(FromActs, f(x.reach(), x.concentration()), math.Abs(x.jackknife(f)), float64(x.n), t)
}
