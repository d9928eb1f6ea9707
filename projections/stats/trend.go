package stats

import (
	"math"
	"slices"
)

// Kendall is the result of a Mann-Kendall test for a trend.
type Kendall struct {
	S int     // concordant minus discordant pairs
	P float64 // two-sided
}

// exactUpTo is the longest series whose null distribution is enumerated.
const exactUpTo = 10

// MannKendall tests a series, in the order of time, for a monotonic trend (Mann 1945,
// Econometrica 13:245-259; Kendall 1975). Up to ten values the distribution of S under
// permutation is exact, ties included; beyond, it is normal with the correction for
// ties.
func MannKendall(y []float64) Kendall {
	s := 0
	for i := range y {
		for j := i + 1; j < len(y); j++ {
			s += sign(y[j] - y[i])
		}
	}
	if len(y) <= exactUpTo {
		return Kendall{s, exactP(s, tied(y))}
	}
	return Kendall{s, normalP(s, len(y), tied(y))}
}

func sign(x float64) int {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// tied gives the sizes of the groups of equal values.
func tied(y []float64) []int {
	sorted := slices.Sorted(slices.Values(y))
	var groups []int
	for i, v := range sorted {
		if i > 0 && v == sorted[i-1] {
			groups[len(groups)-1]++
			continue
		}
		groups = append(groups, 1)
	}
	return groups
}

// exactP counts the orders of the values whose |S| is at least the observed one. The
// number of orders with k inversions is the coefficient of q^k in the Gaussian
// multinomial of the group sizes (MacMahon 1916; Stanley, Enumerative Combinatorics 1,
// 1.7.1), and S = pairs that differ - 2k.
func exactP(s int, groups []int) float64 {
	orders, placed := []float64{1}, 0
	for _, g := range groups {
		placed += g
		orders = multiply(orders, gaussian(placed, g))
	}
	pairs := len(orders) - 1
	var extreme, all float64
	for k, count := range orders {
		all += count
		if abs(pairs-2*k) >= abs(s) {
			extreme += count
		}
	}
	return extreme / all
}

// gaussian is the Gaussian binomial [n choose k] as its coefficients in q, by Pascal's
// rule [n,k] = [n-1,k-1] + q^k [n-1,k].
func gaussian(n, k int) []float64 {
	if k == 0 || k == n {
		return []float64{1}
	}
	out := make([]float64, k*(n-k)+1)
	for i, c := range gaussian(n-1, k-1) {
		out[i] += c
	}
	for i, c := range gaussian(n-1, k) {
		out[i+k] += c
	}
	return out
}

func multiply(a, b []float64) []float64 {
	out := make([]float64, len(a)+len(b)-1)
	for i, x := range a {
		for j, y := range b {
			out[i+j] += float64(x * y)
		}
	}
	return out
}

func abs(x int) int { return max(x, -x) }

// normalP is the two-sided p of S for n values under the normal approximation.
func normalP(s, n int, groups []int) float64 {
	if s == 0 {
		return 1
	}
	variance := float64(n * (n - 1) * (2*n + 5))
	for _, g := range groups {
		variance -= float64(g * (g - 1) * (2*g + 5))
	}
	z := float64(abs(s)) / math.Sqrt(variance/18)
	return math.Erfc(z / math.Sqrt2)
}

// SenSlope is the median of the slopes between all pairs of points (Sen 1968, JASA
// 63:1379-1389), in units of y per unit of x. Pairs with equal x have no slope; it is
// NaN when there is no other.
func SenSlope(x, y []float64) float64 {
	var slopes []float64
	n := min(len(x), len(y))
	x, y = x[:n], y[:n]
	for i := range x {
		for j := i + 1; j < len(x); j++ {
			if x[i] != x[j] {
				slopes = append(slopes, (y[j]-y[i])/(x[j]-x[i]))
			}
		}
	}
	if len(slopes) == 0 {
		return math.NaN()
	}
	slices.Sort(slopes)
	m := len(slopes) / 2
	if len(slopes)%2 == 1 {
		return slopes[m]
	}
	return (slopes[m-1] + slopes[m]) / 2
}
