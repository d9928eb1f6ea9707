package stats

import "testing"

// The example of Neumaier's paper that plain and Kahan summation both get wrong.
func TestSumKeepsWhatACancellationWouldLose(t *testing.T) {
	var s Sum
	for _, x := range []float64{1, 1e100, 1, -1e100} {
		s.Add(x)
	}
	near(t, "sum", s.Total(), 2, 0)
}

func TestSumOfTenthsIsExact(t *testing.T) {
	var s Sum
	for range 1_000_000 {
		s.Add(0.1)
	}
	near(t, "sum", s.Total(), 100_000, 0)
}

// attitude, rating: 30 departments of Chatterjee & Price 1977; R: mean 64.63333, sd 12.17256.
func TestDescribeGivesThePublishedMoments(t *testing.T) {
	d := Describe([]float64{
		43, 63, 71, 61, 81, 43, 58, 71, 72, 67, 64, 67, 69, 68, 77,
		81, 74, 65, 65, 50, 50, 64, 53, 40, 63, 66, 78, 48, 85, 82,
	})
	near(t, "mean", d.Mean, 64.63333, 1e-5)
	near(t, "sd", d.SD, 12.17256, 1e-5)
	near(t, "min", d.Min, 40, 0)
	near(t, "max", d.Max, 85, 0)
}

// Newcombe 1998, Stat Med 17:857-872, table I, method 3.
func TestWilsonGivesThePublishedIntervals(t *testing.T) {
	for _, c := range []struct{ k, n, low, high float64 }{
		{81, 263, .2553, .3662},
		{15, 148, .0624, .1605},
		{29, 29, .8830, 1},
		{0, 20, 0, .1611},
	} {
		low, high := Wilson(c.k/c.n, c.n)
		near(t, "low", low, c.low, 5e-5)
		near(t, "high", high, c.high, 5e-5)
	}
}

func TestUnanimityIsNotCertainty(t *testing.T) {
	if se := WilsonSE(1, 10); se <= 0.05 {
		t.Errorf("ten of ten give a standard error of %v, which claims to know too much", se)
	}
}
