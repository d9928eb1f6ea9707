package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// ICC is what groups of unequal sizes have in common, by a one-way analysis of variance:
// icc1 is the share of variance that lies between groups, icc2 how reliable the groups'
// means are (Bartko 1976, Psychol Bull 83:762-765; Bliese 2000), both with the mean group
// size; f and p test whether groups differ at all. NaN is no answer, and empty groups do
// not count. All are NaN below two groups, when no group has two answers, and when
// nothing varies.
func ICC(groups [][]float64) (icc1, icc2, f, p float64) {
	between, within, g, n := squares(groups)
	if g < 2 || n <= g || !(between+within > 0) || math.IsInf(between+within, 1) {
		return math.NaN(), math.NaN(), math.NaN(), math.NaN()
	}
	msb, msw := between/float64(g-1), within/float64(n-g)
	size := float64(n) / float64(g)
	icc1 = (msb - msw) / (msb + float64((size-1)*msw))
	icc2 = (msb - msw) / msb
	f = msb / msw
	if math.IsInf(f, 1) {
		return icc1, icc2, f, 0
	}
	return icc1, icc2, f, distuv.F{D1: float64(g - 1), D2: float64(n - g)}.Survival(f)
}

// squares are the sums of squares between and within groups, and how many groups and
// numbers there are.
func squares(groups [][]float64) (between, within float64, g, n int) {
	var all, inside, outside Sum
	var means, sizes []float64
	for _, group := range groups {
		var sum Sum
		size := 0
		for _, v := range group {
			if !math.IsNaN(v) {
				sum.Add(v)
				all.Add(v)
				size++
			}
		}
		if size == 0 {
			continue
		}
		mean := sum.Total() / float64(size)
		for _, v := range group {
			if !math.IsNaN(v) {
				inside.Add(float64((v - mean) * (v - mean)))
			}
		}
		means, sizes, n = append(means, mean), append(sizes, float64(size)), n+size
	}
	grand := all.Total() / float64(n)
	for i, mean := range means {
		outside.Add(float64(sizes[i] * (mean - grand) * (mean - grand)))
	}
	return outside.Total(), inside.Total(), len(means), n
}
