package maturity

import (
	"math"
	"slices"

	"soin/domain/care"
)

// Figures that stand above needs and dimensions.
const (
	systemOfNeeds = "system-of-needs"
	careChain     = "care-chain"
)

// card is all figures of a team as of a date, before they are rounded: those of its own
// evidence, and those after other teams had their say.
type card struct {
	*subject
	norm   norm
	raws   [len(care.Cells)]Measure
	thetas [len(care.Cells)]Measure
	made   map[string]Measure // composites, so far
	drawn  *draws             // once somebody asked for an error

	drawnBefore *draws             // by the card before this one; of the same leaves it will do
	feared      map[string]float64 // values in place of those measured, see levels_robust.go
	raised      *[]Flag            // once looked for

	earlier [][len(care.Cells)]estimate // quarter ends before, newest first
}

// newCard makes the nine cells.
func newCard(s *subject, n norm) *card {
	c := &card{subject: s}
	for i, cell := range care.Cells {
		c.raws[i] = s.cell(cell)
	}
	c.under(n)
	return c
}

// under lets other teams have their say.
func (c *card) under(n norm) {
	c.norm, c.made = n, map[string]Measure{}
	for i := range c.thetas {
		c.thetas[i] = theta(c.model, n[i], c.raws[i])
	}
}

// remember tells the card of the quarter ends before, newest first.
func (c *card) remember(earlier []quarterCells) {
	for _, q := range earlier {
		if q.on < c.on {
			c.earlier = append(c.earlier, q.cells)
		}
	}
}

// criterion is one of the three as flags see it, of this team's evidence alone.
func (c *card) criterion(id care.Criterion) Measure {
	return c.meanMin(string(id)+rawSuffix, c.raw(func(cell care.Cell) bool { return cell.Criterion() == id }))
}

func (c *card) raw(chosen func(care.Cell) bool) []Measure { return some(c.raws, chosen) }

func some(cells [len(care.Cells)]Measure, chosen func(care.Cell) bool) (list []Measure) {
	for i, id := range care.Cells {
		if chosen(id) {
			list = append(list, cells[i])
		}
	}
	return list
}

// cellsOf chooses the three cells of a criterion or an axis; nil for another word.
func cellsOf(id string) func(care.Cell) bool {
	switch {
	case slices.Contains(care.Criteria[:], care.Criterion(id)):
		return func(c care.Cell) bool { return c.Criterion() == care.Criterion(id) }
	case slices.Contains(care.Axes[:], care.Axis(id)):
		return func(c care.Cell) bool { return c.Axis() == care.Axis(id) }
	}
	return nil
}

// figure is any number of the card by its id, with the error it has by itself.
func (c *card) figure(id string) Measure {
	m, known := c.made[id]
	if !known {
		m = c.make(id)
		c.made[id] = m
	}
	if feared, ok := c.feared[id]; ok && m.Status == OK {
		m.Value = feared
	}
	return m
}

func (c *card) make(id string) Measure {
	if i := slices.Index(care.Cells[:], care.Cell(id)); i >= 0 {
		return c.thetas[i]
	}
	if chosen := cellsOf(id); chosen != nil {
		return c.meanMin(id, some(c.thetas, chosen))
	}
	for i := range c.model.Views {
		if b := &c.model.Views[i]; b.ID == id {
			return c.view(b)
		}
	}
	switch id {
	case systemOfNeeds:
		return power(id, figures(c, care.Needs[:]), wantNeeds)
	case careChain:
		return c.chain()
	}
	return delta(c.model, c.measure(id))
}

func figures[S ~string](c *card, ids []S) []Measure {
	list := make([]Measure, len(ids))
	for i, id := range ids {
		list[i] = c.figure(string(id))
	}
	return list
}

// chain is the four dimensions as one, at most the cap while few acts were judged by
// those who received them: care is not complete until it is received.
func (c *card) chain() Measure {
	m := power(careChain, figures(c, care.Dimensions[:]), wantDimension)
	if !c.chainCapped() {
		return m
	}
	m.ID += rawSuffix
	return capped(careChain, m, c.model.Flags.Chain.Cap)
}

func (c *card) chainCapped() bool {
	coverage := c.measure(receiverCoverage)
	return coverage.Status != OK || coverage.Value < 100*c.model.Flags.Chain.Coverage
}

// isSum holds for a figure whose error needs no drawing.
func isSum(m Measure) bool {
	return m.Rule != MeanMin && m.Rule != Power && m.Rule != Capped && m.Rule != Symmetry
}

// se is the standard error of a figure, drawn where it is no sum; NaN where it has none.
func (c *card) se(m Measure) float64 {
	switch {
	case m.Status != OK && m.Status != Stale:
		return math.NaN()
	case isSum(m):
		return m.SE
	}
	if x, drawn := c.draws().of[m.ID]; drawn {
		return x.se
	}
	return m.SE
}

// drawnFigures are those whose errors are drawn.
func (c *card) drawnFigures() (ids []string) {
	for _, x := range care.Criteria {
		ids = append(ids, string(x))
	}
	for _, a := range care.Axes {
		ids = append(ids, string(a))
	}
	return append(ids, systemOfNeeds, careChain, employees, equality)
}

// draws are made once, of all figures that need them together.
func (c *card) draws() *draws {
	if c.drawn != nil {
		return c.drawn
	}
	f, wanted := newFormula(c.model), []string{}
	for _, id := range c.drawnFigures() {
		m := c.figure(id)
		if m.Status != OK && m.Status != Stale {
			continue
		}
		m.SE = math.NaN() // it is what it is made of that is drawn
		f.add(m)
		wanted = append(wanted, m.ID)
	}
	if c.drawn = c.drawnBefore; c.drawn == nil || c.drawn.whole != f.whole() {
		d := f.bootstrap(c.model, c.team.ID, c.on, wanted)
		c.drawn = &d
	}
	return c.drawn
}

// evident reports whether any figure of the nine cells has a value.
func (c *card) evident() bool {
	return slices.ContainsFunc(c.model.Indicators, func(i care.Indicator) bool { return c.measure(i.ID).Status == OK })
}
