package stats

import (
	"math"
	"testing"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > tolerance {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

// tuna is y in the order of x 41.9 44.1 44.4 44.7 45.2 45.9 50.7 53.3 60.1 (Hollander &
// Wolfe 1973): S 16, exact one-sided p 21671/362880, normal .047646.
var tuna = []float64{2.5, 4.0, 2.6, 3.6, 2.8, 3.1, 5.2, 5.0, 3.8}

func TestMannKendallGivesThePublishedExactP(t *testing.T) {
	k := MannKendall(tuna)
	if k.S != 16 {
		t.Fatalf("S = %d, want 16", k.S)
	}
	near(t, "tau", float64(k.S)/36, .444444, 5e-7)
	near(t, "p", k.P, 2*21671.0/362880, 1e-12)
}

func TestMannKendallGivesThePublishedNormalP(t *testing.T) {
	near(t, "p", normalP(16, len(tuna), tied(tuna)), 2*.047646, 1e-6)
}

// Kendall 1975: with n = 4 and 5 no series can be more significant than this.
func TestShortSeriesCannotBeMoreSignificantThanTheirLength(t *testing.T) {
	near(t, "n=4", MannKendall([]float64{1, 2, 3, 4}).P, 2.0/24, 1e-12)
	near(t, "n=5", MannKendall([]float64{1, 2, 3, 4, 5}).P, 2.0/120, 1e-12)
}

// Every order of a short series with ties, counted one by one, is the judge.
func TestExactPHoldsWithTies(t *testing.T) {
	for _, y := range [][]float64{{1, 1, 2, 3}, {5, 5, 5}, {1, 2, 2, 3, 3, 3}, {2, 1, 2, 1, 2}} {
		want := MannKendall(y)
		all, extreme := 0, 0
		permute(y, 0, func(p []float64) {
			all++
			if s := score(p); max(s, -s) >= max(want.S, -want.S) {
				extreme++
			}
		})
		near(t, "p", want.P, float64(extreme)/float64(all), 1e-12)
	}
}

func permute(y []float64, k int, visit func([]float64)) {
	if k == len(y) {
		visit(y)
		return
	}
	for i := k; i < len(y); i++ {
		y[k], y[i] = y[i], y[k]
		permute(y, k+1, visit)
		y[k], y[i] = y[i], y[k]
	}
}

func score(y []float64) (s int) {
	for i := range y {
		for j := i + 1; j < len(y); j++ {
			switch {
			case y[j] > y[i]:
				s++
			case y[j] < y[i]:
				s--
			}
		}
	}
	return s
}

func TestSenSlopeIsTheMedianOfPairwiseSlopes(t *testing.T) {
	x := []float64{0, 1, 2, 3, 4}
	near(t, "line", SenSlope(x, []float64{1, 3, 5, 7, 9}), 2, 1e-12)
	near(t, "outlier", SenSlope(x, []float64{1, 3, 5, 7, 900}), 2, 0.1+1e-9)
	if !math.IsNaN(SenSlope([]float64{1, 1}, []float64{2, 3})) {
		t.Error("two values of one moment have no slope")
	}
}
