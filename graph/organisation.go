package graph

import (
	"maps"
	"slices"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/projections"
)

// Organisation is everything, as of a date.
type Organisation struct{ at asOf }

// AsOf echoes the date.
func (o Organisation) AsOf() calendar.Date { return o.at.on }

// Position is that of the log the answer is computed at.
func (o Organisation) Position() event.Position { return o.at.position() }

// KindCount is how many living teams have a kind.
type KindCount struct {
	Kind  string
	Teams int
}

// Kinds counts the living teams by kind.
func (o Organisation) Kinds() []KindCount {
	byKind := map[string]int{}
	for _, t := range o.at.views.Teams.List(o.at.on) {
		byKind[t.Kind]++
	}
	out := make([]KindCount, 0, len(byKind))
	for _, kind := range slices.Sorted(maps.Keys(byKind)) {
		out = append(out, KindCount{kind, byKind[kind]})
	}
	return out
}

// Roots are the living teams without a living parent.
func (o Organisation) Roots() []Team {
	all := o.at.views.Teams.List(o.at.on)
	return o.at.teams(slices.DeleteFunc(all, func(t projections.Team) bool {
		parent, ok := o.at.views.Teams.Team(t.ParentID, o.at.on)
		return ok && parent.EndedOn == nil
	}))
}

// Surveys lists the waves.
func (o Organisation) Surveys() []Survey { return o.at.surveys(nil) }

// FactCount is how many facts of a type the log holds.
type FactCount = projections.Count

// Facts counts what the log holds.
func (o Organisation) Facts() []FactCount { return o.at.views.Intake.Counts() }
