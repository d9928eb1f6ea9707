package stats

import "math"

// LIK is what one person's answers on a scale of agreement 1..scale say, as points 0..100:
// reversed items are turned round, and the mean of the answered items is stretched over
// the scale (Likert 1932, Archives of Psychology 140; that half of the items are enough is
// the rule of the SF-36, Ware et al. 1993). NaN is no answer, and so is a number outside
// of the scale. It is not ok, and NaN, below two answers or when
// fewer than half of the items are answered. Items beyond the length of reversed are not
// reversed.
func LIK(answers []float64, scale float64, reversed []bool) (points float64, ok bool) {
	var sum Sum
	answered := 0
	for i, x := range answers {
		if !(x >= 1 && x <= scale) {
			continue
		}
		if i < len(reversed) && reversed[i] {
			x = scale + 1 - x
		}
		sum.Add(x)
		answered++
	}
	if answered < 2 || 2*answered < len(answers) || scale <= 1 {
		return math.NaN(), false
	}
	return 100 * (sum.Total()/float64(answered) - 1) / (scale - 1), true
}
