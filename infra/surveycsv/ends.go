package surveycsv

import (
	"slices"

	"soin/domain/team"
	"soin/infra/surveycsv/registry"
)

// predecessors forms the organisations that those of the table came from, and theirs, so
// that the lineage can be read. Where they stood nobody says: they stand under the root.
func (p *planner) predecessors() map[string]bool {
	came := map[string]bool{}
	var queue []*registry.Organisation
	for _, r := range p.rows {
		if r.organisation != nil {
			queue = append(queue, r.organisation.Predecessors...)
		}
	}
	for len(queue) > 0 {
		o := queue[0]
		queue = queue[1:]
		if came[o.ID] || o.End.On > p.horizon {
			continue
		}
		came[o.ID] = true
		queue = append(queue, o.Predecessors...)
		if !p.isKnown(o.ID) {
			t := &p.Instrument.Layout.Teams
			p.form(o.ID, team.Formed{Name: t.Name(o.FirstName()), ParentID: p.rootID(), Kind: p.kind(o)}, o.FormedOn())
		}
	}
	return came
}

// end ends what the registry says has ended by now: teams of the table, teams that are
// known and predecessors. A team with results in this wave has not ended before it,
// whatever the registry says.
func (p *planner) end(came map[string]bool) {
	if p.Registry == nil {
		return
	}
	for _, o := range p.Registry.Organisations() {
		if o.End == nil || o.End.On > p.horizon {
			continue
		}
		was, known := p.Known.Team(o.ID, p.horizon)
		r, row := p.byID[o.ID]
		switch {
		case row && o.End.On <= p.wave.Date:
			p.summary.warn("%s (%s) has results, though the registry says that it ended on %s", r.name, o.ID, o.End.On)
		case known && was.Ended, !known && !row && !came[o.ID]:
		default:
			p.endOf(o)
		}
	}
}

func (p *planner) endOf(o *registry.Organisation) {
	e := o.End
	how := "dissolved"
	switch {
	case e.Split:
		how = "split"
		p.state("ended/", o.ID, e.On, team.Split{IntoTeamIDs: slices.Clone(e.Into)})
	case len(e.Into) == 1:
		how = "merged"
		p.state("ended/", o.ID, e.On, team.Merged{IntoTeamID: e.Into[0]})
	default:
		p.state("ended/", o.ID, e.On, team.Dissolved{})
	}
	p.summary.Ended = append(p.summary.Ended, EndedTeam{ID: o.ID, Name: o.Names[len(o.Names)-1].Text, How: how, On: e.On, Into: e.Into})
}
