package concepts

import (
	"fmt"
	"math"

	"soin/projections/maturity"
	"soin/projections/stats"
)

// fewest pieces of evidence that a share, a mean or a median rests on.
const fewest = 5

// band hides a count: nil below five.
func band(n int) *string {
	for _, b := range [...]struct {
		floor int
		name  string
	}{{50, "50+"}, {20, "20-49"}, {10, "10-19"}, {5, "5-9"}} {
		if n >= b.floor {
			return &b.name
		}
	}
	return nil
}

// figureOf is a number that rests on n pieces of evidence and needs some.
func figureOf(fr, en string, unit Unit, value float64, n, need int) Figure {
	f := Figure{Label: Text{FR: fr, EN: en}, Unit: unit, Sample: band(n), Status: maturity.OK}
	if n < need || math.IsNaN(value) || math.IsInf(value, 0) {
		f.Status = maturity.Insufficient
		f.Reason = Text{
			FR: fmt.Sprintf("%d faits, il en faut %d", min(n, need), need),
			EN: fmt.Sprintf("%d facts of the %d it takes", min(n, need), need),
		}
		if n >= need {
			f.Reason = Text{FR: "rien à comparer", EN: "nothing to compare"}
		}
		return f
	}
	value = math.Round(value*1e6)/1e6 + 0 // published once, never -0
	f.Value = &value
	return f
}

// count is how many things happened; none is an answer, too.
func count(fr, en string, n int) Figure { return figureOf(fr, en, Acts, float64(n), n, 0) }

// share is k of n in percent.
func share(fr, en string, k, n int) Figure {
	return figureOf(fr, en, Percent, 100*float64(k)/float64(n), n, fewest)
}

// total is a sum of quantities over n facts.
func total(fr, en string, unit Unit, sum float64, n int) Figure {
	return figureOf(fr, en, unit, sum, n, 1)
}

// mean is that of a list.
func mean(fr, en string, unit Unit, x []float64, need int) Figure {
	m, _, _ := stats.MeanSE(x)
	return figureOf(fr, en, unit, m, len(x), need)
}

// people is a number of people, as a band.
func people(fr, en string, n int) Figure {
	f := Figure{Label: Text{FR: fr, EN: en}, Unit: People, Sample: band(n), Status: maturity.OK}
	if f.Sample == nil {
		f.Status = maturity.Withheld
		f.Reason = Text{FR: "moins de 5 personnes, ou aucune", EN: "fewer than 5 people, or none"}
	}
	return f
}

// reach is k people of n in percent, in steps of ten so that it says no more than a band.
func reach(fr, en string, k, n int) Figure {
	f := figureOf(fr, en, Percent, math.Min(100, math.Round(10*float64(k)/float64(n))*10), n, fewestPeople)
	if n >= fewestPeople && k > 0 && k < fewestPeople {
		f.Value, f.Status = nil, maturity.Withheld
		f.Reason = Text{FR: "moins de 5 personnes", EN: "fewer than 5 people"}
	}
	return f
}

// waits are how long cases have been open, and whether they ended.
type waits struct {
	days  []float64
	ended []bool
}

func (w *waits) add(days int, ended bool) {
	w.days, w.ended = append(w.days, float64(days)), append(w.ended, ended)
}

// median is the time by which half of the cases ended, those still open counted as such
// (Kaplan-Meier).
func (w waits) median(fr, en string) Figure {
	at, reached := stats.KaplanMeier(w.days, w.ended).Median()
	f := figureOf(fr, en, Days, at, len(w.days), fewest)
	if len(w.days) >= fewest && !reached {
		f.Reason = Text{FR: "plus de la moitié sont encore en attente", EN: "more than half are still waiting"}
	}
	return f
}

// by is the share of cases that ended within some days.
func (w waits) by(fr, en string, days int) Figure {
	open, _ := stats.KaplanMeier(w.days, w.ended).At(float64(days))
	return figureOf(fr, en, Percent, 100*(1-open), len(w.days), fewest)
}
