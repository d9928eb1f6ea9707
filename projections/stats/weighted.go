package stats

import "math"

// WeightedRate is the mean p of y under weights w from 0 on, and the number of equally
// weighted values that would know as much: (sum w)^2 / sum w^2 (Kish 1965, Survey
// Sampling). Values without a partner in the other list do not count. Without any weight p is
// NaN and nEff 0.
func WeightedRate(y, w []float64) (p, nEff float64) {
	var all, squares, weighted Sum
	for i := range min(len(y), len(w)) {
		all.Add(w[i])
		squares.Add(float64(w[i] * w[i]))
		weighted.Add(float64(w[i] * y[i]))
	}
	total := all.Total()
	if total == 0 {
		return math.NaN(), 0
	}
	return weighted.Total() / total, total * total / squares.Total()
}
