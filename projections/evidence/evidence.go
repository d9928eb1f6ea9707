// Package evidence is the read model of what happened, team by team: every act, every
// released unit of voices, in the order of the world. Scores, lenses and ledgers are
// computed from it and from nothing else, as of any date.
//
// Lists are ordered by the moment something happened and then by the thing it tells of,
// never by arrival, so that the order in which facts came in changes no number. What
// later facts say of an earlier one (a resolution of a report) is kept as its steps; a
// read as of a date uses the steps that happened by then.
package evidence

import (
	"maps"
	"slices"

	"soin/domain/event"
	"soin/projections/fold"
)

// Evidence is the dossiers of all teams.
type Evidence struct{ fold.View[dossiers] }

// New is the evidence of an empty log.
func New() *Evidence {
	return &Evidence{fold.New("evidence@1", empty, table()...)}
}

// dossiers is the state.
type dossiers struct {
	Teams     map[string]*Dossier
	Units     []Unit               // released units of surveys, one for all of its teams
	Govern    []Governance         // changes of rules, by moment
	Governed  event.Position       // of the newest of these, or of an award of a prize
	Published event.Position       // of the newest instrument
	Councils  map[string][]Council // held before their decision was told, by its id
	Nominees  map[string][]nominee // for prizes, by initiative
	Words     fold.Lexicon         // ids of teams, members, surveys, instruments, items; 0 is none

	index
}

// index finds the records that later facts speak of. It follows from the rest.
type index struct {
	irritants   strand[Ticket]
	complaints  strand[Ticket]
	needs       strand[Need]
	delegations strand[Delegation]
	commitments strand[Commitment]
	envelopes   strand[Means]
	initiatives strand[Initiative]
	incidents   strand[Incident]
	decisions   strand[Decision]
	reviews     map[string]scope
}

func empty() *dossiers {
	s := &dossiers{
		Teams: map[string]*Dossier{}, Councils: map[string][]Council{}, Nominees: map[string][]nominee{},
		index: index{reviews: map[string]scope{}},
	}
	s.Words.Number("")
	return s
}

// recall makes the state usable after it was read from a snapshot.
func (s *dossiers) recall() {
	s.Words.Recall()
	s.Words.Number("")
	s.index = index{reviews: map[string]scope{}}
	for _, d := range s.Teams {
		d.next = nil
		for _, w := range slices.Concat(d.Above, d.Into) {
			d.leadsTo(s.team(s.Words.String(w)))
		}
		s.irritants.recall(d, d.Irritants)
		s.complaints.recall(d, d.Complaints)
		s.needs.recall(d, d.Needs)
		s.delegations.recall(d, d.Delegations)
		s.commitments.recall(d, d.Commitments)
		s.envelopes.recall(d, d.Means)
		s.initiatives.recall(d, d.Initiatives)
		s.incidents.recall(d, d.Incidents)
		s.decisions.recall(d, d.Decisions)
		for _, r := range d.Reviews {
			s.covers(d, r)
		}
	}
}

// Of is a team's dossier; nil when nothing was told of the team.
func (v *Evidence) Of(teamID string) *Dossier { return v.Folded().Teams[teamID] }

// Teams lists the ids of all teams of which anything was told.
func (v *Evidence) Teams() []string { return slices.Sorted(maps.Keys(v.Folded().Teams)) }

// Published is the position of the newest instrument, which may change what any answers
// say; 0 when there is none.
func (v *Evidence) Published() event.Position { return v.Folded().Published }

// Governed is the position of the newest change of rules or award of a prize, which may
// change answers about any team; 0 when there is none.
func (v *Evidence) Governed() event.Position { return v.Folded().Governed }

// Word finds the number of an id; equal ids have equal numbers all over the evidence.
func (v *Evidence) Word(id string) (fold.Word, bool) { return v.Folded().Words.Find(id) }

// ID is the id behind a number.
func (v *Evidence) ID(w fold.Word) string { return v.Folded().Words.String(w) }

// Unit is one of the released units that a dossier's Units point to.
func (v *Evidence) Unit(i int32) *Unit { return &v.Folded().Units[i] }

// Governance is every change of rules, by moment.
func (v *Evidence) Governance() []Governance { return v.Folded().Govern }

// Resume also makes the state usable that was read from a snapshot.
func (v *Evidence) Resume(at event.Position) {
	v.Folded().recall()
	v.View.Resume(at)
}
