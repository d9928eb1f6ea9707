package maturity

import (
	"soin/domain/calendar"
	"soin/projections"
)

// attune takes in what changed since the board last looked, or changes it back for views
// that are older. It needs the board's lock, as all below.
func (b *Board) attune(views *projections.Views) {
	now := rulesOf(views)
	if b.census.index != nil && b.census.position == views.Position() && b.census.rules == now {
		return
	}
	before := b.census.rules
	changed := b.census.update(views)
	b.census.rules = now
	all := before.published != now.published || before.governed != now.governed
	if before.tree != now.tree {
		for _, t := range views.Teams.List(never) { // those not heard of yet
			b.census.enrol(views, t.ID)
		}
	}
	for _, d := range b.quarters {
		d.age(changed, all)
	}
	for e := b.days.order.Front(); e != nil; e = e.Next() {
		if k, ok := e.Value.(kept[calendar.Date, *day]); ok {
			k.value.age(changed, all)
		}
	}
}

// age marks rows that have to be computed again.
func (d *day) age(changed []string, all bool) {
	if all {
		for i := range d.rows {
			d.mark(i)
		}
		return
	}
	for _, id := range changed {
		if i, counts := d.index[id]; counts {
			d.mark(i)
		}
	}
}

func (d *day) mark(i int) {
	if !d.rows[i].stale {
		d.rows[i].stale = true
		d.stale = append(d.stale, i)
	}
}

// outlast is longer than any window or half-life lets evidence count, in days. Quarter
// ends after that can only repeat each other.
const outlast = 3650

// quarterEnds are those with evidence, up to a date, that make a difference.
func (b *Board) quarterEnds(from, on calendar.Date) []calendar.Date {
	all := stretch{first: never}
	for i := range b.census.teams {
		if t := &b.census.teams[i]; t.first != never {
			all.reach(t.first, t.last)
		}
	}
	return quarterEnds(max(from, all.first), min(on, all.last+outlast))
}

// quarter is all teams at a quarter end, up to date.
func (b *Board) quarter(views *projections.Views, end calendar.Date) *day {
	d, known := b.quarters[end]
	if !known {
		d = &day{on: end}
		b.quarters[end] = d
	}
	b.refresh(views, d)
	return d
}

// refresh computes what is stale in a day, and what other teams are told of it.
func (b *Board) refresh(views *projections.Views, d *day) {
	rebuilt := d.build(b, views)
	if len(d.stale) == 0 && !rebuilt {
		return
	}
	changed := make([][len(d.norm)]bool, len(d.stale))
	each(len(d.stale), func(i int) {
		r := &d.rows[d.stale[i]]
		before := r.cells
		b.compute(views, d, r)
		for cell := range before {
			changed[i][cell] = !before[cell].equal(r.cells[cell])
		}
	})
	d.moved = append(d.moved, d.stale...)
	d.stale = d.stale[:0]
	if quarterEnd(d.on) == d.on {
		b.learn(d, changed, rebuilt)
	}
}

// learn makes a quarter end's norms anew, of the cells that changed.
func (b *Board) learn(d *day, changed [][len(norm{})]bool, all bool) {
	learnt := all
	for cell := range d.norm {
		again := all
		for i := range changed {
			again = again || changed[i][cell]
		}
		if again {
			d.norm[cell] = pool(&b.model, d.rows, cell)
			learnt = true
		}
	}
	if learnt {
		b.norms++
		d.made = b.norms
	}
}

// compute makes a row's cells, and its flags where matrices look at them.
func (b *Board) compute(views *projections.Views, d *day, r *row) {
	*r = row{team: r.team, small: r.small}
	for i := range r.cells {
		r.cells[i] = nothing()
	}
	if b.first(r) > d.on {
		return
	}
	c := newCard(b.subject(views, r, d.on), norm{})
	r.cells, r.evident = c.estimates(), c.evident()
	if b.judging && len(d.stale) <= keptMakings {
		r.making = c
	}
	if d.shown {
		b.flag(r, c)
	}
}
