package stats

import "math"

// NPS is the net recommendation, promoters minus detractors as a share -1..1 of all who
// answered, and its standard error as the mean of a variable that is 1, 0 or -1. Both are
// NaN when nobody answered.
func NPS(promoters, passives, detractors int) (nps, se float64) {
	n := float64(promoters + passives + detractors)
	p, d := float64(promoters)/n, float64(detractors)/n
	nps = p - d
	return nps, math.Sqrt(math.Max(0, p+d-float64(nps*nps)) / n)
}
