package stats

// LogRank compares how long the cases of two groups stay open (Mantel 1966, Cancer
// Chemother Rep 50:163-170): the events observed in the first, those expected if there
// were no difference, their hypergeometric variance, and the chi-squared value with one
// degree of freedom, which is NaN when nothing varies.
func LogRank(a, b Survival) (observed, expected, variance, chi2 float64) {
	var expect, vary Sum
	i, j := 0, 0
	for i < len(a.Times) || j < len(b.Times) {
		first := j == len(b.Times) || i < len(a.Times) && a.Times[i] <= b.Times[j]
		second := i == len(a.Times) || j < len(b.Times) && b.Times[j] <= a.Times[i]
		var t, ofA, all float64
		if first {
			t, ofA = a.Times[i], float64(a.Events[i])
			i++
		}
		if second {
			t, all = b.Times[j], float64(b.Events[j])
			j++
		}
		all += ofA
		observed += ofA
		inA := float64(a.open(t))
		n := inA + float64(b.open(t))
		expect.Add(float64(all*inA) / n)
		if n > 1 {
			vary.Add(all * (inA / n) * (1 - inA/n) * (n - all) / (n - 1))
		}
	}
	expected, variance = expect.Total(), vary.Total()
	difference := observed - expected
	return observed, expected, variance, difference * difference / variance
}
