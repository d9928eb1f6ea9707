package concepts

import (
	"fmt"
	"math"

	"soin/projections/maturity"
	"soin/projections/stats"
)

// fewest pieces of evidence that a share, a mean or a median rests on.
const fewest = 5

// bands are the steps in which people and voices are counted, by the fewest of each.
var bands = [...]struct {
	floor int
	name  string
}{{50, "50+"}, {20, "20-49"}, {10, "10-19"}, {5, "5-9"}}

// band hides a count: nil below five.
func band(n int) *string {
	for _, b := range bands {
		if n >= b.floor {
			return &b.name
		}
	}
	return nil
}

// floor is the fewest of a count's band, for sums that must not tell more than the band.
func floor(n int) int {
	for _, b := range bands {
		if n >= b.floor {
			return b.floor
		}
	}
	return 0
}

// figureOf is a number that rests on n pieces of evidence and needs some.
func figureOf(fr, en string, unit Unit, value float64, n, need int) Figure {
	f := Figure{Label: Text{FR: fr, EN: en}, Unit: unit, Sample: band(n), Status: maturity.OK}
	if n < need || math.IsNaN(value) || math.IsInf(value, 0) {
		f.Status = maturity.Insufficient
		f.Reason = facts(n, need)
		if n >= need {
			f.Reason = Text{FR: "rien à comparer", EN: "nothing to compare"}
		}
		return f
	}
	value = math.Round(value*1e6)/1e6 + 0 // published once, never -0
	f.Value = &value
	return f
}

// facts says how many there are of those it takes.
func facts(n, need int) Text {
	fr, en := "faits", "facts"
	if n < 2 {
		fr = "fait"
	}
	if n == 1 {
		en = "fact"
	}
	return Text{FR: fmt.Sprintf("%d %s, il en faut %d", n, fr, need), EN: fmt.Sprintf("%d %s of the %d it takes", n, en, need)}
}

// ofPeople withholds a figure that rests on fewer than five people, whatever it counts,
// without a word of how many they are.
func (f Figure) ofPeople(n int) Figure {
	if n < fewestPeople {
		f.Value, f.Sample, f.Status = nil, nil, maturity.Withheld
		f.Reason = Text{FR: "moins de 5 personnes", EN: "fewer than 5 people"}
	}
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

// spoken is how many ratings or ballots were released, as a band: the difference of two
// exact counts would be the size of one box (privacy).
func spoken(fr, en string, n int) Figure {
	f := Figure{Label: Text{FR: fr, EN: en}, Unit: Acts, Sample: band(n), Status: maturity.OK}
	if f.Sample == nil {
		f.Status = maturity.Withheld
		f.Reason = fewVoices()
	}
	return f
}

func fewVoices() Text {
	return Text{FR: "moins de 5 voix, ou aucune", EN: "fewer than 5 voices, or none"}
}

// reach is k people of n in percent, in steps of ten so that it says no more than a band.
func reach(fr, en string, k, n int) Figure {
	f := figureOf(fr, en, Percent, math.Min(100, math.Round(10*float64(k)/float64(n))*10), n, fewestPeople).ofPeople(n)
	if k > 0 && k < fewestPeople {
		sample := f.Sample
		f = f.ofPeople(k)
		f.Sample = sample
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
