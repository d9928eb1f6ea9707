package maturity

import (
	"math"

	"soin/domain/care"
	"soin/projections/evidence"
)

// robust reports whether the level would stay if all who kept silent thought worse than
// those who answered, by one standard deviation of these: whether, in the figures as of
// the date, no gate up to the level is then missed that was not missed before.
func (c *card) robust(level care.Level) bool {
	if level < care.Amorcee {
		return true
	}
	silent := c.silentShare()
	if silent == 0 {
		return true
	}
	before := judge(c)
	afraid := *c
	afraid.feared = c.fears(silent)
	after := judge(&afraid)
	for l := care.Amorcee; l <= level; l++ {
		if before.met[l] && !after.met[l] {
			return false
		}
	}
	return true
}

// silentShare is the share 0..1 of those last asked who did not answer.
func (c *card) silentShare() float64 {
	var last *evidence.Unit
	for i := range c.sheets() {
		last = c.sheets()[i].unit
	}
	if last == nil || last.Eligible <= 0 || last.Responses >= last.Eligible {
		return 0
	}
	return 1 - float64(last.Responses)/float64(last.Eligible)
}

// fears computes every figure anew, of survey answers that the silent ones pull down.
func (c *card) fears(silent float64) map[string]float64 {
	f := newFormula(c.model)
	for _, m := range c.thetas {
		if m.Status == OK {
			f.add(m)
		}
	}
	for _, stage := range c.model.Levels {
		for _, id := range c.watched(stage) {
			if m := c.figure(id); m.Status == OK {
				f.add(m)
			}
		}
	}
	return feared(f, silent)
}

// feared makes all figures of a formula with survey answers pulled down by the share of
// silent people times one standard deviation.
func feared(f *formula, silent float64) map[string]float64 {
	draw, out := make([]float64, len(f.means)), make([]float64, len(f.steps))
	for i, mean := range f.means {
		draw[i] = mean
		if m := f.leaves[i]; m.Basis == FromSurvey && m.N > 0 && !math.IsNaN(m.SE) {
			draw[i] = math.Max(0, mean-float64(silent*m.SE)*math.Sqrt(m.N))
		}
	}
	f.compute(draw, out)
	values := make(map[string]float64, len(f.at))
	for id, i := range f.at {
		values[id] = out[i]
	}
	return values
}

// watched are the figures that a stage's gates look at.
func (c *card) watched(stage care.Stage) (ids []string) {
	for _, x := range care.Criteria {
		ids = append(ids, string(x))
	}
	for _, x := range care.Axes {
		ids = append(ids, string(x))
	}
	for i := range c.model.Views {
		ids = append(ids, c.model.Views[i].ID)
	}
	ids = append(ids, careChain, employees, customers, receiverCoverage)
	for _, g := range stage.Gates {
		ids = append(ids, figureOf(g.Name))
	}
	return ids
}
