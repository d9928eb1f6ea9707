package stats

import "math"

// Jackknife is the standard error of a statistic by leaving out one value at a time (Efron
// & Tibshirani 1993, An Introduction to the Bootstrap, ch. 11). f must not keep or change
// what it is given. It is NaN below two values, and when f is NaN once.
func Jackknife(x []float64, f func([]float64) float64) (se float64) {
	n := len(x)
	if n < 2 {
		return math.NaN()
	}
	without, values := make([]float64, n-1), make([]float64, n)
	for i := range x {
		copy(without, x[:i])
		copy(without[i:], x[i+1:])
		values[i] = f(without)
	}
	return Describe(values).SD * float64(n-1) / math.Sqrt(float64(n))
}
