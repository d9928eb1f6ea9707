package evidence

import (
	"slices"

	"soin/domain/event"
	"soin/domain/prize"
	"soin/projections/fold"
)

// nominee is what an edition of the prize tells of one initiative. It is kept by the
// initiative's id, because its team is told elsewhere, and perhaps later.
type nominee struct {
	_       struct{} `cbor:",toarray"`
	Edition fold.Word
	Awarded *Moment
	Steps   []Step // Nominated, Adopted
}

func (s *dossiers) nominated(e prize.Nominated, r event.Recorded) {
	s.onNominee(e.InitiativeID, r, Step{Kind: Nominated, By: s.member(e.By)})
}

func (s *dossiers) adopted(e prize.Adopted, r event.Recorded) {
	s.onNominee(e.InitiativeID, r, Step{Kind: Adopted, By: s.word(e.ByTeamID)})
}

func (s *dossiers) onNominee(initiativeID string, r event.Recorded, step Step) {
	s.step(&s.nominee(initiativeID, r).Steps, r, step)
	s.award(initiativeID, r)
}

func (s *dossiers) awarded(e prize.Awarded, r event.Recorded) {
	if n := s.nominee(e.InitiativeID, r); n.Awarded == nil {
		at := moment(r)
		n.Awarded = &at
	}
	s.Governed = r.Position // a team that wins most prizes wins none that count
	s.award(e.InitiativeID, r)
}

// nominee is what the edition of a fact tells of an initiative.
func (s *dossiers) nominee(initiativeID string, r event.Recorded) *nominee {
	edition := s.word(r.Subject())
	list := s.Nominees[initiativeID]
	i, known := slices.BinarySearchFunc(list, edition, func(n nominee, w fold.Word) int {
		return s.compareWords(n.Edition, w)
	})
	if !known {
		list = slices.Insert(list, i, nominee{Edition: edition})
		s.Nominees[initiativeID] = list
	}
	return &list[i]
}

// award writes what is known of an initiative's prizes into the dossier of its team, once
// the team is known.
func (s *dossiers) award(initiativeID string, r event.Recorded) {
	d, t := s.initiatives.byID(initiativeID, (*Dossier).initiatives)
	if t == nil {
		return
	}
	for _, n := range s.Nominees[initiativeID] {
		if n.Awarded == nil {
			continue
		}
		p := s.prize(initiativeID, n)
		i := slices.IndexFunc(d.Prizes, func(q Prize) bool { return q.Subject == p.Subject })
		if i < 0 {
			put(&d.Prizes, p)
		} else {
			d.Prizes[i] = p
		}
	}
	touch(r, d)
}

func (s *dossiers) prize(initiativeID string, n nominee) Prize {
	p := Prize{
		Moment: *n.Awarded, Subject: subjectOf(s.Words.String(n.Edition), initiativeID),
		Edition: n.Edition, Initiative: initiativeID, Steps: slices.Clone(n.Steps),
	}
	for _, step := range n.Steps {
		if step.Kind == Nominated {
			s.include(&p.Nominators, step.By)
		} else {
			s.include(&p.AdoptedBy, step.By)
		}
	}
	return p
}
