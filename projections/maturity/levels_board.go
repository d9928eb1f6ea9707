package maturity

import (
	"slices"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/projections"
)

// standing folds a team's level over the quarter ends up to a date, and gives its cells
// there, newest first.
func (b *Board) standing(views *projections.Views, r *row, on calendar.Date) (standing, []quarterCells) {
	var days []*day
	for _, end := range b.quarterEnds(b.first(r), on) {
		days = append(days, b.quarter(views, end))
	}
	for i := range days {
		b.settle(views, days[:i+1], r.team.ID)
	}
	var earlier []quarterCells
	for _, d := range slices.Backward(days) {
		if r := d.row(r.team.ID); r != nil {
			earlier = append(earlier, quarterCells{d.on, r.cells})
		}
	}
	return b.fold(days, r.team.ID), earlier
}

// row is a team's own in a day; nil when it had no scorecard.
func (d *day) row(teamID string) *row {
	i, there := d.index[teamID]
	if !there || d.rows[i].team.ID != teamID {
		return nil
	}
	return &d.rows[i]
}

// fold goes through quarter ends that are settled. One at which the team had no scorecard
// of its own holds nothing for it and nothing against it.
func (b *Board) fold(days []*day, teamID string) (st standing) {
	for _, d := range days {
		if r := d.row(teamID); r != nil {
			st.take(&b.model, r.verdict)
		} else {
			st.take(&b.model, verdict{})
		}
	}
	return st
}

// settle judges a team at the last of some quarter ends.
func (b *Board) settle(views *projections.Views, days []*day, teamID string) {
	d := days[len(days)-1]
	r := d.row(teamID)
	if r == nil || r.judged == d.made {
		return
	}
	var earlier []quarterCells
	for i := len(days) - 2; i >= 0 && len(earlier) < b.lookBack(); i-- {
		if before := days[i].row(teamID); before != nil {
			earlier = append(earlier, quarterCells{days[i].on, before.cells})
		}
	}
	r.verdict, r.judged = b.judge(views, d, r, earlier), d.made
}

// lookBack is how many quarter ends a gate may look back.
func (b *Board) lookBack() int {
	most := 0
	for _, stage := range b.model.Levels {
		most = max(most, stage.Quarters)
	}
	return most
}

// judge spares the teams that have too few cells for any level the making of a card.
func (b *Board) judge(views *projections.Views, d *day, r *row, earlier []quarterCells) verdict {
	c := r.making
	r.making = nil
	ok := 0
	for _, e := range r.cells {
		ok += one(e.status == OK)
	}
	for _, stage := range b.model.Levels {
		for _, g := range stage.Gates {
			if stage.Level == care.Amorcee && g.Name == "cells" && float64(ok) < g.At {
				return hopeless()
			}
		}
	}
	if c == nil {
		c = newCard(b.subject(views, r, d.on), d.norm)
	} else {
		c.under(d.norm)
	}
	c.remember(earlier)
	return judge(c)
}

func hopeless() (v verdict) {
	for l := care.Amorcee; l <= care.Ancree; l++ {
		v.lost[l] = true
	}
	return v
}
