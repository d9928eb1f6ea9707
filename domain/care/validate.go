package care

import (
	"fmt"
	"math"
	"slices"

	"soin/domain/rule"
)

// Validate checks what no version of the model may break: known words, weights that sum
// to one, bounds, and the order of the levels. Names of terms and gates are checked by
// those who compute them.
func (m *Model) Validate() error {
	return rule.All(
		rule.ID("version", m.Version),
		m.validateIndicators(),
		m.Formulas.validate(),
		m.Cells.validate(),
		rule.Each("views", m.Views, Blend.validate),
		unique("views", m.Views, func(b Blend) string { return b.ID }),
		m.Statistics.validate(),
		m.Flags.validate(),
		m.validateLevels(),
		rule.Between("falls.points", m.Falls.Points, 0, 100),
		rule.Between("falls.quarters", m.Falls.Quarters, 1, 40),
	)
}

// longestMemory is the most days of a window or a half-life.
const longestMemory = 3650

func (m *Model) validateIndicators() error {
	errs := []error{
		rule.Each("indicators", m.Indicators, Indicator.validate),
		unique("indicators", m.Indicators, func(i Indicator) string { return i.ID }),
	}
	for _, cell := range Cells {
		var sum float64
		for _, i := range m.Indicators {
			if i.Cell == cell {
				sum += i.Weight
			}
		}
		errs = append(errs, one("indicators of "+string(cell), sum))
	}
	return rule.All(errs...)
}

func (i Indicator) validate() error {
	return rule.All(
		rule.ID("id", i.ID),
		rule.Check("cell", string(i.Cell), slices.Contains(Cells[:], i.Cell), "must be one of the nine cells"),
		rule.Between("weight", i.Weight, 0, 1),
		rule.Check("window", i.Window, (i.Window == 0) != (i.HalfLife == 0), "or halfLife must be given, and not both"),
		rule.Between("window", i.Window, 0, longestMemory),
		rule.Between("halfLife", i.HalfLife, 0, longestMemory),
		rule.Between("minimum", i.Minimum, 1, 10_000),
	)
}

func (b Blend) validate() error {
	var sum float64
	for _, t := range b.Terms {
		sum += t.Weight
	}
	return rule.All(
		rule.ID("id", b.ID),
		rule.Each("terms", b.Terms, func(t Term) error {
			return rule.All(rule.ID("name", t.Name), rule.Between("weight", t.Weight, 0, 1))
		}),
		unique("terms", b.Terms, func(t Term) string { return t.Name }),
		one("terms", sum),
	)
}

func (f Formulas) validate() error {
	d, r := f.Delegation, f.Recognition
	return rule.In("formulas", rule.All(
		share("likert.minShare", f.Likert.MinShare),
		rule.Between("confirmation.rating", f.Confirmation.Rating, 1, 5),
		days("confirmation.silentDays", f.Confirmation.SilentDays),
		days("confirmation.contestDays", f.Confirmation.ContestDays),
		one("delegation", d.Breadth+d.Depth+d.Outcome+d.Protection),
		one("delegation.delegatees + evenness", d.Delegatees+d.Evenness),
		share("delegation.partial", d.Partial), share("delegation.maxShare", d.MaxShare),
		one("recognition", r.Reach+r.Evenness+r.Reciprocity+r.Relational),
		rule.Between("recognition.relationalTarget", r.RelationalTarget, 0.01, 1),
		one("safety", f.Safety.Survey+f.Safety.Incidents),
		one("symmetry", f.Symmetry.Level+f.Symmetry.Gap),
		one("irritants", f.Irritants.Survival+f.Irritants.Confirmed),
		rule.Between("facade.width", f.Facade.Width, 1, 100),
		days("horizons.need", f.Horizons.Need), days("horizons.acknowledge", f.Horizons.Acknowledge),
		days("horizons.irritant", f.Horizons.Irritant), days("horizons.complaint", f.Horizons.Complaint),
		one("fit", f.Fit.Fit+f.Fit.Autonomy),
		rule.Between("anticipation.target", f.Anticipation.Target, 0.01, 1),
		share("council.participation", f.Council.Participation),
		share("late", f.Late),
	))
}

func (c CellRule) validate() error {
	return rule.In("cells", rule.All(
		share("minWeight", c.MinWeight), one("mean + min", c.Mean+c.Min),
		// Below five, a score would speak of persons; no model may allow it.
		rule.Between("smallTeam", c.SmallTeam, 5, 1000),
	))
}

func (s Statistics) validate() error {
	return rule.In("statistics", rule.All(
		rule.Between("dropAfter", s.DropAfter, 1, 20),
		rule.Between("staleAfter", s.StaleAfter, 0.1, s.DropAfter),
		rule.Between("seFloor", s.SEFloor, 0.01, 50),
		rule.Between("bootstrap", s.Bootstrap, 100, 100_000),
		rule.Between("shrinkFrom", s.ShrinkFrom, 4, 1000),
		rule.Between("widen", s.Widen, 1, 10),
		share("minResponse", s.MinResponse), share("lowResponse", s.LowResponse),
		share("agreement", s.Agreement), share("trendP", s.TrendP),
		rule.Between("trendFrom", s.TrendFrom, 2, 40),
		rule.Between("maxLag", s.MaxLag, 1, 24),
		rule.Between("permutations", s.Permutations, 99, 1_000_000),
		rule.Between("confidence", s.Confidence, 0, 5),
		rule.Between("margin", s.Margin, 0, 100),
	))
}

func (f Flags) validate() error {
	return rule.In("flags", rule.All(
		rule.Between("facade.cap", int(f.Facade.Cap), int(Declaree), int(Ancree)),
		rule.Between("retaliation.cap", int(f.Retaliation.Cap), int(Declaree), int(Ancree)),
		share("ring.inside", f.Ring.Inside), share("ring.ofTotal", f.Ring.OfTotal),
		rule.Between("ring.maxSize", f.Ring.MaxSize, 2, 20),
		days("burst.days", f.Burst.Days),
		rule.Check("burst.window", f.Burst.Window, f.Burst.Window > f.Burst.Days, "must be longer than days"),
		share("chain.coverage", f.Chain.Coverage),
	))
}

func (m *Model) validateLevels() error {
	errs := []error{rule.Check("levels", len(m.Levels), len(m.Levels) == int(Ancree-Declaree), "must be the levels 2 to 5")}
	for i, s := range m.Levels {
		path := fmt.Sprintf("levels[%d]", i)
		errs = append(errs,
			rule.Check(path+".level", int(s.Level), s.Level == Amorcee+Level(i), "must rise by one from 2"),
			rule.Between(path+".quarters", s.Quarters, 1, 40),
			unique(path+".gates", s.Gates, func(g Gate) string { return g.Name }))
	}
	return rule.All(errs...)
}

func share(path string, x float64) error { return rule.Between(path, x, 0, 1) }
func days(path string, n int) error      { return rule.Between(path, n, 1, longestMemory) }

// one holds for weights that sum to one.
func one(path string, sum float64) error {
	return rule.Check(path, sum, math.Abs(sum-1) < 1e-9, "must have weights that sum to 1")
}

func unique[T any](path string, list []T, id func(T) string) error {
	seen := map[string]bool{}
	for i, x := range list {
		if seen[id(x)] {
			return rule.Break(fmt.Sprintf("%s[%d]", path, i), id(x), "is there twice")
		}
		seen[id(x)] = true
	}
	return nil
}
