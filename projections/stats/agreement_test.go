package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// James, Demaree & Wolf 1984, J Appl Psychol 69:85-98.
func TestRwgGivesTheWorkedValues(t *testing.T) {
	near(t, "4 4 4 5", Rwg([]float64{4, 4, 4, 5}, 5), .875, 1e-12)
	near(t, "3 4 4 5 4", Rwg([]float64{3, 4, 4, 5, 4}, 5), .75, 1e-12)
	near(t, "1 5 1 5", Rwg([]float64{1, 5, 1, 5}, 5), 0, 0)
	near(t, "5 6 6 7 of 7", Rwg([]float64{5, 6, 6, 7}, 7), .833333, 1e-6)
}

func TestRwgJGivesTheTabulatedValues(t *testing.T) {
	for _, c := range []struct {
		j    int
		want [3]float64
	}{{3, [3]float64{.9, .75, .5}}, {5, [3]float64{.9375, .8333, .625}}, {10, [3]float64{.9677, .9091, .7692}}} {
		for i, m := range []float64{.5, 1, 1.5} {
			near(t, "rwg(j)", RwgJWith(m, c.j, 2), c.want[i], 5e-5)
		}
	}
}

// R package multilevel, data cohesion: units 1044B 1ST and 2ND.
func TestRwgJUsesEveryAnswerThatIsThere(t *testing.T) {
	first := [][]float64{{4, 5, 5, 5, 5}, {3, math.NaN(), 5, 5, 5}, {2, 3, 3, 3, 3}}
	second := [][]float64{{3, 4, 3, 4, 4}, {4, 4, 3, 4, 4}, {3, 3, 2, 2, 1}}
	near(t, "1ST", RwgJ(first, 5), .681818, 1e-6)
	near(t, "2ND", RwgJ(second, 5), .813953, 1e-6)
	near(t, "1ST, short row", RwgJ([][]float64{{4, 5}, {2, 3}, {3}}, 5), RwgJ([][]float64{{4, 5}, {2, 3}, {3, math.NaN()}}, 5), 0)
}

func TestAgainstASkewedNullLessIsAgreed(t *testing.T) {
	if skewed, flat := RwgJWith(.5, 5, 1.34), RwgJWith(.5, 5, 2); !(skewed < flat) {
		t.Errorf("%v against a slight skew, %v against none", skewed, flat)
	}
}

func TestAgreementLiesBetweenNoneAndAllInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.SliceOfN(rapid.SliceOfN(rapid.Float64Range(1, 5), 4, 4), 2, 12).Draw(t, "items")
		r := RwgJ(items, 5)
		if !(r >= 0 && r <= 1) {
			t.Fatalf("agreement %v", r)
		}
		if again := RwgJ(rapid.Permutation(items).Draw(t, "order"), 5); math.Abs(r-again) > 1e-9 {
			t.Fatalf("%v and %v in another order", r, again)
		}
	})
}

func TestAgreementOfOneIsNotKnown(t *testing.T) {
	for _, v := range []float64{Rwg(nil, 5), Rwg([]float64{3}, 5), RwgJ(nil, 5), RwgJ([][]float64{{1, 2}}, 5), RwgJWith(1, 0, 2), RwgJWith(1, 2, 0), RwgJWith(math.NaN(), 2, 2)} {
		if !math.IsNaN(v) {
			t.Errorf("agreement %v, want NaN", v)
		}
	}
}

// Shrout & Fleiss 1979, Psychol Bull 86:420-428, table 2: ICC(1,1) .17, ICC(1,k) .44.
func TestICCGivesThePublishedValues(t *testing.T) {
	icc1, icc2, f, p := ICC([][]float64{
		{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7},
	})
	near(t, "ICC(1)", icc1, .165742, 1e-6)
	near(t, "ICC(2)", icc2, .442797, 1e-6)
	near(t, "F", f, 11.241667/6.263889, 1e-6)
	near(t, "p", p, .165, 5e-4) // R: psych::ICC
}

func TestICCOfGroupsThatCannotBeComparedIsNotKnown(t *testing.T) {
	for _, groups := range [][][]float64{nil, {{1, 2}}, {{1}, {2}}, {{1, 1}, {1, 1}}, {{}, {1, 2}}, {{math.NaN()}, {1, 2}}} {
		if icc1, icc2, f, p := ICC(groups); !math.IsNaN(icc1) || !math.IsNaN(icc2) || !math.IsNaN(f) || !math.IsNaN(p) {
			t.Errorf("%v gives %v %v %v %v", groups, icc1, icc2, f, p)
		}
	}
	icc1, icc2, _, p := ICC([][]float64{{1, 1}, {2, 2, 2}})
	near(t, "ICC(1) of unanimous groups", icc1, 1, 0)
	near(t, "ICC(2) of unanimous groups", icc2, 1, 0)
	near(t, "p of unanimous groups", p, 0, 0)
}

func TestICCKnowsNoOrderOfGroups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		groups := rapid.SliceOfN(rapid.SliceOfN(rapid.Float64Range(0, 100), 2, 6), 2, 8).Draw(t, "groups")
		icc1, _, _, p := ICC(groups)
		if icc1 > 1 || p < 0 || p > 1 {
			t.Fatalf("ICC(1) %v, p %v", icc1, p)
		}
		again, _, _, _ := ICC(rapid.Permutation(groups).Draw(t, "order"))
		if math.Abs(icc1-again) > 1e-9 {
			t.Fatalf("%v and %v in another order", icc1, again)
		}
	})
}
