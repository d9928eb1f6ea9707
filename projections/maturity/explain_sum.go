package maturity

import (
	"cmp"
	"math"
	"slices"
)

// contribute tells what each part adds to a sum.
func (n *Node) contribute(m Measure, parts []Part) {
	if n.Value == nil {
		return
	}
	exact := make([]float64, len(parts))
	for i, p := range parts {
		if counts(m, p) {
			exact[i] = p.Weight * p.Value
		}
	}
	for i, points := range apportion(*n.Value, exact) {
		if counts(m, parts[i]) {
			n.Parts[i].Contribution = &points
		}
	}
}

// millionths are the steps in which numbers are published. Dividing by them gives the
// decimal that is printed; multiplying by 1e-6 would be off by the last bit.
const millionths = 1e6

// apportion divides a published number in proportion to what its parts add, in steps of a
// millionth that add up to it exactly: each gets its whole steps, and those with the
// largest remainders the steps left over (Hamilton's method).
func apportion(total float64, exact []float64) []float64 {
	units := math.Round(total * millionths)
	sum := 0.0
	for _, x := range exact {
		sum += x
	}
	order, left, whole, rest := make([]int, len(exact)), units, make([]float64, len(exact)), make([]float64, len(exact))
	for i, x := range exact {
		quota := 0.0
		if sum > 0 {
			quota = units * (x / sum)
		}
		order[i], whole[i] = i, math.Floor(quota)
		rest[i] = quota - whole[i]
		left -= whole[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rest[b], rest[a]) })
	for i := 0; left != 0 && len(order) > 0; i++ {
		step := math.Copysign(1, left)
		whole[order[i%len(order)]] += step
		left -= step
	}
	for i := range whole {
		whole[i] = math.Round(whole[i]) / millionths
	}
	return whole
}
