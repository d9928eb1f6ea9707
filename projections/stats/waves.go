package stats

import "math"

// TwoWaves compares two independent measurements: z is their difference, second minus
// first, in standard errors, and p its two-sided probability under the normal
// distribution. Both are NaN when neither measurement has an error.
func TwoWaves(y1, se1, y2, se2 float64) (z, p float64) {
	se := math.Hypot(se1, se2)
	if se == 0 {
		return math.NaN(), math.NaN()
	}
	z = (y2 - y1) / se
	return z, math.Erfc(math.Abs(z) / math.Sqrt2)
}
