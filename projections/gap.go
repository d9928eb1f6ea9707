package projections

import (
	"fmt"
	"math"

	"soin/domain/event"
	"soin/domain/instrument"
	"soin/projections/stats"
)

// Gap is what is declared minus what is lived, for one mirrored pair of items, in
// points -100..100. A large positive gap is the mark of a façade.
type Gap struct {
	Declared string // item id
	Lived    string // item id
	Gap      Number
}

// Gaps gives every mirrored pair the instrument asks, in the order of its items.
func (r Reading) Gaps() []Gap {
	var gaps []Gap
	for _, it := range r.items {
		if it.MirrorOf != "" {
			gaps = append(gaps, Gap{it.ID, it.MirrorOf, r.Gap(it.ID, it.MirrorOf)})
		}
	}
	return gaps
}

// Gap is one item's points minus another's.
func (r Reading) Gap(declared, lived string) Number {
	n := r.number(0, 2)
	d, okD := r.item(declared)
	l, okL := r.item(lived)
	for _, ok := range []bool{okD, okL} {
		if ok {
			n.Sample.Items++
		}
	}
	switch {
	case n.Sample.Items < 2:
		return n.lacking(fmt.Sprintf("%d of the items %q and %q have results", n.Sample.Items, declared, lived))
	case d.basis != l.basis:
		return n.lacking("one item is reported as a mean and the other as a share")
	case r.tally.Respondents > 0 && r.tally.Respondents < minForItems:
		n.Status, n.Reason = Withheld, "items are shown one by one from 10 answers on"
		return n
	case r.unheard() != "":
		return n.lacking(r.unheard())
	}
	n.Basis = d.basis
	n = n.of(d.value - l.value)
	if se := d.se + l.se; !math.IsNaN(se) {
		n = n.within(se) // the bound that holds however the two go together
	}
	return n
}

func (r Reading) item(id string) (point, bool) {
	points, _ := r.points(func(it instrument.Item) bool { return it.ID == id })
	if len(points) == 0 {
		return point{}, false
	}
	return points[0], true
}

// Spread describes one figure over the teams of a wave.
type Spread struct {
	Teams    int // with the figure
	Without  int // tallied, but without enough evidence for it
	Mean     *float64
	SD       *float64 // sample standard deviation, from two teams on
	Min, Max *float64
	Position event.Position // of the log it was computed at
}

// SpreadOf describes one figure over readings; those without a value are counted and
// left out.
func SpreadOf(readings []Reading, figure func(Reading) Number) Spread {
	var s Spread
	var values []float64
	for _, r := range readings {
		n := figure(r)
		s.Position = n.Position
		if n.Value == nil {
			s.Without++
			continue
		}
		s.Teams++
		values = append(values, *n.Value)
	}
	if len(values) == 0 {
		return s
	}
	d := stats.Describe(values)
	s.Mean, s.Min, s.Max = rounded(d.Mean), rounded(d.Min), rounded(d.Max)
	if len(values) > 1 {
		s.SD = rounded(d.SD)
	}
	return s
}

func rounded(x float64) *float64 {
	x = round(x)
	return &x
}
