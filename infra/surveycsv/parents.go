package surveycsv

import (
	"fmt"

	"soin/infra/instruments"
	"soin/infra/instruments/typography"
)

// place tells under which team each row's team stands.
func (p *planner) place() {
	if p.Instrument.Layout.Teams.ParentsAreTeams {
		p.placeUnderTeams()
		return
	}
	p.placeUnderGroupings()
}

// placeUnderGroupings hangs rows under what the parent column names. A grouping that has
// but one organisation of its own name is that organisation, and is left out.
func (p *planner) placeUnderGroupings() {
	members := map[string]int{}
	for _, r := range p.rows {
		members[typography.Key(r.parent)]++
	}
	for _, r := range p.rows {
		key := typography.Key(r.parent)
		alone := members[key] == 1 && key == typography.Key(r.name)
		switch {
		case p.isRoot(r.id):
		case key == "" || alone || p.isRootName(r.parent):
			r.parentID = p.rootID()
		default:
			r.parentID = p.grouping(r.parent)
			p.groups(r.parentID, r.parent)
		}
	}
	for _, r := range p.rows {
		if name, taken := p.groupings[r.id]; taken {
			p.fault(r.Line, p.naming(), r.cell, fmt.Sprintf("has the id of the grouping %q", name))
		}
	}
}

// placeUnderTeams hangs rows under other teams, which the parent column names as the
// table or the log does: by id or by name.
func (p *planner) placeUnderTeams() {
	byName := map[string][]string{}
	for _, r := range p.rows {
		key := typography.Key(r.name)
		byName[key] = append(byName[key], r.id)
	}
	for _, r := range p.rows {
		r.parentID = p.parentTeam(r, byName)
	}
	for _, r := range p.rows {
		p.refuseCircle(r)
	}
}

func (p *planner) parentTeam(r *row, byName map[string][]string) string {
	if p.isRoot(r.id) {
		return ""
	}
	if r.parent == "" || typography.Same(r.parent, r.name) || r.parent == r.id {
		return p.rootID()
	}
	if _, row := p.byID[r.parent]; row {
		return r.parent
	}
	if ids := byName[typography.Key(r.parent)]; len(ids) > 0 {
		if len(ids) > 1 {
			p.fault(r.Line, p.columns.of(instruments.Parent), r.parent, "is the name of several teams of this table: give the parent's id")
		}
		return ids[0]
	}
	if _, known := p.Known.Team(r.parent, p.wave.Date); known {
		return r.parent
	}
	if p.isRootName(r.parent) {
		return p.rootID()
	}
	id := typography.Slug(r.parent)
	p.groups(id, r.parent)
	return id
}

// groups keeps the name a grouping is first written by.
func (p *planner) groups(id, name string) {
	if _, named := p.groupings[id]; !named {
		p.groupings[id] = name
	}
}

// deepest is the most teams that may stand above another.
const deepest = 100

// refuseCircle reports a team that would stand above itself, by this table or by what is
// known of the teams above it.
func (p *planner) refuseCircle(r *row) {
	above := r.parentID
	for range deepest {
		if above == "" {
			return
		}
		if above == r.id {
			p.fault(r.Line, p.columns.of(instruments.Parent), r.parent, "would stand above itself")
			return
		}
		above = p.above(above)
	}
	p.fault(r.Line, p.columns.of(instruments.Parent), r.parent, fmt.Sprintf("would stand under more than %d teams, or in a circle of them", deepest))
}

// above is the parent of a team after this import.
func (p *planner) above(id string) string {
	if r, row := p.byID[id]; row && r.parentID != "" {
		return r.parentID
	}
	state, _ := p.Known.Team(id, p.wave.Date)
	return state.ParentID
}

func (p *planner) isRoot(id string) bool {
	root := p.Instrument.Layout.Teams.Root
	return root != nil && root.ID == id
}

func (p *planner) isRootName(name string) bool {
	root := p.Instrument.Layout.Teams.Root
	return root != nil && typography.Same(root.Name, name)
}

// rootID is the top of the tree, or nothing where teams without a parent are tops.
func (p *planner) rootID() string {
	if root := p.Instrument.Layout.Teams.Root; root != nil {
		return root.ID
	}
	return ""
}
