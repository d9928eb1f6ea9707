package stats

import "math"

// Rwg is how much the members of one group agree on one item with a answer categories: 1
// is unanimity, 0 no less spread than answers at random, whose variance is (a^2-1)/12
// (James, Demaree & Wolf 1984, J Appl Psychol 69:85-98). NaN is no answer; below two
// answers it is NaN.
func Rwg(x []float64, a float64) float64 {
	return RwgJWith(varianceOf(x), 1, uniform(a))
}

// RwgJ is the agreement of one group over a scale of several items, [respondent][item],
// from the mean of the items' variances, each among those who answered the item: NaN is
// no answer. Items with fewer than two answers do not count; without any other it is NaN.
func RwgJ(items [][]float64, a float64) float64 {
	var variances Sum
	j := 0
	column := make([]float64, len(items))
	for item := range width(items) {
		for i, row := range items {
			column[i] = answer(row, item)
		}
		if v := varianceOf(column); !math.IsNaN(v) {
			variances.Add(v)
			j++
		}
	}
	return RwgJWith(variances.Total()/float64(j), j, uniform(a))
}

// RwgJWith is the agreement over j items whose variances have the given mean, against a
// variance at random of sigma2E: that of the uniform distribution, or that of answers
// that lean to one side (1.34 for a slight skew over five categories; James, Demaree &
// Wolf 1984). A mean above sigma2E counts as sigma2E.
func RwgJWith(meanVariance float64, j int, sigma2E float64) float64 {
	if !(meanVariance >= 0) || j < 1 || !(sigma2E > 0) {
		return math.NaN()
	}
	spread := math.Min(meanVariance/sigma2E, 1)
	agreed := float64(float64(j) * (1 - spread))
	return agreed / (agreed + spread)
}

func uniform(a float64) float64 { return (float64(a*a) - 1) / 12 }

// varianceOf is the variance (n-1) of the numbers that are there; NaN below two.
func varianceOf(x []float64) float64 {
	var there []float64
	for _, v := range x {
		if !math.IsNaN(v) {
			there = append(there, v)
		}
	}
	if len(there) < 2 {
		return math.NaN()
	}
	sd := Describe(there).SD
	return sd * sd
}
