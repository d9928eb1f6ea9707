package maturity

import (
	"math"
	"slices"

	"soin/projections/fold"
	"soin/projections/stats"
)

// spread is how something is spread over n people: those with a share, ascending, and the
// others with nothing.
type spread struct {
	n     int
	some  []float64
	total float64
	below []float64 // sums of the shares before each
	moved float64   // sum of (2i - n - 1) x share over all people in ascending order
}

// share is what somebody has.
type share struct {
	who fold.Word
	had float64
}

// spreadOf adds up what each has. There are as many people as the team counts, or more if
// more had something.
func spreadOf(shares []share, people int) spread {
	slices.SortStableFunc(shares, func(a, b share) int { return int(a.who) - int(b.who) })
	x := spread{}
	for i := 0; i < len(shares); {
		var sum stats.Sum
		who := shares[i].who
		for ; i < len(shares) && shares[i].who == who; i++ {
			sum.Add(shares[i].had)
		}
		if had := sum.Total(); had > 0 {
			x.some = append(x.some, had)
		}
	}
	slices.Sort(x.some)
	x.n = max(people, len(x.some))
	var total, moved stats.Sum
	zeros := x.n - len(x.some)
	for i, had := range x.some {
		x.below = append(x.below, total.Total())
		total.Add(had)
		moved.Add(float64(2*(zeros+i+1)-x.n-1) * had)
	}
	x.total, x.moved = total.Total(), moved.Total()
	return x
}

// reach is the share 0..1 of people who have something.
func (x *spread) reach() float64 { return reach(len(x.some), x.n) }

// concentration is G*, the corrected coefficient of Gini: 0 when all have the same, 1 when
// one has everything or nobody anything.
func (x *spread) concentration() float64 { return concentration(x.moved, x.total, x.n) }

func reach(some, n int) float64 {
	if n == 0 {
		return 0
	}
	return float64(some) / float64(n)
}

func concentration(moved, total float64, n int) float64 {
	switch {
	case total <= 0:
		return 1
	case n < 2:
		return 0
	}
	return stats.Clip(moved/(float64(n-1)*total), 0, 1)
}

// jackknife is the standard error of a statistic of reach and concentration, by leaving
// out one person at a time (Efron & Tibshirani 1993, 11.5). Those who have nothing are
// alike, and each of the others moves the sums in a known way, so that it takes one pass.
func (x *spread) jackknife(f func(reach, concentration float64) float64) float64 {
	if x.n < 2 {
		return math.NaN()
	}
	zeros, n := x.n-len(x.some), x.n-1
	values := make([]float64, 0, len(x.some)+1)
	weights := make([]float64, 0, len(x.some)+1)
	if zeros > 0 {
		values = append(values, f(reach(len(x.some), n), concentration(x.moved-x.total, x.total, n)))
		weights = append(weights, float64(zeros))
	}
	for i, had := range x.some {
		above := x.total - x.below[i] - had
		moved := x.moved - float64(float64(2*(zeros+i+1)-x.n-1)*had) + x.below[i] - above
		values = append(values, f(reach(len(x.some)-1, n), concentration(moved, x.total-had, n)))
		weights = append(weights, 1)
	}
	return jackknifed(values, weights)
}

// jackknifed is the standard error from the values of a statistic without each person,
// with the number of people for whom it is the same.
func jackknifed(values, weights []float64) float64 {
	var n, sum, squares stats.Sum
	for i, v := range values {
		n.Add(weights[i])
		sum.Add(float64(weights[i] * v))
	}
	mean := sum.Total() / n.Total()
	for i, v := range values {
		squares.Add(float64(weights[i]) * float64((v-mean)*(v-mean)))
	}
	return math.Sqrt(squares.Total() * (n.Total() - 1) / n.Total())
}

// distinct counts different words; it sorts them.
func distinct(words []fold.Word) int {
	slices.Sort(words)
	return len(slices.Compact(words))
}
