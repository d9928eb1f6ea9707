package projections

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/instrument"
	"soin/projections/fold"
	"soin/projections/stats"
)

// Reading is what one wave says about one team. Its figures are computed when asked
// for, from the team's results and the instrument's version they answer.
type Reading struct {
	TeamID       string
	SurveyID     string
	InstrumentID string
	Version      string
	On           calendar.Date

	tally    tally
	words    *fold.Lexicon
	items    []instrument.Item
	position event.Position
}

// NeedScore is one need's figure, in points 0..100, higher is better care.
type NeedScore struct {
	Need  care.Need
	Score Number
}

// DimensionScore is one dimension's figure, in points 0..100, higher is better care.
type DimensionScore struct {
	Dimension care.Dimension
	Score     Number
}

// Needs gives the four needs in canonical order.
func (r Reading) Needs() []NeedScore {
	scores := make([]NeedScore, 0, len(care.Needs))
	for _, need := range care.Needs {
		scores = append(scores, NeedScore{need, r.Need(need)})
	}
	return scores
}

// Dimensions gives the four dimensions in canonical order.
func (r Reading) Dimensions() []DimensionScore {
	scores := make([]DimensionScore, 0, len(care.Dimensions))
	for _, d := range care.Dimensions {
		scores = append(scores, DimensionScore{d, r.Dimension(d)})
	}
	return scores
}

// Need is the mean of the items that tell about a need.
func (r Reading) Need(need care.Need) Number {
	return r.mean(string(need), func(it instrument.Item) bool { return it.Need == need })
}

// Dimension is the mean of the items that tell about a dimension.
func (r Reading) Dimension(d care.Dimension) Number {
	return r.mean(string(d), func(it instrument.Item) bool { return it.Dimension == d })
}

// ItemScore is one item's figure, in points 0..100, higher is better care.
type ItemScore struct {
	Item  instrument.Item
	Score Number
}

// Items gives every item the instrument asks, in its order.
func (r Reading) Items() []ItemScore {
	scores := make([]ItemScore, 0, len(r.items))
	for _, it := range r.items {
		scores = append(scores, ItemScore{it, r.itemScore(it)})
	}
	return scores
}

// minForItems is the fewest answers whose single items are shown (privacy: item detail).
const minForItems = 10

func (r Reading) itemScore(it instrument.Item) Number {
	n := r.number(0, 1)
	p, ok := r.point(it)
	switch {
	case !ok:
		return n.lacking("there is no result within the scale of this item")
	case r.few(p):
		return n.withheld("items are shown one by one from 10 answers on")
	}
	n.Basis, n.Sample.Items = p.basis, 1
	n = n.of(p.value)
	if !math.IsNaN(p.se) {
		n = n.within(p.se)
	}
	return n
}

// Evidence is where the results stand in the log.
func (r Reading) Evidence() event.Position { return r.tally.Since }

// minItems is the fewest answered items a mean of items may rest on; it also needs half
// of those asked (scoring: LIK).
const minItems = 2

// point is one item's result on 0..100, higher is better care.
type point struct {
	value float64
	se    float64 // NaN where the answers were not counted
	n     int32   // answers, 0 where they were not counted
	basis Basis
}

// mean is the mean of the chosen items in points. Its standard error is the mean of the
// items' own, which bounds it from above however the answers go together; without
// counts there is none.
func (r Reading) mean(what string, chosen func(instrument.Item) bool) Number {
	points, asked := r.points(chosen)
	n := r.number(len(points), asked)
	if reason := r.lack(what, points, asked); reason != "" {
		return n.lacking(reason)
	}
	var value, se stats.Sum
	for _, p := range points {
		value.Add(p.value)
		se.Add(p.se)
	}
	n.Basis = points[0].basis
	if r.few(points...) {
		return n.of(Coarse(value.Total() / float64(len(points))))
	}
	n = n.of(value.Total() / float64(len(points)))
	if total := se.Total(); !math.IsNaN(total) {
		n = n.within(total / float64(len(points)))
	}
	return n
}

// few holds where figures made of these points speak of fewer than ten people, as far as
// anybody counted them.
func (r Reading) few(points ...point) bool {
	people := []int32{r.tally.Respondents, r.tally.Eligible}
	for _, p := range points {
		people = append(people, p.n)
	}
	return slices.ContainsFunc(people, func(n int32) bool { return n > 0 && n < minForItems })
}

// Coarse is how a mean of five to nine people is told: in steps of five points and never
// at an end, so that no single answer can be worked out of it (privacy: release units).
func Coarse(points float64) float64 {
	const step, end = 5, 95
	return min(max(math.Round(points/step)*step, 100-end), end)
}

// lack says what is missing for a mean, in words, or nothing.
func (r Reading) lack(what string, points []point, asked int) string {
	need := max(minItems, (asked+1)/2)
	switch {
	case r.items == nil:
		return fmt.Sprintf("instrument %q version %q has not been published", r.InstrumentID, r.Version)
	case asked == 0:
		return fmt.Sprintf("this instrument asks nothing about %s", what)
	case len(points) < need:
		return fmt.Sprintf("%d of %d items about %s have results, at least %d are needed", len(points), asked, what, need)
	case slices.ContainsFunc(points, func(p point) bool { return p.basis != points[0].basis }):
		return "some items are reported as means and others as shares"
	}
	return r.unheard()
}

// points gives the results of the chosen items, and how many such items were asked.
func (r Reading) points(chosen func(instrument.Item) bool) (points []point, asked int) {
	for _, it := range r.items {
		if !chosen(it) {
			continue
		}
		asked++
		if p, ok := r.point(it); ok {
			points = append(points, p)
		}
	}
	return points, asked
}

func (r Reading) point(it instrument.Item) (point, bool) {
	id, known := r.words.Find(it.ID)
	i, found := slices.BinarySearchFunc(r.tally.Results, id, func(x result, id fold.Word) int {
		return cmp.Compare(x.Item, id)
	})
	if !known || !found {
		return point{}, false
	}
	p := r.tally.Results[i].point(it)
	return p, p.value >= 0 && p.value <= 100
}

// point puts a result on 0..100 with the better care on top. Its standard error is that
// of the fewest people its band may stand for: exact, it would tell how many answered.
func (x result) point(it instrument.Item) point {
	p := point{value: x.Value, se: math.NaN(), basis: FavourableShare, n: x.N}
	least := float64(floor(x.N))
	if x.Favourable {
		if x.N > 0 {
			p.se = stats.WilsonSE(x.Value/100, least) * 100
		}
	} else {
		scale := 100 / (it.Max - it.Min)
		p.value, p.basis = (x.Value-it.Min)*scale, MeanRating
		if x.N > 0 { // without a deviation it stays NaN
			p.se = x.SD * scale / math.Sqrt(least)
		}
	}
	if it.Reversed {
		p.value = 100 - p.value
	}
	return p
}

// number is a figure of this reading before its value is known.
func (r Reading) number(items, asked int) Number {
	n := Number{Sample: Sample{Items: items, Asked: asked}, Position: r.position}
	if r.tally.Respondents > 0 {
		n.Sample.Respondents = Band(r.tally.Respondents)
	}
	return n
}
