package maturity

import (
	"math"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/projections/stats"
)

// monthlyEX is what members said, month by month: the geometric mean of the four needs,
// of the surveys that were closed in the month, ours or another tool's.
func (s *subject) monthlyEX() []float64 {
	months := series()
	var said [len(care.Needs)][monthsBack]struct{ sum, n float64 }
	add := func(need int, on calendar.Date, mean, n float64) {
		if i, in := s.month(on); in && !math.IsNaN(mean) {
			said[need][i].sum += mean * n
			said[need][i].n += n
		}
	}
	for i := range s.sheets() {
		sh := &s.sheets()[i]
		for k, need := range care.Needs {
			if y := s.respondents(sh, &ask{need: need}); sh.heard && len(y) > 0 {
				mean, _, _ := stats.MeanSE(y)
				add(k, calendar.Date(sh.unit.ClosedOn), mean, float64(len(y)))
			}
		}
	}
	for _, r := range s.tallies() {
		for k, need := range care.Needs {
			if v := r.Need(need).Value; v != nil {
				add(k, r.On, *v, 1)
			}
		}
	}
	for i := range months {
		needs := make([]float64, len(care.Needs))
		for k := range needs {
			needs[k] = said[k][i].sum / said[k][i].n
		}
		months[i] = stats.GeometricMean(needs...)
	}
	return months
}
