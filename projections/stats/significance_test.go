package stats

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// R: p.adjust(c(.01, .04, .03, .005), "holm") .03 .06 .06 .02.
func TestHolmGivesThePublishedAdjustment(t *testing.T) {
	adjusted := Holm([]float64{.01, .04, .03, math.NaN(), .005})
	for i, want := range []float64{.03, .06, .06, math.NaN(), .02} {
		if math.IsNaN(want) {
			if !math.IsNaN(adjusted[i]) {
				t.Errorf("what was not tested has p %v", adjusted[i])
			}
			continue
		}
		near(t, "p", adjusted[i], want, 1e-12)
	}
}

func TestHolmNeverHelpsAndKeepsTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.Float64Range(0, 1), 0, 12).Draw(t, "p")
		adjusted := Holm(p)
		for i := range p {
			if adjusted[i] < p[i] || adjusted[i] > 1 {
				t.Fatalf("%v becomes %v", p[i], adjusted[i])
			}
			for j := range p {
				if p[i] <= p[j] && adjusted[i] > adjusted[j] {
					t.Fatalf("%v and %v change places: %v and %v", p[i], p[j], adjusted[i], adjusted[j])
				}
			}
		}
	})
}

// tunaX belongs to tuna, in the same order.
var tunaX = []float64{41.9, 44.1, 44.4, 44.7, 45.2, 45.9, 50.7, 53.3, 60.1}

// Hollander & Wolfe 1973: r .571182; 22992 of all 9! orders give one as high.
func TestPermutationCountsEveryOrderOfTheTuna(t *testing.T) {
	r, greater, both := Permutation(tunaX, tuna, nil, 0)
	near(t, "r", r, .571182, 5e-7)
	near(t, "p", greater, 22992.0/362880, 1e-12)
	if !(both > greater && both < 3*greater) {
		t.Errorf("two-sided p %v", both)
	}
}

func TestPermutationOfMoreThanNineDrawsOrders(t *testing.T) {
	var x, y []float64
	for i := range 12 {
		x, y = append(x, float64(i)), append(y, float64(i*i))
	}
	r, greater, both := Permutation(x, y, NewSplitMix64(1), 999)
	if r < .9 || greater != .001 || both != .001 {
		t.Errorf("r %v, p %v and %v", r, greater, both)
	}
	for _, y := range [][]float64{nil, {1}, slices.Repeat([]float64{2}, 12)} {
		if r, greater, both := Permutation(x, y, nil, 0); !math.IsNaN(r) || !math.IsNaN(greater) || !math.IsNaN(both) {
			t.Errorf("%v goes with x to %v (%v, %v)", y, r, greater, both)
		}
	}
}

func TestAllOrdersAreVisitedOnce(t *testing.T) {
	seen := map[[5]int]bool{{0, 1, 2, 3, 4}: true}
	for order := range orders(5, mostMatchings, 0, nil) {
		seen[[5]int(order)] = true
	}
	visits := 0
	for range orders(5, mostMatchings, 0, nil) {
		visits++
	}
	if len(seen) != 120 || visits != 119 {
		t.Errorf("%d orders in %d visits, want 120 in 119", len(seen), visits)
	}
}

func TestRandomOrdersAreEquallyLikely(t *testing.T) {
	counts := map[[3]int]int{}
	for order := range orders(3, 1, 6000, NewSplitMix64(3)) {
		counts[[3]int(order)]++
	}
	for order, n := range counts {
		if n < 850 || n > 1150 { // five standard deviations
			t.Errorf("%v came %d times in 6000", order, n)
		}
	}
	if len(counts) != 6 {
		t.Errorf("%d orders of three", len(counts))
	}
}

// followers are teams whose CX repeats the EX of some months before, with some noise.
func followers(teams, months, behind int) (ex, cx [][]float64) {
	r := NewSplitMix64(7)
	for range teams {
		e, c := make([]float64, months), make([]float64, months)
		for m := range months {
			e[m] = 60 + 8*r.Normal()
			c[m] = 70 + 2*r.Normal()
			if m >= behind {
				c[m] += e[m-behind]
			}
		}
		ex, cx = append(ex, e), append(cx, c)
	}
	return ex, cx
}

func TestWhatPrecedesIsFoundWithItsLag(t *testing.T) {
	for _, teams := range []int{1, 5, 9} {
		ex, cx := followers(teams, 24, 2)
		got, ok := LeadLag(ex, cx, 6, NewSplitMix64(1), 999)
		if !ok || got.Lag != 2 || got.C < .8 || got.Teams != teams || got.Months != 24*teams {
			t.Errorf("%d teams: %+v, %v", teams, got, ok)
		}
		if teams > 1 && got.P > .05 {
			t.Errorf("%d teams: p %v", teams, got.P)
		}
		if len(got.ByLag) != 13 || got.ByLag[8] != got.C {
			t.Errorf("lags %v", got.ByLag)
		}
		back, _ := LeadLag(cx, ex, 6, NewSplitMix64(1), 999)
		if back.Lag != -2 {
			t.Errorf("the other way round the lag is %d", back.Lag)
		}
	}
}

// Phipson & Smyth 2010: no p is below 1/(1+B), where B is 4! orders less one, or T-1 shifts.
func TestThePOfALeadIsNoSmallerThanItsNullAllows(t *testing.T) {
	ex, cx := followers(5, 24, 1)
	five, _ := LeadLag(ex, cx, 3, nil, 0)
	near(t, "five teams", five.P, 1.0/120, 1e-12)
	one, _ := LeadLag(cx[:1], cx[:1], 0, nil, 0)
	near(t, "one team", one.P, 1.0/23, 1e-12)
	ex, cx = followers(9, 24, 1)
	nine, _ := LeadLag(ex, cx, 3, NewSplitMix64(1), 199)
	near(t, "nine teams", nine.P, 1.0/200, 1e-12)
}

func TestSeriesThatHaveNothingToDoWithEachOtherRarelyPrecede(t *testing.T) {
	early := 0
	for seed := range uint64(100) {
		r := NewSplitMix64(seed)
		series := func() [][]float64 {
			rows := make([][]float64, 6)
			for i := range rows {
				for range 14 {
					rows[i] = append(rows[i], 50+10*r.Normal())
				}
			}
			return rows
		}
		if got, ok := LeadLag(series(), series(), 3, r, 0); !ok || got.P <= .1 {
			early++
		}
	}
	if early > 20 {
		t.Errorf("%d of 100 pairs of unrelated series precede at p <= .1", early)
	}
}

func TestALeadNeedsEnoughMonths(t *testing.T) {
	cut := func(rows [][]float64, months int) [][]float64 {
		var short [][]float64
		for _, r := range rows {
			short = append(short, r[:months])
		}
		return short
	}
	ex, cx := followers(8, 24, 1)
	for _, c := range []struct {
		teams, months int
		ok            bool
	}{{0, 24, false}, {1, 12, true}, {1, 11, false}, {4, 24, false}, {5, 12, true}, {7, 11, false}, {8, 6, true}, {8, 5, false}} {
		got, ok := LeadLag(cut(ex[:c.teams], c.months), cx[:c.teams], 2, NewSplitMix64(1), 99)
		if ok != c.ok {
			t.Errorf("%d teams of %d months: ok %v, %+v", c.teams, c.months, ok, got)
		}
	}
}

func TestAMonthWithoutABatchIsLeftOut(t *testing.T) {
	ex, cx := followers(5, 24, 1)
	ex[2][5], cx[3][7] = math.NaN(), math.NaN()
	ex[4] = append(ex[4], 1, 2)
	got, ok := LeadLag(ex, cx, 2, nil, 0)
	if !ok || got.Months != 5*24-2 || got.Lag != 1 {
		t.Errorf("%+v, %v", got, ok)
	}
}

func TestSeriesWhoseChangeIsAlwaysTheSameDoNotLead(t *testing.T) {
	for _, step := range []float64{0, .1, -1.7} {
		steady := [][]float64{make([]float64, 24)}
		for m := range steady[0] {
			steady[0][m] = 50 + step*float64(m)
		}
		moving, _ := followers(1, 24, 1)
		for _, pair := range [][2][][]float64{{steady, steady}, {steady, moving}, {moving, steady}} {
			if got, ok := LeadLag(pair[0], pair[1], 6, nil, 0); ok {
				t.Errorf("steps of %v lead by %+v", step, got)
			}
		}
	}
}

// Pearson's formula over the pairs of changes, collected one by one, is the judge.
func TestALeadIsTheCorrelationOfChangesPooledOverTeams(t *testing.T) {
	ex, cx := followers(6, 14, 1)
	cx[1][4], ex[5][0] = math.NaN(), math.NaN()
	got, _ := LeadLag(ex, cx, 3, nil, 0)
	for k := -3; k <= 3; k++ {
		var a, c []float64
		for team := range ex {
			for m := 1; m < 14; m++ {
				if m+k < 1 || m+k >= 14 {
					continue
				}
				x, y := ex[team][m]-ex[team][m-1], cx[team][m+k]-cx[team][m+k-1]
				if !math.IsNaN(x) && !math.IsNaN(y) {
					a, c = append(a, x), append(c, y)
				}
			}
		}
		near(t, "c(k)", got.ByLag[k+3], correlation(a, c), 1e-12)
	}
}

func TestTeamsThatAllHaveTheSameCustomersProveNothing(t *testing.T) {
	ex, cx := followers(5, 24, 1)
	for i := range cx {
		cx[i] = cx[0]
	}
	got, ok := LeadLag(ex, cx, 2, nil, 0)
	near(t, "p", got.P, 1, 0)
	if !ok {
		t.Error("five teams of 24 months are enough")
	}
}

func TestMonthsBeforeTheFirstBatchDoNotMatter(t *testing.T) {
	ex, cx := followers(1, 24, 1)
	want, _ := LeadLag(ex, cx, 2, nil, 0)
	nothing := slices.Repeat([]float64{math.NaN()}, 10)
	ex[0], cx[0] = append(slices.Clone(nothing), ex[0]...), append(nothing, cx[0]...)
	ex[0] = append(ex[0], math.NaN(), 70)
	got, _ := LeadLag(ex, cx, 2, nil, 0)
	if !slices.Equal(got.ByLag, want.ByLag) || got.P != want.P || got.Months != 24 {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestALagWithTooFewPairsHasNoCorrelation(t *testing.T) {
	ex, cx := followers(1, 12, 1) // eleven changes: five pairs at lag 6, four at lag 7
	got, _ := LeadLag(ex, cx, 7, nil, 0)
	for i, c := range got.ByLag {
		if lag := i - 7; math.IsNaN(c) != (max(lag, -lag) == 7) {
			t.Errorf("c(%d) = %v", lag, c)
		}
	}
}
