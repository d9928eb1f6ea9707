package evidence

import (
	"cmp"
	"slices"
	"strings"

	"soin/domain/event"
	"soin/domain/review"
	"soin/projections/fold"
)

// scope is the teams in whose dossiers one review stands.
type scope struct {
	teams []*Dossier
	at    fold.Instant
}

func (s *dossiers) reviewOpened(e review.Opened, r event.Recorded) {
	id := r.Subject()
	if _, begun := s.reviews[id]; begun {
		return
	}
	opened := Review{Moment: moment(r), ID: id, AsOf: int32(e.AsOf)}
	for _, team := range e.Scope {
		s.covers(s.team(team), opened)
		insert(&s.team(team).Reviews, opened, compareThreads[Review])
	}
	touch(r, s.reviews[id].teams...)
}

// covers remembers that a review covers a team.
func (s *dossiers) covers(d *Dossier, r Review) {
	s.reviews[r.ID] = scope{append(s.reviews[r.ID].teams, d), r.At}
}

// onReview changes a review in every dossier in which it stands.
func (s *dossiers) onReview(r event.Recorded, change func(*Review)) {
	covered := s.reviews[r.Subject()]
	touch(r, covered.teams...)
	for _, d := range covered.teams {
		if i, found := search(d.Reviews, covered.at, r.Subject()); found {
			change(&d.Reviews[i])
		}
	}
}

func (s *dossiers) actionAssigned(e review.ActionAssigned, r event.Recorded) {
	s.onReview(r, func(t *Review) {
		insert(&t.Actions, Action{Moment: moment(r), ID: e.Action, DueOn: int32(e.DueOn)}, compareActions)
	})
}

func compareActions(a, b Action) int {
	return cmp.Or(cmp.Compare(a.At, b.At), strings.Compare(a.ID, b.ID))
}

func (s *dossiers) actionDone(e review.ActionDone, r event.Recorded) {
	s.onReview(r, func(t *Review) {
		i := slices.IndexFunc(t.Actions, func(a Action) bool { return a.ID == e.Action })
		if i >= 0 && t.Actions[i].Done == nil {
			done := moment(r)
			t.Actions[i].Done = &done
		}
	})
}

func (s *dossiers) reviewClosed(_ review.Closed, r event.Recorded) {
	s.onReview(r, func(t *Review) { s.step(&t.Steps, r, Step{Kind: Closed}) })
}

func (r Review) id() string { return r.ID }
