package maturity

import (
	"fmt"
	"math"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/projections"
	"soin/projections/stats"
)

// published is a number as the world sees it: rounded once; nil for none.
func published(x float64) *float64 { return rounded(&x) }

// fewVoices is the number of people below which what they said is told coarsely.
const fewVoices = 10

// coarse holds for a figure that rests on the voices of so few people alone.
func coarse(m *Measure) bool {
	const acts = FromActs | FromCustomers
	return m.Basis != 0 && m.Basis&acts == 0 && m.N > 0 && math.Round(m.N) < fewVoices
}

// told is a figure's value as it is published.
func told(m *Measure) *float64 {
	if m.Status != OK && m.Status != Stale {
		return nil
	}
	if coarse(m) {
		return published(projections.Coarse(m.Value))
	}
	return published(m.Value)
}

// band is a figure's sample; nil where nobody counted.
func band(m *Measure) *string {
	if !(m.N > 0) || math.IsInf(m.N, 1) {
		return nil
	}
	return projections.Band(int32(math.Min(math.Round(m.N), math.MaxInt32)))
}

// sources lists what kinds of evidence feed a figure.
func (b Basis) sources() (list []Source) {
	for i, s := range [...]Source{Survey, Acts, Receivers, Customers, Tallies} {
		if b&(1<<i) != 0 {
			list = append(list, s)
		}
	}
	return list
}

// score publishes a figure of the card, raw beside what levels use. weight is the share of
// its parts' weights that had evidence.
func (c *card) score(m, raw Measure, weight float64) Score {
	s := Score{
		ID: m.ID, Value: told(&m), Raw: told(&raw), NBand: band(&m), EvidenceWeight: projections.Round(weight),
		Status: m.Status, Reason: reason(&m), Basis: m.Basis.sources(), Trend: Move{Direction: projections.Unsettled},
	}
	if s.Value == nil || coarse(&m) {
		return s
	}
	s.SE = published(c.se(m))
	x := c.scatterOf(m)
	s.Low80, s.High80 = published(x.p10), published(x.p90)
	s.Low95, s.High95 = published(x.p025), published(x.p975)
	return s
}

// scatterOf is drawn for a figure that is no sum, and that of the normal distribution for
// others; all NaN without an error.
func (c *card) scatterOf(m Measure) scatter {
	if x, drawn := c.draws().of[m.ID]; drawn && !isSum(m) {
		return x
	}
	se := c.se(m)
	at := func(z float64) float64 { return stats.Clip(m.Value+float64(z*se), 0, 100) }
	const z80, z95 = 1.2815515655446004, 1.959963984540054
	return scatter{se, at(-z95), at(-z80), at(z80), at(z95)}
}

// reason is why a figure has no value, or why the value does not count.
func reason(m *Measure) Text {
	switch m.Status {
	case OK:
		return Text{}
	case Stale:
		return says("les preuves les plus récentes sont trop anciennes pour compter", "the newest evidence is too old to count")
	case Withheld:
		return says("le montrer dirait qui a dit quoi", "showing it would tell who said what")
	}
	return m.Lack.text()
}

func endedText(on calendar.Date) Text {
	return says(fmt.Sprintf("l'équipe a pris fin le %s", on), fmt.Sprintf("the team ended on %s", on))
}

func tooSmallText(least int) Text {
	return says(
		fmt.Sprintf("moins de %d personnes : l'équipe compte dans celle dont elle dépend", least),
		fmt.Sprintf("fewer than %d people: the team counts in the one above it", least),
	)
}

// fill publishes a card as a scorecard.
func (s *Scorecard) fill(c *card, g ground) {
	s.scoreCells(c, g)
	for i := range c.model.Views {
		b := &c.model.Views[i]
		list := &s.Lenses
		switch {
		case i < len(care.Needs):
			list = &s.Needs
		case i < len(care.Needs)+len(care.Dimensions):
			list = &s.Dimensions
		}
		*list = append(*list, c.plain(c.figure(b.ID), c.weightOf(b)))
	}
	s.SystemOfNeeds = c.plain(c.figure(systemOfNeeds), present(c, care.Needs[:]))
	s.WeakestNeed = c.weakest()
	s.CareChain = c.plain(c.figure(careChain), present(c, care.Dimensions[:]))
	s.ChainCapped = c.chainCapped()
	s.Symmetry = c.symmetric()
	s.Flags = c.flags(c)
	s.rank(c, g)
}

// says is a sentence in both languages.
func says(fr, en string) Text { return Text{FR: fr, EN: en} }
