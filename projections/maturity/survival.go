package maturity

import (
	"math"

	"soin/projections/stats"
)

// waits is how long things stayed open: the days of each and whether it ended in the
// event, or was still open then.
type waits struct {
	days  []float64
	ended []bool
	trail trail
}

// waiting is room for some number of things.
func (s *subject) waiting(n int) waits {
	return waits{days: make([]float64, 0, n), ended: make([]bool, 0, n), trail: s.trail()}
}

func (w *waits) add(days int, ended bool) {
	w.days, w.ended = append(w.days, float64(days)), append(w.ended, ended)
}

// kmr is KMR(tau): 100 when everything ended at once, 0 when nothing ended within tau
// days. Where nothing was seen open for as long as tau, it looks as far as was seen
// (Kaplan & Meier 1958, JASA 53:457-481).
func (s *subject) kmr(w waits, tau, minimum int, want Want) Measure {
	n := len(w.days)
	if n == 0 || n < minimum {
		return lacking("", n, max(1, minimum), want)
	}
	open, se, seen := stats.KaplanMeier(w.days, w.ended).RMST(float64(tau))
	if math.IsNaN(open) {
		return lacking("", 0, 1, WantDuration)
	}
	return s.figure(FromActs, 100*(1-open/seen), 100*se/seen, float64(n), w.trail)
}
