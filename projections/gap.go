package projections

import (
	"fmt"
	"math"

	"soin/domain/event"
	"soin/projections/stats"
)

// Gap is what is declared minus what is lived, for one mirrored pair of items, in
// points -100..100. A large positive gap is the mark of a façade.
type Gap struct {
	Declared string // item id
	Lived    string // item id
	Gap      Number
}

// Mirrors gives the pairs that the instrument asks, in the order of its items.
func (r Reading) Mirrors() (pairs []Gap) {
	for _, it := range r.items {
		if it.MirrorOf != "" {
			pairs = append(pairs, Gap{Declared: it.ID, Lived: it.MirrorOf})
		}
	}
	return pairs
}

// Gaps gives every mirrored pair with its figure.
func (r Reading) Gaps() []Gap {
	gaps := r.Mirrors()
	for i, g := range gaps {
		gaps[i].Gap = r.Gap(g.Declared, g.Lived)
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
	case declared == lived:
		return n.lacking("an item is no mirror of itself")
	case n.Sample.Items < 2:
		return n.lacking(fmt.Sprintf("%d of the items %q and %q have results", n.Sample.Items, declared, lived))
	case d.basis != l.basis:
		return n.lacking("one item is reported as a mean and the other as a share")
	case r.few(d, l):
		return n.withheld("items are shown one by one from 10 answers on")
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
	for _, it := range r.items {
		if it.ID == id {
			return r.point(it)
		}
	}
	return point{}, false
}

// Spread describes one figure over the teams of a wave.
type Spread struct {
	Teams    int // with the figure
	Without  int // tallied, and with too little evidence for it or withheld
	Mean     *float64
	SD       *float64 // sample standard deviation, from two teams on
	Min, Max *float64
	Reason   string         // why there is no mean
	Position event.Position // of the log it was computed at
}

// SpreadOf describes one figure over readings, computed at a position. Those without a
// value are counted and left out.
func SpreadOf(readings []Reading, at event.Position, figure func(Reading) Number) Spread {
	s := Spread{Position: at}
	var values []float64
	bases := map[Basis]bool{}
	for _, r := range readings {
		n := figure(r)
		if n.Value == nil {
			s.Without++
			continue
		}
		s.Teams++
		bases[n.Basis] = true
		values = append(values, *n.Value)
	}
	switch {
	case len(values) == 0:
		s.Reason = "no team has the figure"
		return s
	case len(bases) > 1:
		s.Reason = "some teams are reported as means and others as shares"
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
	x = Round(x)
	return &x
}
