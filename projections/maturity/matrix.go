package maturity

import (
	"math"
	"slices"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/event"
	"soin/projections"
)

// Matrix is all teams beside each other, packed: row i of each list is of Teams[i]. A
// figure of team i in column j stands at i*len(Columns)+j.
type Matrix struct {
	AsOf     calendar.Date
	Position event.Position
	Model    Edition

	Columns  []string     // nine cells, three criteria, three axes
	Teams    []string     // living ones with a scorecard, by id
	Levels   []care.Level // by team
	Flags    []int        // how many are raised, by team
	Values   []*float64   // after shrinkage; nil where Statuses is not ok
	Raws     []*float64
	Statuses []projections.Status

	// Comparable is false where surveys find too little between the teams: then Note says
	// so, and differences between them must not be shown.
	Comparable bool
	Note       Text
	ICC1, ICC2 *float64
}

// matrixKey says of what else than rows a matrix was made.
type matrixKey struct {
	norms uint64
	rules rules
}

// Matrix is that of all teams as of a date. What it holds is shared and must not be
// changed.
func (b *Board) Matrix(views *projections.Views, on calendar.Date) Matrix {
	b = b.serving(views)
	b.mu.Lock()
	defer b.mu.Unlock()
	d := b.day(on)
	if d.matrix != nil && d.matrix.Position == views.Position() {
		return *d.matrix
	}
	b.attune(views)
	d.shown = true
	days := b.quartersTo(views, on)
	b.refresh(views, d)
	key := matrixKey{b.norms, b.census.rules}
	if d.matrix == nil || d.seen != key {
		d.moved = make([]int, len(d.rows))
		for i := range d.moved {
			d.moved[i] = i
		}
		m := b.blank(d)
		d.matrix, d.seen = &m, key
	}
	if len(d.moved) > 0 {
		m := d.matrix.clone()
		var n norm
		if len(days) > 0 {
			n = days[len(days)-1].norm
		}
		each(len(d.moved), func(i int) { b.put(&m, views, d, d.moved[i], n, days) })
		b.compare(&m, d)
		d.matrix, d.moved = &m, nil
	}
	d.matrix.Position = views.Position()
	return *d.matrix
}

// day is all teams as of a date, not yet up to date.
func (b *Board) day(on calendar.Date) *day {
	if quarterEnd(on) == on {
		if _, known := b.quarters[on]; !known {
			b.quarters[on] = &day{on: on}
		}
		return b.quarters[on]
	}
	d, known := b.days.get(on)
	if !known {
		d = &day{on: on}
		b.days.put(on, d)
	}
	return d
}

// quartersTo are the quarter ends with evidence up to a date, with all teams judged.
func (b *Board) quartersTo(views *projections.Views, on calendar.Date) (days []*day) {
	b.judging = true // so that cards are made once for both
	for _, end := range b.quarterEnds(dawn, on) {
		d := b.quarter(views, end)
		days = append(days, d)
		each(len(d.rows), func(i int) { b.settle(views, days, d.rows[i].team.ID) })
	}
	b.judging = false
	return days
}

// columns are those of a matrix.
func columns() (ids []string) {
	for _, c := range care.Cells {
		ids = append(ids, string(c))
	}
	for _, c := range care.Criteria {
		ids = append(ids, string(c))
	}
	for _, a := range care.Axes {
		ids = append(ids, string(a))
	}
	return ids
}

func (b *Board) blank(d *day) Matrix {
	m := Matrix{AsOf: d.on, Model: b.edition(), Columns: columns()}
	n := len(d.rows)
	m.Teams, m.Levels, m.Flags = make([]string, n), make([]care.Level, n), make([]int, n)
	n *= len(m.Columns)
	m.Values, m.Raws, m.Statuses = make([]*float64, n), make([]*float64, n), make([]projections.Status, n)
	return m
}

// clone leaves those alone who still read the matrix.
func (m *Matrix) clone() Matrix {
	c := *m
	c.Teams, c.Levels, c.Flags = slices.Clone(m.Teams), slices.Clone(m.Levels), slices.Clone(m.Flags)
	c.Values, c.Raws, c.Statuses = slices.Clone(m.Values), slices.Clone(m.Raws), slices.Clone(m.Statuses)
	return c
}

// put writes one team's row.
func (b *Board) put(m *Matrix, views *projections.Views, d *day, i int, n norm, days []*day) {
	r := &d.rows[i]
	if !r.flagged {
		b.flag(r, newCard(b.subject(views, r, d.on), norm{}))
	}
	from := 0
	for from < len(days) && days[from].on < b.first(r) {
		from++
	}
	st := b.fold(days[from:], r.team.ID)
	m.Teams[i], m.Flags[i], m.Levels[i] = r.team.ID, r.flags, st.now(r.evident, r.limit)
	values, raws := make([]float64, len(m.Columns)), make([]float64, len(m.Columns))
	for cell, e := range r.cells {
		s, _ := shrunk(&b.model, n[cell], e)
		values[cell], raws[cell] = s.Theta, e.value
	}
	cells, rule := len(care.Cells), &b.model.Cells
	for k := range care.Criteria {
		values[cells+k], raws[cells+k] = weakened(rule, values[3*k:3*k+3]...), weakened(rule, raws[3*k:3*k+3]...)
		a := cells + len(care.Criteria) + k
		values[a] = weakened(rule, values[k], values[3+k], values[6+k])
		raws[a] = weakened(rule, raws[k], raws[3+k], raws[6+k])
	}
	at := i * len(m.Columns)
	for k := range values {
		if k < cells && r.cells[k].few {
			values[k], raws[k] = projections.Coarse(values[k]), projections.Coarse(raws[k])
		}
		m.Values[at+k], m.Raws[at+k] = rounded(&values[k]), rounded(&raws[k])
		m.Statuses[at+k] = OK
		if m.Values[at+k] == nil {
			m.Statuses[at+k] = Insufficient
		}
		if k < cells {
			m.Statuses[at+k] = r.cells[k].status
		}
	}
}

// rounded publishes a number in its place; nil for none.
func rounded(x *float64) *float64 {
	if math.IsNaN(*x) || math.IsInf(*x, 0) {
		return nil
	}
	*x = projections.Round(*x)
	return x
}

// flag counts what is raised against a row.
func (b *Board) flag(r *row, c *card) {
	raised := c.flags(c)
	r.flags, r.limit, r.flagged, r.climate = len(raised), lowestCap(raised), true, c.climate()
}
