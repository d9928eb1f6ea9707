package maturity

import (
	"math"
	"slices"

	"soin/domain/care"
)

// scoreCells publishes the cells and what they make, each with its raw value beside it.
func (s *Scorecard) scoreCells(c *card, g ground) {
	rule := &c.model.Cells
	cells := trends(c.model, g.waves(func(e []estimate) []estimate { return e }), len(care.Cells))
	for i := range care.Cells {
		score := c.score(c.thetas[i], c.raws[i], c.weightOfCell(care.Cells[i]))
		score.Trend = cells[i]
		s.Cells = append(s.Cells, score)
	}
	criteria := trends(c.model, g.waves(criteriaOf(rule)), len(care.Criteria))
	for i, id := range care.Criteria {
		s.Criteria = append(s.Criteria, c.ofCells(string(id), criteria[i]))
	}
	axes := trends(c.model, g.waves(axesOf(rule)), len(care.Axes))
	for i, id := range care.Axes {
		s.Axes = append(s.Axes, c.ofCells(string(id), axes[i]))
	}
}

// ofCells publishes a criterion or an axis.
func (c *card) ofCells(id string, trend Move) Score {
	chosen := cellsOf(id)
	raws, ok := c.raw(chosen), 0
	for _, m := range raws {
		ok += one(m.Status == OK)
	}
	score := c.score(c.figure(id), c.meanMin(id, raws), float64(ok)/float64(len(raws)))
	score.Trend = trend
	return score
}

// plain publishes a figure that other teams have no say in.
func (c *card) plain(m Measure, weight float64) Score { return c.score(m, m, weight) }

// weightOfCell is the share of a cell's weights that had evidence.
func (c *card) weightOfCell(cell care.Cell) float64 { return weighted(c.indicators(cell)) }

func (c *card) weightOf(b *care.Blend) float64 { return weighted(c.terms(b)) }

func weighted(parts []Part) float64 {
	_, share := mean("", parts)
	return share
}

// present is the share of some figures that have a value.
func present[S ~string](c *card, ids []S) float64 {
	ok := 0
	for _, m := range figures(c, ids) {
		ok += one(m.Status == OK)
	}
	return float64(ok) / float64(len(ids))
}

// weakest is the need that rules the system; nil while one is not known.
func (c *card) weakest() *care.Need {
	lowest, at := math.Inf(1), -1
	for i, m := range figures(c, care.Needs[:]) {
		if m.Status != OK {
			return nil
		}
		if m.Value < lowest {
			lowest, at = m.Value, i
		}
	}
	need := care.Needs[at]
	return &need
}

func (c *card) symmetric() Symmetric {
	ex, cx := c.figure(employees), c.figure(customers)
	s := Symmetric{
		Employees: c.plain(ex, float64(one(ex.Status == OK))), Customers: c.plain(cx, float64(one(cx.Status == OK))),
	}
	sym := c.figure(equality)
	s.Score = c.plain(sym, float64(one(sym.Status == OK)))
	if s.Employees.Value != nil && s.Customers.Value != nil {
		s.Gap = published(*s.Employees.Value - *s.Customers.Value)
	}
	return s
}

// rank publishes the level with what keeps the team from the next one.
func (s *Scorecard) rank(c *card, g ground) {
	s.Level = g.standing.now(g.evidence && c.evident(), lowestCap(s.Flags))
	s.LevelName = s.Level.String()
	s.LevelOn = g.on
	s.Provisional = g.on == nil || *g.on != s.AsOf
	s.LevelRobust = c.robust(s.Level)
	s.Blockers = c.blockers(s.Level, g.standing)
	if !c.fewSpoke() {
		s.Agreement = published(median(c.agreement()))
	}
	s.MeasuredWith = c.measuredWith()
}

// fewSpoke holds where a unit has so few ballots that how far they agree would tell what
// they say.
func (c *card) fewSpoke() bool {
	return slices.ContainsFunc(c.sheets(), func(sh sheet) bool { return sh.unit.N() < fewVoices })
}

// measuredWith are the other teams of the units that voices came in, by id.
func (c *card) measuredWith() []string {
	var teams []string
	for _, sh := range c.sheets() {
		for _, w := range sh.unit.Teams {
			if id := c.evidence.ID(w); id != c.team.ID && !slices.Contains(teams, id) {
				teams = append(teams, id)
			}
		}
	}
	slices.Sort(teams)
	return teams
}
