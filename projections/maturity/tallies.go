package maturity

import (
	"math"

	"soin/domain/instrument"
	"soin/projections"
	"soin/projections/stats"
)

// tallies are the results that other tools had aggregated, by the as-of date, oldest first.
func (s *subject) tallies() []projections.Reading {
	if s.memo.tallies == nil {
		list := []projections.Reading{}
		for _, r := range s.readings.Readings(s.team.ID, s.on) {
			asked, ok := s.readings.Asked(r.InstrumentID, r.Version, r.On)
			if ok && asked.Audience == instrument.OfTeam {
				list = append(list, r)
			}
		}
		s.memo.tallies = &list
	}
	return *s.memo.tallies
}

// tallied is the chosen questions in the results of other tools, as those give them. Waves
// are weighed by their age and, where all of them count people, by how many there were.
// Means and shares are not mixed: what the newest wave gives holds. Without counts there
// is no error.
func (s *subject) tallied(a *ask, halfLife int) (Measure, bool) {
	type wave struct {
		projections.Number
		people float64
		age    int
		at     projections.Reading
	}
	var waves []wave
	counted := true
	for _, r := range s.tallies() {
		n := r.Mean("", func(it instrument.Item) bool { return a.chooses(r.InstrumentID, &it) })
		if age := s.on.Days(r.On); n.Value != nil && s.decay(age, halfLife) > 0 {
			waves = append(waves, wave{n, float64(r.Fewest()), age, r})
			counted = counted && r.Fewest() > 0
		}
	}
	if len(waves) == 0 {
		return Measure{}, false
	}
	newest := waves[len(waves)-1]
	var value, variance, weight stats.Sum
	people := 0.0
	m := Measure{Basis: FromTallies, Rule: Leaf, Status: OK}
	for _, w := range waves {
		if w.Basis != newest.Basis {
			continue
		}
		d := s.decay(w.age, halfLife)
		if counted {
			d *= w.people
			people += w.people
		}
		se := math.NaN()
		if w.SE != nil {
			se = *w.SE
		}
		weight.Add(d)
		value.Add(float64(d * *w.Value))
		variance.Add(float64(d*se) * float64(d*se))
		s.trace(&m, w.at.Evidence())
	}
	m.Value, m.N = stats.Clip(value.Total()/weight.Total(), 0, 100), people
	m.SE = math.Max(math.Sqrt(variance.Total())/weight.Total(), s.model.Statistics.SEFloor)
	if float64(newest.age) > s.model.Statistics.StaleAfter*float64(halfLife) {
		m.Status = Stale
	}
	return m, true
}
