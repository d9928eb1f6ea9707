package surveycsv

import (
	"fmt"
	"strings"

	"soin/domain/rule"
	"soin/infra/instruments"
	"soin/infra/instruments/typography"
	"soin/infra/surveycsv/registry"
)

// identify finds out which team each row is about.
func (p *planner) identify() {
	for _, r := range p.rows {
		if p.identifyRow(r); r.id == "" {
			continue // reported
		}
		if err := rule.ID("", r.id); err != nil {
			p.violation(r.Line, p.naming(), err)
			continue
		}
		if was, twice := p.byID[r.id]; twice {
			p.fault(r.Line, p.naming(), r.cell, fmt.Sprintf("is the same team as in line %d (%s)", was.Line, r.id))
			continue
		}
		p.byID[r.id] = r
	}
}

// naming is the column that a team's name stands in.
func (p *planner) naming() int {
	for _, column := range []int{p.columns.of(instruments.Team), p.columns.of(instruments.TeamCode)} {
		if column != absent {
			return column
		}
	}
	return absent
}

func (p *planner) identifyRow(r *row) {
	root := p.Instrument.Layout.Teams.Root
	switch {
	case root != nil && typography.Same(r.name, root.Name):
		r.id = root.ID
	case p.Registry != nil:
		p.lookUp(r)
	case r.code != "":
		r.id = typography.ID(r.code)
	default:
		r.id = typography.Slug(r.name)
	}
}

// lookUp finds a row's organisation in the registry: by the name as it is written, and
// where that is nobody's, by the name that was meant.
func (p *planner) lookUp(r *row) {
	how, found := p.Registry.Find(r.cell, p.wave.Year)
	if how == registry.NotFound {
		how, found = p.Registry.Find(r.name, p.wave.Year)
	}
	switch {
	case len(found) > 1:
		p.fault(r.Line, p.naming(), r.cell, "is the name of several organisations of the registry: "+listed(found))
	case how == registry.NotFound:
		p.summary.Unregistered = append(p.summary.Unregistered, r.name)
		r.id = p.apart(p.Instrument.Layout.Teams.Kind, r.name)
	case how == registry.OtherYear:
		p.summary.OtherYear = append(p.summary.OtherYear, r.name)
	}
	if len(found) == 1 {
		r.organisation, r.id = found[0], found[0].ID
	}
}

func listed(organisations []*registry.Organisation) string {
	ids := make([]string, len(organisations))
	for i, o := range organisations {
		ids[i] = o.ID
	}
	return strings.Join(ids, ", ")
}

// apart is an id of a name that no other sort of id is mistaken for: a grouping may be
// called like one of its organisations.
func (p *planner) apart(kind, name string) string {
	if kind == "" {
		kind = "team"
	}
	return typography.ID(typography.Slug(kind) + "-" + typography.Slug(name))
}

// grouping is the id of a grouping: the slug of its name, where nothing else is called by
// slugs.
func (p *planner) grouping(name string) string {
	slug := typography.Slug(name)
	if p.Registry != nil {
		if _, taken := p.Registry.Organisation(slug); !taken {
			return slug
		}
	}
	return p.apart(p.Instrument.Layout.Teams.ParentKind, name)
}
