package maturity

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/event"
	"soin/projections"
	"soin/projections/evidence"
)

// day is all teams as of a date, packed.
type day struct {
	on    calendar.Date
	built bool
	shown bool           // matrices look at it, so rows have flags
	tree  event.Position // the teams it was built of
	rows  []row          // by team id
	index map[string]int // of living teams, small ones too, to the row they count in
	stale []int          // rows to be computed
	norm  norm           // of a quarter end
	made  uint64         // when norm last changed, in the board's count

	matrix *Matrix
	seen   matrixKey
	moved  []int // rows computed since matrix was made
}

// row is one team in a day: what norms and matrices need of it.
type row struct {
	team    projections.Team
	small   []string // teams below that count here, by id
	cells   [len(care.Cells)]estimate
	evident bool       // some figure has a value
	stale   bool       // to be computed again
	flagged bool       // flags and limit are known
	flags   int        // raised
	climate climate    // known with the flags
	limit   care.Level // of the flags, Insuffisante for none
	verdict verdict
	judged  uint64 // the norm's made that verdict rests on, 0 for none
	making  *card  // of the cells, until the verdict; nil when it was not kept
}

// build finds the teams of the day, if they are not known or may have changed. Rows of
// teams that stayed as they were are kept.
func (d *day) build(b *Board, views *projections.Views) bool {
	if d.built && d.tree == b.census.rules.tree {
		return false
	}
	before, place := d.rows, make(map[string]int, len(d.rows))
	for i := range before {
		place[before[i].team.ID] = i
	}
	d.rows = rosterOf(&b.model, views.Teams.List(d.on))
	d.built, d.tree, d.matrix, d.stale, d.moved = true, b.census.rules.tree, nil, nil, nil
	d.index = make(map[string]int, len(d.rows))
	for i := range d.rows {
		r := &d.rows[i]
		if old, known := place[r.team.ID]; known && before[old].same(r) {
			team := r.team
			*r = before[old]
			r.team = team
		} else {
			r.stale = true
		}
		if r.stale {
			d.stale = append(d.stale, i)
		}
		d.index[r.team.ID] = i
		for _, id := range r.small {
			d.index[id] = i
		}
		b.enrol(views, r)
	}
	return true
}

// same reports whether nothing about the team itself has changed.
func (r *row) same(o *row) bool {
	if (r.team.Headcount == nil) != (o.team.Headcount == nil) || r.team.Headcount != nil && *r.team.Headcount != *o.team.Headcount {
		return false
	}
	return r.team.ParentID == o.team.ParentID && slices.Equal(r.small, o.small)
}

// rosterOf are the teams that have a scorecard, each with the small ones that count in
// it: those of its line that are nearest to it.
func rosterOf(model *care.Model, living []projections.Team) []row {
	byID := make(map[string]int, len(living))
	for i, t := range living {
		byID[t.ID] = i
	}
	var rows []row
	place := map[string]int{}
	for _, t := range living {
		if !tooSmall(model, t) {
			place[t.ID] = len(rows)
			rows = append(rows, row{team: t})
		}
	}
	for _, t := range living {
		if !tooSmall(model, t) {
			continue
		}
		if i, found := place[bigEnough(model, living, byID, t)]; found {
			rows[i].small = append(rows[i].small, t.ID)
		}
	}
	return rows
}

// tooSmall holds for a team that is known to have too few people for a scorecard.
func tooSmall(model *care.Model, t projections.Team) bool {
	return t.Headcount != nil && *t.Headcount < model.Cells.SmallTeam
}

// bigEnough is the nearest team above that has a scorecard; empty when there is none.
func bigEnough(model *care.Model, living []projections.Team, byID map[string]int, t projections.Team) string {
	for range living { // what was published may hold a loop
		i, found := byID[t.ParentID]
		if !found {
			return ""
		}
		if t = living[i]; !tooSmall(model, t) {
			return t.ID
		}
	}
	return ""
}

// subject is the row's team with the evidence of the small ones below.
func (b *Board) subject(views *projections.Views, r *row, on calendar.Date) *subject {
	dossier, joined := views.Evidence.Of(r.team.ID), 0
	if small := b.mingled(views, r, on); len(small) > 0 {
		all := []*evidence.Dossier{dossier}
		for _, id := range small {
			all = append(all, views.Evidence.Of(id))
			joined += people(views, id, on)
		}
		dossier = views.Evidence.Merge(all...)
	}
	if dossier == nil {
		dossier = &evidence.Dossier{}
	}
	return &subject{
		model: &b.model, evidence: views.Evidence, readings: views.Readings, team: r.team, on: on,
		dossier: dossier, joined: joined, before: dossiersOf(views.Evidence, forebears(views.Teams, r.team.ID, on)),
		known: map[string]Measure{},
	}
}

// first is the day of the row's first evidence.
func (b *Board) first(r *row) calendar.Date {
	first := b.census.teams[b.census.index[r.team.ID]].first
	for _, id := range r.small {
		first = min(first, b.census.teams[b.census.index[id]].first)
	}
	return first
}

// each does something for many things on all processors; no order may matter.
func each(n int, do func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}
