package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The example in the manual of the R package ineq, and two by hand.
func TestGiniGivesThePublishedValues(t *testing.T) {
	near(t, "R ineq", Gini([]float64{541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261}), .462091, 5e-7)
	near(t, "1..5", Gini([]float64{1, 2, 3, 4, 5}), .266667, 5e-7)
	near(t, "one has all", Gini([]float64{0, 0, 0, 10}), .75, 0)
	near(t, "one has all, corrected", GiniCorrected([]float64{0, 0, 0, 10}), 1, 0)
}

// The model's own case of delegation: eight members, breadth 51.8849.
func TestGiniGivesTheDelegationsOfTheModel(t *testing.T) {
	counts := []float64{3, 2, 2, 1, 1, 0, 0, 0}
	near(t, "G", Gini(counts), .513889, 5e-7)
	near(t, "G*", GiniCorrected(counts), .587302, 5e-7)
	near(t, "breadth", 100*(.5*5/8+.5*(1-GiniCorrected(counts))), 51.8849, 5e-5)
}

func TestInequalityLiesBetweenNoneAndAllAndKnowsNoUnitOrOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(0, 1e6), 2, 20).Draw(t, "x")
		x[0]++
		order := rapid.Permutation(x).Draw(t, "order")
		tripled := make([]float64, len(x))
		for i := range x {
			tripled[i] = 3 * x[i]
		}
		for name, f := range map[string]func([]float64) float64{"Gini": Gini, "GiniCorrected": GiniCorrected, "Evenness": Evenness} {
			v := f(x)
			if !(v >= 0 && v <= 1) {
				t.Fatalf("%s %v", name, v)
			}
			if math.Abs(v-f(order)) > 1e-9 || math.Abs(v-f(tripled)) > 1e-9 {
				t.Fatalf("%s %v, in another order %v, in another unit %v", name, v, f(order), f(tripled))
			}
		}
		if Gini(x) > GiniCorrected(x) {
			t.Fatalf("the correction lowers %v to %v", Gini(x), GiniCorrected(x))
		}
	})
}

// Pielou 1966, J Theor Biol 13:131-144.
func TestEvennessIsOneWhenAllHaveTheSame(t *testing.T) {
	near(t, "all", Evenness([]float64{7, 7, 7, 7}), 1, 1e-12)
	near(t, "one", Evenness([]float64{7, 0, 0, 0}), 0, 0)
	near(t, "two of four", Evenness([]float64{5, 5, 0, 0}), .5, 1e-12)
}

func TestNothingToShareHasNoInequality(t *testing.T) {
	for _, x := range [][]float64{nil, {0, 0}, {-1, 2}, {math.NaN(), 1}, {math.Inf(1), 1}} {
		if g, c, e := Gini(x), GiniCorrected(x), Evenness(x); !math.IsNaN(g) || !math.IsNaN(c) || !math.IsNaN(e) {
			t.Errorf("%v gives %v, %v and %v", x, g, c, e)
		}
	}
	if e := Evenness([]float64{3}); !math.IsNaN(e) {
		t.Errorf("one category is even to %v", e)
	}
}

// Efron & Tibshirani 1993, ch. 11: of a mean it is the standard error of the mean.
func TestTheJackknifeOfAMeanIsItsStandardError(t *testing.T) {
	_, _, se := MeanSE(tuna)
	near(t, "se", Jackknife(tuna, func(x []float64) float64 { return Describe(x).Mean }), se, 1e-12)
	if se := Jackknife([]float64{1}, Gini); !math.IsNaN(se) {
		t.Errorf("one value has an error of %v", se)
	}
}

// Two mutual links and one that is not returned, among four; what is not a link is there, too.
func TestReciprocityCountsWhatIsReturned(t *testing.T) {
	edges := [][2]int{{0, 1}, {1, 0}, {0, 1}, {1, 2}, {2, 1}, {3, 0}, {2, 2}, {3, 9}, {-1, 0}}
	r, rho := Reciprocity(edges, 4)
	near(t, "r", r, .8, 1e-12)
	density := 5.0 / 12
	near(t, "rho", rho, (.8-density)/(1-density), 1e-12)
}

// Garlaschelli & Loffredo 2004, PRL 93:268701: rho is 1 when all is returned, and
// -a/(1-a) when nothing is.
func TestReciprocityHasThePublishedExtremes(t *testing.T) {
	_, all := Reciprocity([][2]int{{0, 1}, {1, 0}}, 4)
	near(t, "all", all, 1, 0)
	_, none := Reciprocity([][2]int{{0, 1}, {1, 2}, {2, 0}}, 4)
	near(t, "none", none, -.25/.75, 1e-12)
	if r, rho := Reciprocity(nil, 4); !math.IsNaN(r) || !math.IsNaN(rho) {
		t.Errorf("no link is returned to %v (%v)", r, rho)
	}
	if r, rho := Reciprocity([][2]int{{0, 1}, {1, 0}}, 2); r != 1 || !math.IsNaN(rho) {
		t.Errorf("two who are linked give %v (%v)", r, rho)
	}
}

func TestReturningEveryEdgeIsFullReciprocity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		person := rapid.IntRange(0, 7)
		edges := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) [2]int {
			from := person.Draw(t, "from")
			return [2]int{from, (from + rapid.IntRange(1, 7).Draw(t, "step")) % 8}
		}), 1, 30).Draw(t, "edges")
		r, rho := Reciprocity(edges, 8)
		if !(r >= 0 && r <= 1) || rho > 1 {
			t.Fatalf("r %v, rho %v", r, rho)
		}
		for _, e := range edges {
			edges = append(edges, [2]int{e[1], e[0]})
		}
		if r, _ := Reciprocity(edges, 8); r != 1 {
			t.Fatalf("all returned gives %v", r)
		}
	})
}
