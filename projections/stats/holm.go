package stats

import (
	"cmp"
	"math"
	"slices"
)

// Holm adjusts p-values of tests that are looked at together, so that the chance of even
// one false alarm stays below the level they are compared with (Holm 1979, Scand J Stat
// 6:65-70). The order is kept. NaN stays NaN and does not count as a test.
func Holm(p []float64) []float64 {
	var order []int
	for i, v := range p {
		if !math.IsNaN(v) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	adjusted, highest := slices.Clone(p), 0.0
	for rank, i := range order {
		highest = math.Max(highest, math.Min(1, p[i]*float64(len(order)-rank)))
		adjusted[i] = highest
	}
	return adjusted
}
