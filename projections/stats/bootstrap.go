package stats

import (
	"math"
	"slices"
)

// Bootstrap is b values of f, ascending, each of as many draws from x, with replacement, as
// x has numbers (Efron 1979, Ann Stat 7:1-26). f must not keep or change what it is given.
// There are none for an empty x.
func Bootstrap(x []float64, f func([]float64) float64, b int, r *SplitMix64) []float64 {
	if len(x) == 0 || b <= 0 {
		return nil
	}
	draw, values := make([]float64, len(x)), make([]float64, b)
	for i := range values {
		for j := range draw {
			draw[j] = x[r.Bounded(uint64(len(x)))]
		}
		values[i] = f(draw)
	}
	slices.Sort(values)
	return values
}

// ParametricBootstrap is the standard error of a statistic of measurements that vary
// independently and normally around their means, and b values of it, ascending (Efron &
// Tibshirani 1993, 6.5). f must not keep or change what it is given. A measurement without
// a partner in the other list does not count. Below two draws the error is NaN.
func ParametricBootstrap(means, ses []float64, b int, r *SplitMix64, f func(draw []float64) float64) (se float64, sorted []float64) {
	if b <= 0 {
		return math.NaN(), nil
	}
	draw, values := make([]float64, min(len(means), len(ses))), make([]float64, b)
	for i := range values {
		for j := range draw {
			draw[j] = means[j] + float64(ses[j]*r.Normal())
		}
		values[i] = f(draw)
	}
	se = Describe(values).SD
	slices.Sort(values)
	return se, values
}

// Percentile is the nearest-rank quantile q (0..1) of ascending values: number ceil(q*n).
// It is NaN without values and when q is NaN.
func Percentile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 || math.IsNaN(q) {
		return math.NaN()
	}
	rank := math.Ceil(float64(Clip(q, 0, 1)*float64(len(sorted))) - 1e-9) // .07*100 is above 7
	return sorted[max(int(rank), 1)-1]
}
