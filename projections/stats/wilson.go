package stats

import "math"

// z95 is the standard normal quantile of a two-sided 95 % interval.
const z95 = 1.959963984540054

// Wilson is the score interval of a share p observed in n trials (Wilson 1927, JASA
// 22:209-212), for the two-sided 95 % level. Bounds are shares 0..1.
func Wilson(p, n float64) (low, high float64) {
	z2 := z95 * z95
	centre := (p + z2/(2*n)) / (1 + z2/n)
	half := z95 * math.Sqrt(p*(1-p)/n+z2/(4*n*n)) / (1 + z2/n)
	return centre - half, centre + half
}

// WilsonSE is the standard error that would give an interval as wide as Wilson's: it
// stays above zero when everybody agrees.
func WilsonSE(p, n float64) float64 {
	low, high := Wilson(p, n)
	return (high - low) / (2 * z95)
}
