package stats

import "math"

// Alpha is Cronbach's (1951, Psychometrika 16:297-334) of [respondent][item], from the
// covariances of the items: k/(k-1) * (1 - trace/sum). NaN is no answer; covariances are
// pairwise, as in R's psych::alpha. It is NaN below two items and when the total does not
// vary.
func Alpha(items [][]float64) float64 { return alphaOf(covariances(items), -1) }

// AlphaStandardised is Alpha of items brought to equal variance, from their correlations.
func AlphaStandardised(items [][]float64) float64 { return alphaOf(Correlations(items), -1) }

// AlphaIfDropped is, for each item, Alpha of the others: where it is above Alpha of all,
// the item measures something else.
func AlphaIfDropped(items [][]float64) []float64 {
	matrix := covariances(items)
	dropped := make([]float64, len(matrix))
	for i := range dropped {
		dropped[i] = alphaOf(matrix, i)
	}
	return dropped
}

// alphaOf is alpha of the items of a covariance or correlation matrix without one of them.
func alphaOf(matrix [][]float64, without int) float64 {
	var trace, sum Sum
	k := 0.0
	for i := range matrix {
		if i == without {
			continue
		}
		k++
		trace.Add(matrix[i][i])
		for j := range matrix {
			if j != without {
				sum.Add(matrix[i][j])
			}
		}
	}
	if total := sum.Total(); k >= 2 && total > 0 {
		return k / (k - 1) * (1 - trace.Total()/total)
	}
	return math.NaN()
}
