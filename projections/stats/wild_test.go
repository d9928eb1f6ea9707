package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// wild are lists of any length with numbers that nobody should send, and ordinary ones, so
// that every branch is reached.
func wild(t *rapid.T, name string) []float64 {
	number := rapid.OneOf(
		rapid.SampledFrom([]float64{0, 1, -1, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, 5e-324}),
		rapid.Float64Range(0, 5),
		rapid.Float64(),
	)
	return rapid.SliceOfN(number, 0, 14).Draw(t, name)
}

func TestNothingPanicsOnData(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := wild(t, "x"), wild(t, "y")
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) []float64 { return wild(t, "row") }), 0, 9).Draw(t, "rows")
		a, n := rapid.Float64().Draw(t, "a"), rapid.IntRange(-2, 9).Draw(t, "n")
		flags := rapid.SliceOfN(rapid.Bool(), 0, 14).Draw(t, "flags")
		r := NewSplitMix64(1)

		LIK(x, a, flags)
		MeanSE(x)
		GeometricMean(x...)
		WeightedRate(x, y)
		Wilson(a, float64(n))
		s, other := KaplanMeier(x, flags), KaplanMeier(y, flags)
		s.At(a)
		s.Median()
		s.RMST(a)
		LogRank(s, other)
		Evenness(x)
		GiniCorrected(x)
		Jackknife(x, Gini)
		Alpha(rows)
		AlphaStandardised(rows)
		AlphaIfDropped(rows)
		Omega(rows)
		Omega(Correlations(rows))
		Rwg(x, a)
		RwgJ(rows, a)
		ICC(rows)
		DerSimonianLaird(x, y)
		pool, _ := NewPool(x, y)
		pool.Shrink(a, a)
		Holm(x)
		Permutation(x[:min(len(x), len(y), 6)], y[:min(len(x), len(y), 6)], r, 3)
		Permutation(x[min(len(x), 6):], x[min(len(x), 6):], r, n)
		LeadLag(rows, rows, n, r, 3)
		MannKendall(x)
		SenSlope(x, y)
		Percentile(Bootstrap(x, mean, n, r), a)
		ParametricBootstrap(x, y, n, r, Gini)
		TwoWaves(a, a, a, a)
		Reciprocity([][2]int{{n, 1}, {1, n}}, n)
		NPS(n, n, n)
		_, _ = ResponseBounds(a, a)
		Decay(n, n)
	})
}
