package stats

import "math"

// MeanSE is the mean of a sample, its standard deviation s (with n-1) and the standard
// error s/sqrt(n) of the mean, without a correction for a finite population. The mean of
// nothing is NaN, and so are s and se below two numbers.
func MeanSE(y []float64) (mean, s, se float64) {
	if len(y) == 0 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	d := Describe(y)
	return d.Mean, d.SD, d.SD / math.Sqrt(float64(d.N))
}

// GeometricMean is the n-th root of the product of n numbers from 0 on: one of them at 0
// makes it 0. It is NaN for no number, and when one is negative or NaN.
func GeometricMean(x ...float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	zero := false
	var logs Sum
	for _, v := range x {
		if !(v >= 0) {
			return math.NaN()
		}
		if v == 0 {
			zero = true
			continue
		}
		logs.Add(math.Log(v))
	}
	if zero {
		return 0
	}
	return math.Exp(logs.Total() / float64(len(x)))
}

// Clip is x, or the bound it lies beyond. NaN stays NaN.
func Clip(x, low, high float64) float64 {
	return math.Min(math.Max(x, low), high)
}
