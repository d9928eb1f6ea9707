package stats

import "math"

// LeadLagResult is how far one series precedes another, over teams.
type LeadLagResult struct {
	Lag    int       // months from EX to the CX it goes with most: above 0, EX precedes
	C      float64   // the correlation at that lag
	ByLag  []float64 // for lags -maxLag..maxLag; NaN where too few months pair up
	P      float64   // of a |correlation| as high at any lag, if the series were unrelated
	Teams  int       // that have enough months
	Months int       // of theirs that have both EX and CX
}

// The least data for a lead or lag.
const (
	fewestMonths     = 12 // of one team, with both EX and CX
	fewestMonthsEach = 6  // of each of manyTeams or more
	manyTeams        = 8
	fewestMatched    = 5 // teams, to tell a team's own CX from another's
	fewestPairs      = 5 // of months, for a correlation: what twelve months leave at lag 6
)

// LeadLag correlates the monthly changes of ex with those of cx up to maxLag months before
// and after, c(k) = corr(EX_t, CX_{t+k}), pooled over teams. Both are [team][month] on one
// calendar; NaN, and the lack of a month at the end of a row, is no batch. A change is from
// one month to the next, so a team's mean, which the model takes out first, cancels.
//
// P is that of the largest |c(k)|, which allows for the choice of the lag. It compares with
// each team's EX beside another team's CX: in all orders of up to seven teams, in b random
// ones of more. For one team it compares with all circular shifts of the changes of CX, in
// the span of months that has both; a shift by no more than maxLag meets a lead again at
// another lag, so this P is seldom small. The observed order counts as one more (Phipson &
// Smyth 2010, Stat Appl Genet Mol Biol 9:39), and an order without any correlation counts
// as one with a higher. Only random orders use random.
//
// It is not ok without eight teams of six months that have both, or else teams of twelve:
// one, or five and more, because fewer cannot be matched; and when no correlation exists.
func LeadLag(ex, cx [][]float64, maxLag int, random *SplitMix64, b int) (LeadLagResult, bool) {
	lives, months := enough(ex, cx)
	if len(lives) == 0 || len(lives) > 1 && len(lives) < fewestMatched {
		return LeadLagResult{}, false
	}
	var a, c [][]float64
	for _, l := range lives {
		a, c = append(a, changes(l.ex)), append(c, changes(l.cx))
	}
	observed := lagged(a, c, max(maxLag, 0))
	highest, at := peak(observed)
	if math.IsNaN(highest) {
		return LeadLagResult{}, false
	}
	all, high := 1, 1
	null := func(c [][]float64) {
		m, _ := peak(lagged(a, c, max(maxLag, 0)))
		all++
		if !(m < highest-asHigh) {
			high++
		}
	}
	if len(lives) == 1 {
		rotations(c[0], null)
	} else {
		matchings(c, b, random, null)
	}
	return LeadLagResult{
		Lag: at - max(maxLag, 0), C: observed[at], ByLag: observed,
		P: float64(high) / float64(all), Teams: len(lives), Months: months,
	}, true
}

// rotations visits all circular shifts of one series but the first.
func rotations(series []float64, visit func([][]float64)) {
	twice := append(append([]float64(nil), series...), series...)
	for shift := 1; shift < len(series); shift++ {
		visit([][]float64{twice[shift : shift+len(series)]})
	}
}

// mostMatchings is the most orders of teams that are all gone through: those of seven.
const mostMatchings = 5040

// matchings visits orders of the rows.
func matchings(rows [][]float64, b int, random *SplitMix64, visit func([][]float64)) {
	matched := make([][]float64, len(rows))
	for order := range orders(len(rows), mostMatchings, b, random) {
		for i, j := range order {
			matched[i] = rows[j]
		}
		visit(matched)
	}
}
