package maturity

import (
	"math"
	"slices"

	"soin/domain/governance"
)

// Figures that gates and cards look at by name.
const (
	receiverCoverage = "receiver-coverage"
	employees        = "EX"
	customers        = "CX"
	equality         = "PP1"
	facadeFlag       = "facade"
)

// What gates lack beside the wants of figures.
const (
	wantSelfAssessment Want = "self-assessment" // by the manager, beside the team's answers
	wantBasics         Want = "basic-irritants" // reported
)

// atMost holds a figure of which less is better against a limit, as surely as atLeast.
func (c *card) atMost(figure string, value, se, at float64) result {
	r := result{figure: figure, value: value, needed: at, most: true}
	rule := c.model.Statistics
	switch safe := value + float64(rule.Confidence*se); {
	case value > at:
		r.missedBy = value - at
	case math.IsNaN(se):
		r.missedBy, r.uncounted = math.Inf(1), true
	case safe > at+rule.Margin:
		r.missedBy, r.unsure = safe-at-rule.Margin, true
	default:
		r.met = true
	}
	return r
}

// under is the greatest number below a limit.
func under(at float64) float64 { return math.Nextafter(at, math.Inf(-1)) }

// missing is a gate whose evidence is not there.
func missing(figure string, at float64, lack Lack) result {
	return result{figure: figure, value: math.NaN(), needed: at, missedBy: math.Inf(1), lack: lack}
}

// none is a gate that a count must not go beyond.
func none(figure string, count, at float64) result {
	r := result{met: count <= at, figure: figure, value: count, needed: at, most: true}
	if !r.met {
		r.missedBy = math.Inf(1)
	}
	return r
}

func (c *card) noFacade(float64) result {
	raised := slices.ContainsFunc(c.flags(c), func(f Flag) bool { return f.ID == facadeFlag })
	return none(facadeFlag, float64(one(raised)), 0)
}

func (c *card) smallFacade(at float64) result {
	f := c.facade()
	if !f.OK {
		return missing("facade-gap", at, Lack{0, 1, wantSelfAssessment})
	}
	return c.atMost("facade-gap", f.D, f.SE, under(at))
}

// rulesChanged counts changes of rules for the team or for everybody in a year.
func (c *card) rulesChanged(at float64) result {
	n := 0
	for _, g := range c.evidence.Governance() {
		if (g.Scope == c.team.ID || g.Scope == governance.Organisation) && c.within(g.Moment, year) {
			n++
		}
	}
	r := result{met: float64(n) >= at, figure: "governance-changed", value: float64(n), needed: at}
	if !r.met {
		r.missedBy = math.Inf(1)
	}
	return r
}

// backlogKnown: of irritants open for longer than that, somebody has taken notice.
func (c *card) backlogKnown(at float64) result {
	_, unnoticed := c.backlog(int(at))
	return none("backlog-unnoticed", float64(unnoticed), 0)
}

func (c *card) fewContested(at float64) result {
	m := c.figure("irritants-contested")
	if m.Status != OK {
		return missing(m.ID, at, m.Lack)
	}
	return c.atMost(m.ID, m.Value, m.SE, under(at))
}

func (c *card) basicsSettled(at float64) result {
	days, reached, known := c.basicMedian()
	switch {
	case !known:
		return missing("basic-irritants-median", at, Lack{0, 1, wantBasics})
	case !reached:
		return result{figure: "basic-irritants-median", value: math.NaN(), needed: at, missedBy: math.Inf(1), most: true}
	}
	return result{met: days <= at, figure: "basic-irritants-median", value: days, needed: at, missedBy: days - at, most: true}
}

// risksTaken: errors were made and those who made them protected; or much freedom was
// granted, many times.
func (c *card) risksTaken(at float64) result {
	const fewestErrors, fewestDelegations, freedom = 3, 15, 5
	r := c.risk()
	if r.Delegations >= fewestDelegations && r.Autonomy >= freedom {
		return result{met: true, figure: "delegation-protection", value: r.Protection.Value, needed: at}
	}
	if r.Errors < fewestErrors {
		return missing("delegation-protection", at, Lack{r.Errors, fewestErrors, WantErrors})
	}
	return c.atLeast(c.figure("delegation-protection"), at)
}

func (c *card) spreadRecognition(at float64) result {
	g, ok := c.recognitionConcentration()
	if !ok {
		m := c.figure("recognition-reach")
		return missing("recognition-concentration", at, m.Lack)
	}
	return result{met: g <= at, figure: "recognition-concentration", value: g, needed: at, missedBy: 100 * (g - at), most: true}
}

func (c *card) customersMeasured(at float64) result {
	m := c.figure(customers)
	if m.Status != OK {
		return missing(customers, at, m.Lack)
	}
	return result{met: true, figure: customers, value: m.Value, needed: at}
}

func (c *card) bothHigh(at float64) result {
	return worse(c.atLeast(c.figure(employees), at), c.atLeast(c.figure(customers), at))
}

func (c *card) smallGap(at float64) result {
	ex, cx := c.figure(employees), c.figure(customers)
	for _, m := range [...]Measure{ex, cx} {
		if m.Status != OK {
			return missing("symmetry-gap", at, m.Lack)
		}
	}
	return c.atMost("symmetry-gap", math.Abs(ex.Value-cx.Value), math.Hypot(ex.SE, cx.SE), at)
}

func (c *card) severeOwned(at float64) result {
	return none("severe-incident-unowned-days", float64(c.unowned()), at)
}

func (c *card) noRetaliation(at float64) result {
	_, unhandled := c.retaliation()
	return none("retaliation-unhandled", float64(unhandled), at)
}

// flags are raised once.
func (c *card) flags(scored) []Flag {
	if c.raised == nil {
		raised := c.subject.flags(c)
		c.raised = &raised
	}
	return *c.raised
}
