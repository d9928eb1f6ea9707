package surveycsv

import (
	"maps"
	"slices"

	"soin/domain/calendar"
	"soin/domain/team"
	"soin/infra/instruments"
	"soin/infra/instruments/typography"
	"soin/infra/surveycsv/registry"
)

// structure plans what the table says about teams: which there are, what they are called
// and where they stand. When a newer wave is known, teams that are missing are added and
// no other is renamed or moved.
func (p *planner) structure() {
	for _, r := range p.rows {
		state, known := p.Known.Team(r.id, p.wave.Date)
		if !known {
			p.formRow(r)
			continue
		}
		p.changeRow(r, state)
	}
	p.end(p.predecessors())
	p.ofRows = len(p.teams)
	p.formGroupings()
	p.ofGroupings = len(p.teams)
	p.formRoot()
}

// formRow forms a row's team: in its first year and under its first name where the
// registry tells, else on the day of the wave. The root waits for what stands under it.
func (p *planner) formRow(r *row) {
	if p.isRoot(r.id) {
		p.needs(r.id, p.wave.Date)
		return
	}
	t := &p.Instrument.Layout.Teams
	name, kind, on := r.name, t.KindOf(r.cell, r.name), p.wave.Date
	if o := r.organisation; o != nil {
		name, kind, on = t.Name(o.FirstName()), p.kind(o, r.cell), min(on, o.FormedOn())
	}
	p.form(r.id, team.Formed{Name: name, ParentID: r.parentID, Kind: kind}, on)
	if !typography.Same(name, r.name) {
		p.rename(r, name)
	}
}

// kind is the kind of an organisation by all its names, so that it does not depend on the
// wave it is first met in.
func (p *planner) kind(o *registry.Organisation, also ...string) string {
	for _, n := range o.Names {
		also = append(also, n.Text)
	}
	return p.Instrument.Layout.Teams.KindOf(also...)
}

func (p *planner) form(id string, formed team.Formed, on calendar.Date) {
	p.formed[id] = true
	p.needs(formed.ParentID, on)
	p.state("formed/", id, on, formed)
	p.summary.New = append(p.summary.New, NewTeam{ID: id, Name: formed.Name, Kind: formed.Kind})
}

// needs remembers since when a parent must be there.
func (p *planner) needs(parentID string, on calendar.Date) {
	if was, needed := p.needed[parentID]; parentID != "" && (!needed || on < was) {
		p.needed[parentID] = on
	}
}

// changeRow renames and moves a known team to what the row says of it.
func (p *planner) changeRow(r *row, was State) {
	renamed := !typography.Same(r.name, was.Name) && p.naming() == p.columns.of(instruments.Team)
	moved := r.parentID != "" && r.parentID != was.ParentID
	switch {
	case was.Ended:
		p.summary.warn("%s (%s) had ended before this wave, by what is known", r.name, r.id)
	case !renamed && !moved:
	case p.late:
		p.summary.Unchanged++
	default:
		if renamed {
			p.rename(r, was.Name)
		}
		if moved {
			p.move(r, was.ParentID)
		}
	}
}

func (p *planner) rename(r *row, was string) {
	p.change("/renamed/", r.id, team.Renamed{Name: r.name})
	p.summary.Renamed = append(p.summary.Renamed, Change{ID: r.id, Was: was, Is: r.name})
}

func (p *planner) move(r *row, was string) {
	p.needs(r.parentID, p.wave.Date)
	p.change("/moved/", r.id, team.Moved{ParentID: r.parentID})
	p.summary.Moved = append(p.summary.Moved, Change{ID: r.id, Was: was, Is: r.parentID})
}

// formGroupings forms what only the parent column names, where a team was formed under it
// or moved to it. It is as old as the oldest of the teams formed under it.
func (p *planner) formGroupings() {
	t := &p.Instrument.Layout.Teams
	for _, id := range slices.Sorted(maps.Keys(p.groupings)) {
		on, needed := p.needed[id]
		if !needed || p.isKnown(id) {
			continue
		}
		p.form(id, team.Formed{Name: p.groupings[id], ParentID: p.rootID(), Kind: t.ParentKind}, on)
	}
}

func (p *planner) formRoot() {
	root := p.Instrument.Layout.Teams.Root
	if root == nil || p.isKnown(root.ID) {
		return
	}
	if on, needed := p.needed[root.ID]; needed {
		p.form(root.ID, team.Formed{Name: root.Name, Kind: root.Kind}, on)
	}
}

// isKnown holds for a team of the log or of this plan.
func (p *planner) isKnown(id string) bool {
	_, known := p.Known.Team(id, p.wave.Date)
	return known || p.formed[id]
}
