package maturity

import (
	"math"
	"slices"
	"strings"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/event"
	"soin/projections"
)

// Explanation is how one number came about.
type Explanation struct {
	TeamID   string
	AsOf     calendar.Date
	Position event.Position
	Model    Edition
	Root     Node
}

// Node is one number in the tree of what made another one.
type Node struct {
	ID    string
	Rule  Rule
	Value *float64 // as published
	SE    *float64

	Weight       float64  // in the number above, as the model says; 1 at the root
	Share        float64  // of it after parts without a value were left out
	Contribution *float64 // points of the number above, where its rule is a sum: they add up to it exactly
	Limit        *float64 // of a capped number
	Mu, Pull     *float64 // of a shrunk number: where teams lie, and the share 0..1 it was pulled there

	NBand    *string
	Status   projections.Status
	Reason   Text
	Basis    []Source
	Evidence []event.Position // rising; of a leaf
	Parts    []Node
}

// Explain is how one number of a team came about: an indicator or a term, a cell (of the
// team's own evidence alone: "XT/raw"), a criterion, an axis, a need, a dimension, a lens,
// "system-of-needs", "care-chain", "EX", "CX", and whatever stands in the tree of these.
func (b *Board) Explain(views *projections.Views, teamID string, on calendar.Date, id string) (Explanation, error) {
	b = b.serving(views)
	r, s, err := b.lookUp(views, teamID, on)
	if err != nil {
		return Explanation{}, err
	}
	e := Explanation{TeamID: teamID, AsOf: on, Position: s.Position, Model: s.Model}
	if s.Status != OK {
		e.Root = Node{ID: id, Status: s.Status, Reason: s.Reason, Weight: 1, Share: 1}
		return e, nil
	}
	b.mu.Lock()
	g := b.ground(views, &r, on)
	b.mu.Unlock()
	c := b.tracedCard(views, &r, on, g)
	m, found := c.find(id)
	if !found {
		return Explanation{}, ErrUnknownFigure
	}
	e.Root = c.node(m, 1, 1)
	return e, nil
}

func (b *Board) tracedCard(views *projections.Views, r *row, on calendar.Date, g ground) *card {
	s := b.subject(views, r, on)
	s.tracing = true
	return newCard(s, g.norm)
}

// find looks a number up among all that the card knows by name, and then in what those
// are made of.
func (c *card) find(id string) (Measure, bool) {
	ids := c.everything()
	if slices.Contains(ids, id) {
		return c.figure(id), true
	}
	for i, cell := range care.Cells {
		if id == string(cell)+rawSuffix {
			m := c.raws[i]
			m.ID = id
			return m, true
		}
	}
	for _, known := range ids {
		if m, found := within(c.figure(known), id); found {
			return m, true
		}
	}
	return Measure{}, false
}

func within(m Measure, id string) (Measure, bool) {
	if m.ID == id {
		return m, true
	}
	for _, p := range m.Parts {
		if found, ok := within(p.Measure, id); ok {
			return found, true
		}
	}
	return Measure{}, false
}

// everything lists the ids of all numbers with a name of their own.
func (c *card) everything() []string {
	ids := append(columns(), systemOfNeeds, careChain, employees, customers)
	for _, i := range c.model.Indicators {
		ids = append(ids, i.ID)
	}
	for _, b := range c.model.Views {
		ids = append(ids, b.ID, itemsTerm+":"+b.ID)
		for _, t := range b.Terms {
			if t.Name != itemsTerm && !slices.Contains(ids, t.Name) {
				ids = append(ids, t.Name)
			}
		}
	}
	for _, t := range terms() {
		if !slices.Contains(ids, t.id) {
			ids = append(ids, t.id)
		}
	}
	return ids
}

// node publishes a figure with what made it.
func (c *card) node(m Measure, weight, share float64) Node {
	n := Node{
		ID: m.ID, Rule: m.Rule, Value: told(&m), Weight: projections.Round(weight), Share: projections.Round(share),
		NBand: band(&m), Status: m.Status, Reason: reason(&m), Basis: m.Basis.sources(), Evidence: inLog(slices.Clone(m.Evidence)),
	}
	if n.Value != nil && !coarse(&m) {
		n.SE = published(c.se(m))
	}
	parts := c.partsOf(m)
	var total float64
	for _, p := range parts {
		if counts(m, p) {
			total += p.Weight
		}
	}
	for _, p := range parts {
		share := 0.0
		if counts(m, p) {
			share = p.Weight / total
		}
		n.Parts = append(n.Parts, c.node(p.Measure, p.Weight, share))
	}
	switch m.Rule {
	case Mean, MeanMin:
		n.contribute(m, parts)
	case Capped:
		n.Limit = published(m.Limit)
	case Shrinkage:
		c.pulled(&n, m)
	}
	return n
}

// counts holds for a part that feeds the figure.
func counts(m Measure, p Part) bool {
	return slices.ContainsFunc(m.Parts, func(q Part) bool { return q.ID == p.ID })
}

// partsOf are all parts a figure could have, those without a value included, where the
// model names them.
func (c *card) partsOf(m Measure) []Part {
	cell := care.Cell(strings.TrimSuffix(m.ID, rawSuffix))
	switch {
	case slices.Contains(care.Cells[:], cell) && m.Rule != Shrinkage:
		return c.indicators(cell)
	case cellsOf(m.ID) != nil && m.Status != OK:
		return even(some(c.thetas, cellsOf(m.ID)))
	case m.ID == systemOfNeeds:
		return even(figures(c, care.Needs[:]))
	case m.ID == careChain && m.Rule != Capped, m.ID == careChain+rawSuffix:
		return even(figures(c, care.Dimensions[:]))
	}
	if i := slices.IndexFunc(c.model.Views, func(b care.Blend) bool { return b.ID == m.ID }); i >= 0 {
		return c.terms(&c.model.Views[i])
	}
	return m.Parts
}

func even(list []Measure) []Part {
	parts := make([]Part, len(list))
	for i, m := range list {
		parts[i] = Part{1 / float64(len(list)), m}
	}
	return parts
}

// pulled explains the step from a team's own evidence to what levels use: mu + (1 - pull)
// x (own - mu).
func (c *card) pulled(n *Node, m Measure) {
	cell := slices.Index(care.Cells[:], care.Cell(m.ID))
	raw := m.Parts[0].Measure
	s, pull := shrunk(c.model, c.norm[cell], estimateOf(&raw))
	n.Pull = published(pull)
	if c.norm[cell] != nil && !math.IsNaN(s.SE) {
		n.Mu = published(c.norm[cell].Mu)
	}
	n.Parts[0].Weight = projections.Round(1 - pull)
	n.Parts[0].Share = n.Parts[0].Weight
}
