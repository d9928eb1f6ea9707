package stats

import "math"

// Evenness is Pielou's J (1966, J Theor Biol 13:131-144): the entropy of how a total is
// spread over m categories, as a share of the highest there can be, ln m. It is 1 when all
// have the same and 0 when one has everything. It is NaN below two categories, with
// nothing to spread, and with a negative count.
func Evenness(counts []float64) float64 {
	total, ok := shared(counts)
	if !ok || len(counts) < 2 {
		return math.NaN()
	}
	var entropy Sum
	for _, c := range counts {
		if p := c / total; p > 0 {
			entropy.Add(float64(-p * math.Log(p)))
		}
	}
	return Clip(entropy.Total()/math.Log(float64(len(counts))), 0, 1)
}

// shared is the total of quantities from 0 on; not ok when there is nothing to share.
func shared(x []float64) (total float64, ok bool) {
	var sum Sum
	for _, v := range x {
		if !(v >= 0) {
			return math.NaN(), false
		}
		sum.Add(v)
	}
	total = sum.Total()
	return total, total > 0 && !math.IsInf(total, 1)
}
