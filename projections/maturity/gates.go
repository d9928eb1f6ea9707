package maturity

import (
	"math"
	"slices"

	"soin/domain/care"
)

// result is how a gate stands.
type result struct {
	met       bool
	missedBy  float64 // points, or units of the gate; infinite where evidence is missing
	figure    string  // that decides: the weakest of several
	value     float64 // of it, NaN where it has none
	needed    float64
	lack      Lack // what evidence is missing
	unsure    bool // the value would do, if it were surer
	most      bool // needed is the most it may be
	uncounted bool // the value would do, if those behind it had been counted
}

// gates are all conditions that a model may set, by name.
var gates = [...]struct {
	name  string
	judge func(c *card, at float64) result
}{
	{"cells", (*card).enoughCells},
	{"cell", (*card).eachCell},
	{"criterion", eachOf(care.Criteria[:])},
	{"axis", eachOf(care.Axes[:])},
	{"need", eachOf(care.Needs[:])},
	{"attention", points("attention")},
	{"responsabilité", points("responsabilité")},
	{"compétence", points("compétence")},
	{"capacité de réponse", points("capacité de réponse")},
	{"care-chain", points(careChain)},
	{"receiver-coverage", points(receiverCoverage)},
	{"no-facade-flag", (*card).noFacade},
	{"facade-gap", (*card).smallFacade},
	{"commitments-kept", points("commitments-kept")},
	{"governance-changed", (*card).rulesChanged},
	{"backlog-known", (*card).backlogKnown},
	{"irritants-confirmed", points("irritants-confirmed")},
	{"irritants-survival", points("irritants-survival")},
	{"irritants-contested", (*card).fewContested},
	{"basic-irritants-median", (*card).basicsSettled},
	{"delegation", points(figureOf("delegation"))},
	{"delegation-risk", (*card).risksTaken},
	{"recognition-reach", points("recognition-reach")},
	{"recognition-concentration", (*card).spreadRecognition},
	{"relational-share", points("relational-share")},
	{"reciprocity", points(figureOf("reciprocity"))},
	{"customer-measured", (*card).customersMeasured},
	{"symmetry-level", (*card).bothHigh},
	{"symmetry-gap", (*card).smallGap},
	{"safety", points(figureOf("safety"))},
	{"severe-incident-unowned-days", (*card).severeOwned},
	{"retaliation-unhandled", (*card).noRetaliation},
	{"agreement-median", (*card).agreed},
	{"agreement-least", (*card).noneTorn},
	{"no-significant-fall", (*card).noFall},
}

// gate holds the card against one gate. One that no rule is known for is never met.
func (c *card) gate(g care.Gate) result {
	i := slices.IndexFunc(gates[:], func(known struct {
		name  string
		judge func(c *card, at float64) result
	}) bool {
		return known.name == g.Name
	})
	if i < 0 {
		return result{missedBy: math.Inf(1), value: math.NaN(), needed: g.At, figure: g.Name}
	}
	return gates[i].judge(c, g.At)
}

// figureOf is the figure that a gate of one figure looks at.
func figureOf(gate string) string {
	switch gate {
	case "delegation":
		return "XT1"
	case "delegation-risk":
		return "delegation-protection"
	case "reciprocity":
		return "PT2"
	case "safety":
		return "PT3"
	}
	return gate
}

// atLeast holds a figure against a threshold: it has to reach it, and to be sure enough
// not to lie far below. One whose people nobody counted cannot be sure.
func (c *card) atLeast(m Measure, at float64) result {
	r := result{figure: m.ID, value: m.Value, needed: at}
	if m.Status != OK {
		r.missedBy, r.value, r.lack = math.Inf(1), math.NaN(), m.Lack
		return r
	}
	if m.Value < at {
		r.missedBy = at - m.Value
		return r
	}
	rule := c.model.Statistics
	if m.Value-float64(rule.Confidence*mostError(m)) >= at-rule.Margin {
		r.met = true
		return r
	}
	se := c.se(m)
	switch safe := m.Value - float64(rule.Confidence*se); {
	case math.IsNaN(se):
		r.missedBy, r.uncounted = math.Inf(1), true
	case safe < at-rule.Margin:
		r.missedBy, r.unsure = at-rule.Margin-safe, true
	default:
		r.met = true
	}
	return r
}

// points is the gate of one figure.
func points(id string) func(*card, float64) result {
	return func(c *card, at float64) result { return c.atLeast(c.figure(id), at) }
}

// eachOf is the gate that all of some figures have to pass. Criteria and axes without a
// value are a matter of the gate that counts cells; a need without one is missed.
func eachOf[S ~string](ids []S) func(*card, float64) result {
	return func(c *card, at float64) result {
		worst := result{met: true, value: math.NaN(), needed: at}
		for _, id := range ids {
			m := c.figure(string(id))
			if m.Status != OK && cellsOf(string(id)) != nil {
				continue
			}
			worst = worse(worst, c.atLeast(m, at))
		}
		return worst
	}
}

func worse(a, b result) result {
	if !b.met && (a.met || b.missedBy > a.missedBy) {
		return b
	}
	return a
}

func (c *card) eachCell(at float64) result {
	worst := result{met: true, value: math.NaN(), needed: at}
	for _, id := range care.Cells {
		if m := c.figure(string(id)); m.Status == OK {
			worst = worse(worst, c.atLeast(m, at))
		}
	}
	return worst
}

// enoughCells: a missing one is named with what it lacks.
func (c *card) enoughCells(at float64) result {
	ok, missing := 0, result{}
	for i := range c.thetas {
		m := c.figure(string(care.Cells[i]))
		if m.Status == OK {
			ok++
		} else if missing.figure == "" {
			missing.figure, missing.lack = m.ID, m.Lack
		}
	}
	if float64(ok) >= at {
		return result{met: true, figure: "cells", value: float64(ok), needed: at}
	}
	missing.value, missing.needed, missing.missedBy = float64(ok), at, math.Inf(1)
	return missing
}

// noFall: no cell fell, beyond chance and by points that count, over the quarters that the
// highest level asks for.
func (c *card) noFall(float64) result {
	last := c.model.Levels[len(c.model.Levels)-1].Quarters
	now := c.estimates()
	for q := 0; q < last-1 && q < len(c.earlier); q++ {
		for i, m := range moves(c.earlier[q][:], now[:]) {
			if m.falls(c.model) {
				return result{missedBy: math.Inf(1), figure: string(care.Cells[i]), value: now[i].value, needed: c.earlier[q][i].value}
			}
		}
		now = c.earlier[q]
	}
	return result{met: true, figure: "no-significant-fall", value: math.NaN()}
}

func (c *card) estimates() (list [len(care.Cells)]estimate) {
	for i, m := range c.raws {
		list[i] = estimateOf(&m)
	}
	return list
}

// agreed and noneTorn ask whether the climate is shared.
func (c *card) agreed(at float64) result {
	return c.shared(median(c.agreement()), at)
}

func (c *card) noneTorn(at float64) result {
	list := c.agreement()
	if len(list) == 0 {
		return c.shared(math.NaN(), at)
	}
	return c.shared(slices.Min(list), at)
}

func (c *card) shared(value, at float64) result {
	r := result{met: value >= at, figure: "agreement", value: value, needed: at, missedBy: 100 * (at - value)}
	if math.IsNaN(value) {
		r.missedBy, r.lack = math.Inf(1), Lack{0, 1, wantAgreement}
	}
	return r
}

// median is NaN for no number.
func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	n := len(sorted)
	if n == 0 {
		return math.NaN()
	}
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
