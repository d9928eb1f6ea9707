package projections

import "math"

// The response a figure needs to speak for a team: half of those asked, or three in ten
// when at least ten answered (scoring: non-response).
const (
	goodRate      = 0.5
	leastRate     = 0.3
	leastRepliers = 10
)

// rateStep is how finely a rate of counted people is told, in percent: finer, it would
// tell how many answered.
const rateStep = 5

// ResponseRate is the share of those asked who answered, in percent.
func (r Reading) ResponseRate() Number {
	n := r.number(0, 0)
	rate, basis, ok := r.rate()
	if !ok {
		return n.lacking("the source tells neither how many answered nor how many were asked")
	}
	n.Basis = basis
	if basis == Heads {
		return n.of(math.Round(rate*100/rateStep) * rateStep)
	}
	return n.of(rate * 100)
}

// rate is the share of those asked who answered, and where it is from.
func (r Reading) rate() (float64, Basis, bool) {
	switch t := r.tally; {
	case t.Respondents > 0 && t.Eligible > 0:
		return float64(t.Respondents) / float64(t.Eligible), Heads, true
	case !math.IsNaN(t.Rate):
		return t.Rate, Reported, true
	}
	return 0, "", false
}

// unheard says why too few answered for a figure to speak for the team, or nothing. It
// judges only where people were counted: results that come without counts are used as
// they are (scoring: contract), and their response rate is told beside them.
func (r Reading) unheard() string {
	if r.tally.Respondents == 0 || r.tally.Eligible == 0 {
		return ""
	}
	rate, _, _ := r.rate()
	switch {
	case rate < leastRate:
		return "fewer than 30 % of those asked answered"
	case rate < goodRate && r.tally.Respondents < leastRepliers:
		return "fewer than half of those asked answered, and fewer than 10 people"
	}
	return ""
}
