package maturity

import (
	"math"
	"slices"

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
// days (Kaplan & Meier 1958, JASA 53:457-481). Where nothing was watched for as long as
// tau, what was open at last is taken to stay open (Gill 1980, Censoring and Stochastic
// Integrals). To look less far instead would give a team that ends everything in two days
// 30 points because of one thing that has been open for three; this way one more end
// never lowers the figure.
func (s *subject) kmr(w waits, tau, minimum int, want Want) Measure {
	n := len(w.days)
	if n == 0 || n < minimum {
		return lacking("", n, max(1, minimum), want)
	}
	if slices.Max(w.days) == 0 && slices.Contains(w.ended, false) {
		return lacking("", 0, 1, WantDuration)
	}
	curve := stats.KaplanMeier(w.days, w.ended)
	open, se := meanOpen(curve, float64(tau))
	return s.figure(FromActs, 100*(1-open/float64(tau)), 100*se/float64(tau), float64(n), w.trail)
}

// meanOpen is the mean time open up to tau, the last share carried on, and its error by
// Greenwood's formula (Klein & Moeschberger 2003, Survival Analysis, 4.5).
func meanOpen(curve stats.Survival, tau float64) (mean, se float64) {
	var area, variance stats.Sum
	end := tau
	for i, at := range slices.Backward(curve.Times) {
		if at > tau {
			continue
		}
		area.Add(float64(curve.S[i] * (end - at)))
		end = at
		if n, d := float64(curve.AtRisk[i]), float64(curve.Events[i]); n > d {
			rest := area.Total()
			variance.Add(float64(rest*rest) * d / (n * (n - d)))
		}
	}
	area.Add(end)
	return area.Total(), math.Sqrt(variance.Total())
}
