package stats

import (
	"math"
	"slices"
)

// RMST is the mean time open, counted up to tau: the area under the share from 0 to tau,
// and its standard error by Greenwood's formula (Klein & Moeschberger 2003, Survival
// Analysis, 4.5). Where the share is undefined before tau, the area ends at the last time
// there is, and usedTau, which says so, is less than tau. All are NaN without any case or
// with a tau that is not above 0.
func (s Survival) RMST(tau float64) (area, se, usedTau float64) {
	usedTau = math.Min(tau, s.known())
	if !(usedTau > 0) || math.IsInf(usedTau, 1) {
		return math.NaN(), math.NaN(), math.NaN()
	}
	var variance, sum Sum
	end := usedTau
	for i, t := range slices.Backward(s.Times) {
		if t > usedTau {
			continue
		}
		sum.Add(float64(s.S[i] * (end - t)))
		end = t
		if n, d := s.AtRisk[i], s.Events[i]; n > d {
			rest := sum.Total()
			variance.Add(float64(float64(rest*rest) * greenwood(n, d)))
		}
	}
	sum.Add(end)
	return sum.Total(), math.Sqrt(variance.Total()), usedTau
}
