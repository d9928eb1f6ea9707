// Package evidence is the read model of what happened, team by team: every act, every
// released unit of voices, in the order of the world. Scores, lenses and ledgers are
// computed from it and from nothing else, as of any date.
//
// Lists are ordered by the moment something happened and then by the id of the thing,
// never by arrival, so that the order in which facts came in changes no number. What
// later facts say of an earlier one (a resolution of a report) is kept as its steps; a
// read as of a date uses the steps that happened by then.
package evidence

import (
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
	Teams   map[string]*Dossier
	Threads map[string]Place // where later facts of a subject belong, by stream
	Units   []Unit           // released units of surveys, one for all of its teams
	Govern  []Governance     // changes of rules, by moment
	Words   fold.Lexicon     // ids of teams, members, surveys, instruments, items
}

func empty() *dossiers {
	return &dossiers{Teams: map[string]*Dossier{}, Threads: map[string]Place{}}
}

// Place is where a thread's record is: its team and its index in that team's list.
type Place struct {
	_     struct{} `cbor:",toarray"`
	Team  fold.Word
	Index int32
}

// Of is a team's dossier; nil when nothing was told of the team.
func (v *Evidence) Of(teamID string) *Dossier { return v.Folded().Teams[teamID] }

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
	v.Folded().Words.Recall()
	v.View.Resume(at)
}
