package stats

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// Correlations are Pearson's, between the items of [respondent][item]. Each uses those who
// answered both items: NaN is no answer, and so is the lack of one at the end of a row.
// An item that does not vary among them has no correlation: NaN, on the diagonal as well.
// gonum adds in an order of its own, so the last bits may differ from one kind of machine
// to another.
func Correlations(items [][]float64) [][]float64 { return pairwise(items, correlation) }

func correlation(x, y []float64) float64 { return Clip(stat.Correlation(x, y, nil), -1, 1) }

// covariances are those of items, pairwise as in Correlations.
func covariances(items [][]float64) [][]float64 {
	return pairwise(items, func(x, y []float64) float64 { return stat.Covariance(x, y, nil) })
}

// pairwise fills a symmetric matrix with f of the answers to each two items by those who
// answered both; NaN below two of them.
func pairwise(items [][]float64, f func(x, y []float64) float64) [][]float64 {
	k := width(items)
	matrix := make([][]float64, k)
	for i := range matrix {
		matrix[i] = make([]float64, k)
	}
	x, y := make([]float64, 0, len(items)), make([]float64, 0, len(items))
	for i := range k {
		for j := range i + 1 {
			x, y = x[:0], y[:0]
			for _, row := range items {
				if a, b := answer(row, i), answer(row, j); !math.IsNaN(a) && !math.IsNaN(b) {
					x, y = append(x, a), append(y, b)
				}
			}
			value := math.NaN()
			if len(x) > 1 {
				value = f(x, y)
			}
			matrix[i][j], matrix[j][i] = value, value
		}
	}
	return matrix
}

// width is the number of items that anybody could answer.
func width(items [][]float64) (k int) {
	for _, row := range items {
		k = max(k, len(row))
	}
	return k
}

func answer(row []float64, item int) float64 {
	if item < len(row) {
		return row[item]
	}
	return math.NaN()
}
