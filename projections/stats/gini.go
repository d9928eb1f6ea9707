package stats

import (
	"math"
	"slices"
)

// Gini is the inequality of how a total is spread over n members: 0 when all have the same,
// (n-1)/n when one has everything (Gini 1914; the formula over sorted values is that of
// Dixon et al. 1987, Ecology 68:1548-1551). It is NaN with nothing to spread and with a
// negative quantity.
func Gini(x []float64) float64 {
	total, ok := shared(x)
	if !ok {
		return math.NaN()
	}
	n := len(x)
	var sum Sum
	for i, v := range slices.Sorted(slices.Values(x)) {
		sum.Add(float64(float64(2*(i+1)-n-1) * v))
	}
	return Clip(sum.Total()/(float64(n)*total), 0, 1)
}

// GiniCorrected is Gini's coefficient without its bias in small groups, G*n/(n-1) (Deltas
// 2003, Rev Econ Stat 85:226-234): it reaches 1 when one has everything. It is NaN below
// two members, and where Gini is.
func GiniCorrected(x []float64) float64 {
	n := float64(len(x))
	if n < 2 {
		return math.NaN()
	}
	return Clip(Gini(x)*n/(n-1), 0, 1)
}
