package stats

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Freireich et al. 1963, Blood 21:699-716: weeks in remission, under 6-MP and placebo.
var (
	mercaptopurine = []float64{6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35}
	relapsed       = []bool{true, true, true, false, true, false, true, false, false, true, true, false, false, false, true, true, false, false, false, false, false}
	placebo        = []float64{1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23}
)

func always(n int) []bool { return slices.Repeat([]bool{true}, n) }

func TestKaplanMeierGivesThePublishedCurve(t *testing.T) {
	s := KaplanMeier(mercaptopurine, relapsed)
	if want := []float64{6, 7, 10, 13, 16, 22, 23}; !slices.Equal(s.Times, want) {
		t.Fatalf("events at %v, want %v", s.Times, want)
	}
	if want := []int{21, 17, 15, 12, 11, 7, 6}; !slices.Equal(s.AtRisk, want) {
		t.Errorf("at risk %v, want %v", s.AtRisk, want)
	}
	if want := []int{3, 1, 1, 1, 1, 1, 1}; !slices.Equal(s.Events, want) {
		t.Errorf("events %v, want %v", s.Events, want)
	}
	shares := []float64{.8571, .8067, .7529, .6902, .6275, .5378, .4482}
	for i, se := range []float64{.0764, .0869, .0963, .1068, .1141, .1282, .1346} {
		near(t, "S", s.S[i], shares[i], 5e-5)
		near(t, "se", s.SE[i], se, 5e-5)
		atShare, atSE := s.At(s.Times[i] + .5)
		near(t, "S after", atShare, s.S[i], 0)
		near(t, "se after", atSE, s.SE[i], 0)
	}
}

func TestKaplanMeierGivesThePublishedMediansAndMeans(t *testing.T) {
	treated, untreated := KaplanMeier(mercaptopurine, relapsed), KaplanMeier(placebo, always(21))
	median, reached := treated.Median()
	near(t, "median under 6-MP", median, 23, 0)
	if !reached {
		t.Error("the median under 6-MP was reached")
	}
	median, _ = untreated.Median()
	near(t, "median under placebo", median, 8, 0)
	area, _, used := treated.RMST(35)
	near(t, "mean under 6-MP", area, 23.2874, 5e-5)
	near(t, "restricted to", used, 35, 0)
	area, se, used := untreated.RMST(100)
	near(t, "mean under placebo", area, 8.666667, 5e-7)
	near(t, "its error, as without censoring", se, Describe(placebo).SD*math.Sqrt(20.0/21/21), 1e-9)
	near(t, "all have relapsed, so the share is known for ever", used, 100, 0)
}

// Kaplan & Meier 1958: the share is undefined past the last case when that is censored.
func TestWhatNobodyWasFollowedForIsNotKnown(t *testing.T) {
	s := KaplanMeier(mercaptopurine, relapsed)
	if share, se := s.At(35.1); !math.IsNaN(share) || !math.IsNaN(se) {
		t.Errorf("S(35.1) = %v (%v)", share, se)
	}
	_, _, used := s.RMST(60)
	near(t, "restricted to", used, 35, 0)
	if _, reached := KaplanMeier([]float64{3, 4, 5}, []bool{true, false, false}).Median(); reached {
		t.Error("the median of one event in three was reached")
	}
	for _, none := range []Survival{{}, KaplanMeier(nil, nil), KaplanMeier([]float64{math.NaN(), -1}, always(2))} {
		share, _ := none.At(0)
		area, _, _ := none.RMST(30)
		if _, reached := none.Median(); reached || !math.IsNaN(share) || !math.IsNaN(area) {
			t.Errorf("nobody gives %v, %v", share, area)
		}
	}
}

func TestEventsComeBeforeCensoringsOfTheSameDay(t *testing.T) {
	for _, order := range [][]bool{{true, false}, {false, true}} {
		share, _ := KaplanMeier([]float64{5, 5}, order).At(5)
		near(t, "S(5)", share, .5, 0)
	}
}

func TestLogRankGivesThePublishedTest(t *testing.T) {
	o, e, v, chi2 := LogRank(KaplanMeier(mercaptopurine, relapsed), KaplanMeier(placebo, always(21)))
	near(t, "O", o, 9, 0)
	near(t, "E", e, 19.2505, 5e-5)
	near(t, "V", v, 6.2570, 5e-5)
	near(t, "chi2", chi2, 16.7929, 5e-5)
}

func TestLogRankOfBothGroupsIsTheSameTest(t *testing.T) {
	a, b := KaplanMeier(mercaptopurine, relapsed), KaplanMeier(placebo, always(21))
	_, _, _, one := LogRank(a, b)
	_, _, _, other := LogRank(b, a)
	near(t, "chi2", one, other, 1e-9)
	if _, _, _, none := LogRank(Survival{}, Survival{}); !math.IsNaN(none) {
		t.Errorf("nobody against nobody gives %v", none)
	}
}

func TestTheShareStillOpenOnlyFallsInAnyOrderOfCases(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type ending struct {
			Day   int
			Event bool
		}
		cases := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) ending {
			return ending{rapid.IntRange(0, 40).Draw(t, "day"), rapid.Bool().Draw(t, "event")}
		}), 1, 40).Draw(t, "cases")
		estimate := func(cases []ending) Survival {
			var times []float64
			var events []bool
			for _, c := range cases {
				times, events = append(times, float64(c.Day)), append(events, c.Event)
			}
			return KaplanMeier(times, events)
		}
		s, before := estimate(cases), 1.0
		for i, share := range s.S {
			if share > before || share < 0 || s.SE[i] < 0 || s.AtRisk[i] < s.Events[i] {
				t.Fatalf("%v after %v, error %v, %d of %d", share, before, s.SE[i], s.Events[i], s.AtRisk[i])
			}
			before = share
		}
		if area, se, used := s.RMST(30); area > used+1e-9 || area < 0 || used > 30 || se < 0 {
			t.Fatalf("area %v (%v) up to %v", area, se, used)
		}
		if again := estimate(rapid.Permutation(cases).Draw(t, "order")); !slices.Equal(s.S, again.S) || !slices.Equal(s.SE, again.SE) {
			t.Fatalf("%v and %v in another order", s.S, again.S)
		}
	})
}
