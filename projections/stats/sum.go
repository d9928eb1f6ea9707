// Package stats has the statistics of the care model; correlations, eigenvectors and the F
// distribution are gonum's, the rest no library of ours gives. Each function is pure, says
// where its formula is published, and is tested against published numbers. Sums are
// compensated and taken in the order given, and products are rounded before they are
// added, so a result depends on nothing but its arguments. Nothing panics on data: what
// cannot be known is NaN or not ok, as each function says.
package stats

import "math"

// Sum adds numbers with Neumaier's compensation (Z. angew. Math. Mech. 54, 1974,
// 39-51): the error does not grow with their number.
type Sum struct{ sum, lost float64 }

// Add takes one more number in.
func (s *Sum) Add(x float64) {
	t := s.sum + x
	if math.Abs(s.sum) >= math.Abs(x) {
		s.lost += (s.sum - t) + x
	} else {
		s.lost += (x - t) + s.sum
	}
	s.sum = t
}

// Total is the sum of what was added.
func (s *Sum) Total() float64 { return s.sum + s.lost }

// Description is what a list of numbers looks like.
type Description struct {
	N                  int
	Mean, SD, Min, Max float64 // SD is the sample's, with n-1; NaN below two numbers
}

// Describe summarises a list of at least one number.
func Describe(x []float64) Description {
	d := Description{N: len(x), Min: math.Inf(1), Max: math.Inf(-1)}
	var sum, squares Sum
	for _, v := range x {
		sum.Add(v)
		d.Min, d.Max = math.Min(d.Min, v), math.Max(d.Max, v)
	}
	d.Mean = sum.Total() / float64(d.N)
	for _, v := range x {
		squares.Add(float64((v - d.Mean) * (v - d.Mean)))
	}
	d.SD = math.Sqrt(squares.Total() / float64(d.N-1))
	return d
}
