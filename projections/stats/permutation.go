package stats

import (
	"iter"
	"math"
)

// enumerated is the most orders that a test goes through one by one; 9! is the last.
const enumerated = 362_880

// asHigh is what a value under permutation may lack to count as high as the observed one:
// sums taken in another order differ in their last bits.
const asHigh = 1e-12

// Permutation tests whether two paired lists go together: r is Pearson's correlation, and
// greater and both are the shares of all orders of y that give an r as high, or an |r|
// (Fisher 1935; Pitman 1937, JRSS Suppl 4:225-232). Up to nine pairs every order is
// counted; beyond, b random ones, with the observed order as one more (Phipson & Smyth
// 2010, Stat Appl Genet Mol Biol 9:39); only these use random. All are NaN where r is: for
// lists of different lengths, below two pairs, and when a list does not vary.
func Permutation(x, y []float64, random *SplitMix64, b int) (r, greater, both float64) {
	if len(x) != len(y) || len(x) < 2 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	r = correlation(x, y)
	if math.IsNaN(r) {
		return r, r, r
	}
	all, high, extreme := 1, 1, 1 // the observed order itself
	shuffled := make([]float64, len(y))
	for order := range orders(len(y), enumerated, b, random) {
		for i, j := range order {
			shuffled[i] = y[j]
		}
		c := correlation(x, shuffled)
		all++
		if c >= r-asHigh {
			high++
		}
		if math.Abs(c) >= math.Abs(r)-asHigh {
			extreme++
		}
	}
	return r, float64(high) / float64(all), float64(extreme) / float64(all)
}

// orders goes through the orders of 0..n-1: through all of them but the first, if there
// are at most so many, and otherwise through b at random. The slice is the same each time.
func orders(n, most, b int, random *SplitMix64) iter.Seq[[]int] {
	if factorialUpTo(n, most) {
		return allOrders(n)
	}
	return func(yield func([]int) bool) {
		order := make([]int, n)
		for range b {
			for i := range order { // Durstenfeld 1964, CACM 7:420, from inside out
				j := int(random.Bounded(uint64(i) + 1)) //nolint:gosec // at most i
				order[i] = order[j]
				order[j] = i
			}
			if !yield(order) {
				return
			}
		}
	}
}

// factorialUpTo reports whether n! is at most a limit.
func factorialUpTo(n, limit int) bool {
	product := 1
	for i := 2; i <= n; i++ {
		if product *= i; product > limit {
			return false
		}
	}
	return true
}

// allOrders goes through all orders of 0..n-1 but the first, by Heap's method (1963,
// Comput J 6:293-298).
func allOrders(n int) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		order, swapped := make([]int, n), make([]int, n)
		for i := range order {
			order[i] = i
		}
		for i := 1; i < n; {
			if swapped[i] == i {
				swapped[i] = 0
				i++
				continue
			}
			j := 0
			if i%2 == 1 {
				j = swapped[i]
			}
			order[i], order[j] = order[j], order[i]
			if !yield(order) {
				return
			}
			swapped[i]++
			i = 1
		}
	}
}
