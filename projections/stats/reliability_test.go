package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// attitude is the survey of Chatterjee & Price 1977 (R: datasets::attitude), 30 departments,
// % favourable, one row per item: rating, complaints, privileges, learning, raises,
// critical, advance.
var attitude = [][]float64{
	{43, 63, 71, 61, 81, 43, 58, 71, 72, 67, 64, 67, 69, 68, 77, 81, 74, 65, 65, 50, 50, 64, 53, 40, 63, 66, 78, 48, 85, 82},
	{51, 64, 70, 63, 78, 55, 67, 75, 82, 61, 53, 60, 62, 83, 77, 90, 85, 60, 70, 58, 40, 61, 66, 37, 54, 77, 75, 57, 85, 82},
	{30, 51, 68, 45, 56, 49, 42, 50, 72, 45, 53, 47, 57, 83, 54, 50, 64, 65, 46, 68, 33, 52, 52, 42, 42, 66, 58, 44, 71, 39},
	{39, 54, 69, 47, 66, 44, 56, 55, 67, 47, 58, 39, 42, 45, 72, 72, 69, 75, 57, 54, 34, 62, 50, 58, 48, 63, 74, 45, 71, 59},
	{61, 63, 76, 54, 71, 54, 66, 70, 71, 62, 58, 59, 55, 59, 79, 60, 79, 55, 75, 64, 43, 66, 63, 50, 66, 88, 80, 51, 77, 64},
	{92, 73, 86, 84, 83, 49, 68, 66, 83, 80, 67, 74, 63, 77, 77, 54, 79, 80, 85, 78, 64, 80, 80, 57, 75, 76, 78, 83, 74, 78},
	{45, 47, 48, 35, 47, 34, 35, 41, 31, 41, 34, 41, 25, 35, 46, 36, 63, 60, 46, 52, 33, 41, 37, 49, 33, 72, 49, 38, 55, 39},
}

func transposed(rows [][]float64) [][]float64 {
	columns := make([][]float64, len(rows[0]))
	for j := range columns {
		for i := range rows {
			columns[j] = append(columns[j], rows[i][j])
		}
	}
	return columns
}

// R: psych::alpha(attitude) prints raw_alpha .84, std.alpha .84, average_r .43.
func TestAlphaGivesThePublishedValuesOfAttitude(t *testing.T) {
	items := transposed(attitude)
	near(t, "raw", Alpha(items), .843143, 1e-6)
	near(t, "standardised", AlphaStandardised(items), .839084, 1e-6)
	var r Sum
	for i, row := range Correlations(items) {
		for _, c := range row[:i] {
			r.Add(c)
		}
	}
	near(t, "mean r", r.Total()/21, .426907, 1e-6)
}

func TestAlphaIfDroppedGivesThePublishedValuesOfAttitude(t *testing.T) {
	dropped := AlphaIfDropped(transposed(attitude))
	for i, want := range []float64{.8098, .7969, .8278, .8030, .7954, .8639, .8405} {
		near(t, "alpha if dropped", dropped[i], want, 5e-5)
	}
}

// No published match: the value of this algorithm, computed independently.
func TestOmegaOfAttitudeStaysWhatItWas(t *testing.T) {
	near(t, "omega", Omega(Correlations(transposed(attitude))), .850682, 1e-6)
}

// McDonald 1999: correlations l_i*l_j come from one factor, whose omega is known exactly.
func TestOmegaFindsTheFactorThatMadeTheCorrelations(t *testing.T) {
	l := []float64{.9, .8, .7, .6, .5}
	corr := make([][]float64, len(l))
	for i := range l {
		for j := range l {
			r := l[i] * l[j]
			if i == j {
				r = 1
			}
			corr[i] = append(corr[i], r)
		}
	}
	near(t, "omega", Omega(corr), .833333, 1e-6)
	near(t, "alpha", alphaOf(corr, -1), .824830, 1e-6)
}

func TestReliabilityOfNothingIsNotKnown(t *testing.T) {
	for what, v := range map[string]float64{
		"alpha of no one":        Alpha(nil),
		"alpha of one item":      Alpha([][]float64{{1}, {2}, {3}}),
		"alpha of equal answers": Alpha([][]float64{{3, 3}, {3, 3}}),
		"standardised":           AlphaStandardised([][]float64{{3, 1}, {3, 2}}),
		"omega of no items":      Omega(nil),
		"omega of a ragged one":  Omega([][]float64{{1, 2}, {1}}),
		"omega with a hole":      Omega([][]float64{{1, math.NaN()}, {math.NaN(), 1}}),
		"omega of strangers":     Omega([][]float64{{1, 0}, {0, 1}}),
	} {
		if !math.IsNaN(v) {
			t.Errorf("%s = %v, want NaN", what, v)
		}
	}
}

func TestAMissingAnswerCostsOnlyItsPairs(t *testing.T) {
	nan := math.NaN()
	corr := Correlations([][]float64{{1, 2, 1}, {2, 4, nan}, {3, 6, 2}, {4, 8}})
	near(t, "complete pair", corr[0][1], 1, 1e-12)
	near(t, "pair of the two who answered", corr[0][2], 1, 1e-12)
	corr = Correlations([][]float64{{nan, 1}, {1, 5}, {2, 7}})
	near(t, "pair of the two who answered the first", corr[1][0], 1, 1e-12)
}

func TestAlphaIsAtMostOneAndKnowsNoOrderOfPeople(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(2, 6).Draw(t, "k")
		items := rapid.SliceOfN(rapid.SliceOfN(rapid.Float64Range(1, 5), k, k), 3, 30).Draw(t, "items")
		alpha := Alpha(items)
		if alpha > 1+1e-9 {
			t.Fatalf("alpha %v", alpha)
		}
		again := Alpha(rapid.Permutation(items).Draw(t, "order"))
		if math.Abs(alpha-again) > 1e-6*math.Max(1, math.Abs(alpha)) {
			t.Fatalf("%v and %v in another order", alpha, again)
		}
	})
}
