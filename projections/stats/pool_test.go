package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Efron & Morris 1977, Sci Am 236(5):119-127: hits in 45 at bats, and the average of the
// rest of the season.
var (
	hits         = []float64{18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7}
	restOfSeason = []float64{.346, .298, .276, .222, .273, .270, .263, .210, .269, .230, .264, .256, .303, .264, .226, .285, .316, .200}
)

func TestShrinkingIsTheRuleOfJamesAndSteinWhenErrorsAreEqual(t *testing.T) {
	y, se := make([]float64, 18), make([]float64, 18)
	mean := Describe(hits).Mean / 45
	near(t, "mean", mean, .265432, 5e-7)
	for i, h := range hits {
		y[i], se[i] = h/45, math.Sqrt(mean*(1-mean)/45)
	}
	pool, ok := NewPool(y, se)
	if !ok {
		t.Fatal("18 players are enough")
	}
	near(t, "mu", pool.Mu, mean, 1e-12)
	near(t, "tau2", pool.Tau2, .000516670, 5e-10)
	want := []float64{.294, .289, .285, .280, .275, .275, .270, .266, .261, .261, .256, .256, .256, .256, .256, .252, .247, .242}
	var raw, shrunk Sum
	for i := range y {
		theta := pool.Shrink(y[i], se[i]).Theta
		near(t, "theta", theta, want[i], .001)
		near(t, "c", (theta-mean)/(y[i]-mean), .211653, 5e-7)
		raw.Add((y[i] - restOfSeason[i]) * (y[i] - restOfSeason[i]))
		shrunk.Add((theta - restOfSeason[i]) * (theta - restOfSeason[i]))
	}
	near(t, "SSE raw", raw.Total(), .075317, 5e-7)
	near(t, "SSE shrunk", shrunk.Total(), .021307, 5e-7)
	near(t, "ratio", raw.Total()/shrunk.Total(), 3.5, .1)
}

// trials of BCG vaccination: tpos, tneg, cpos, cneg (Colditz et al. 1994, JAMA 271:698-702).
var trials = [][4]float64{
	{4, 119, 11, 128}, {6, 300, 29, 274}, {3, 228, 11, 209}, {62, 13536, 248, 12619}, {33, 5036, 47, 5761},
	{180, 1361, 372, 1079}, {8, 2537, 10, 619}, {505, 87886, 499, 87892}, {29, 7470, 45, 7232}, {17, 1699, 65, 1600},
	{186, 50448, 141, 27197}, {5, 2493, 3, 2338}, {27, 16886, 29, 17825},
}

// riskRatios are the logarithms of the trials' risk ratios and their standard errors.
func riskRatios() (y, se []float64) {
	for _, r := range trials {
		a, b, c, d := r[0], r[1], r[2], r[3]
		y = append(y, math.Log(a/(a+b)/(c/(c+d))))
		se = append(se, math.Sqrt(1/a-1/(a+b)+1/c-1/(c+d)))
	}
	return y, se
}

// R: metafor::rma(method = "DL") of dat.bcg.
func TestDerSimonianLairdGivesThePublishedValuesOfBCG(t *testing.T) {
	muF, q, tau2, mu, low, high := DerSimonianLaird(riskRatios())
	near(t, "muF", muF, -.430285, 5e-7)
	near(t, "Q", q, 152.2330, 5e-5)
	near(t, "tau2", tau2, .308760, 5e-7)
	near(t, "mu", mu, -.714117, 5e-7)
	near(t, "low", low, -1.064445, 5e-7)
	near(t, "high", high, -.363789, 5e-7)
}

// Morris 1983, JASA 78:47-55, on the same trials.
func TestShrinkingGivesTheValuesOfBCGWithUnequalErrors(t *testing.T) {
	y, se := riskRatios()
	pool, _ := NewPool(y, se)
	theta := []float64{-.8144, -1.3047, -1.0450, -1.4047}
	sd := []float64{.4452, .3905, .5005, .1391}
	for i, b := range []float64{.4277, .3221, .4780, .0507} {
		s := pool.Shrink(y[i], se[i])
		near(t, "theta", s.Theta, theta[i], 5e-5)
		near(t, "sd", s.SE, sd[i], 5e-5)
		near(t, "B", (s.Theta-y[i])/(pool.Mu-y[i]), b, 5e-5)
	}
}

func TestWithoutTrueDifferencesThePullIsStrongButNotTotal(t *testing.T) {
	pool, _ := NewPool([]float64{50, 51, 49, 50, 50}, []float64{10, 10, 10, 10, 10})
	near(t, "tau2", pool.Tau2, 0, 0)
	near(t, "theta", pool.Shrink(60, 10).Theta, 55, 1e-12) // B = (J-3)/(J-1) = 1/2
}

func TestFourTeamsAreNotEnoughToLearnFrom(t *testing.T) {
	nan := math.NaN()
	if _, ok := NewPool([]float64{1, 2, 3, 4}, []float64{1, 1, 1, 1}); ok {
		t.Error("four teams were pooled")
	}
	if _, ok := NewPool([]float64{1, 2, 3, 4, 5}, []float64{1, 1, 1, 1, nan}); ok {
		t.Error("a team without an error counted")
	}
	if s := (Pool{}).Shrink(50, 5); !math.IsNaN(s.Theta) || !math.IsNaN(s.SE) {
		t.Errorf("no pool shrinks to %v", s)
	}
}

func TestAShrunkValueLiesBetweenItselfAndTheOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(5, 20).Draw(t, "teams")
		y := rapid.SliceOfN(rapid.Float64Range(0, 100), n, n).Draw(t, "y")
		se := rapid.SliceOfN(rapid.Float64Range(2, 30), n, n).Draw(t, "se")
		pool, ok := NewPool(y, se)
		if !ok || pool.Tau2 < 0 || pool.Mu < -1e-9 || pool.Mu > 100+1e-9 {
			t.Fatalf("%v %v", pool, ok)
		}
		for i := range y {
			s, surer := pool.Shrink(y[i], se[i]), pool.Shrink(y[i], se[i]/2)
			low, high := math.Min(y[i], pool.Mu)-1e-9, math.Max(y[i], pool.Mu)+1e-9
			if s.Theta < low || s.Theta > high || !(s.SE > 0) {
				t.Fatalf("%v (%v) becomes %v around %v", y[i], se[i], s, pool.Mu)
			}
			if math.Abs(surer.Theta-pool.Mu) < math.Abs(s.Theta-pool.Mu)-1e-9 {
				t.Fatalf("with half the error %v moves further, to %v instead of %v", y[i], surer, s)
			}
		}
	})
}
