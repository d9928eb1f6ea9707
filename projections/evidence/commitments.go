package evidence

import (
	"soin/domain/commitment"
	"soin/domain/event"
	"soin/domain/means"
)

func (s *dossiers) committed(e commitment.Declared, r event.Recorded) {
	d := s.told(e.TeamID, r)
	s.commitments.begin(d, &d.Commitments, Commitment{
		Moment: moment(r), ID: r.Subject(), Axis: axisOf(e.Axis), Owner: s.member(e.Owner), DueOn: int32(e.DueOn),
		Hours: e.BudgetHours, Amount: e.BudgetAmount, Publicly: e.AnnouncedPublicly,
	})
}

func (s *dossiers) commitmentKept(_ commitment.Kept, r event.Recorded) {
	s.onCommitment(r, Step{Kind: Kept})
}

func (s *dossiers) commitmentKeptLate(_ commitment.KeptLate, r event.Recorded) {
	s.onCommitment(r, Step{Kind: KeptLate})
}

func (s *dossiers) commitmentBroken(_ commitment.Broken, r event.Recorded) {
	s.onCommitment(r, Step{Kind: Broken})
}

func (s *dossiers) onCommitment(r event.Recorded, step Step) {
	if d, t := s.commitments.find(r, (*Dossier).commitments); t != nil {
		touch(r, d)
		s.step(&t.Steps, r, step)
	}
}

func (s *dossiers) meansAllocated(e means.Allocated, r event.Recorded) {
	d := s.told(e.TeamID, r)
	s.envelopes.begin(d, &d.Means, Means{
		Moment: moment(r), ID: r.Subject(), Axis: axisOf(e.Axis), Hours: e.Hours, Amount: e.Amount,
	})
}

func (s *dossiers) meansUsed(e means.Used, r event.Recorded) {
	if d, t := s.envelopes.find(r, (*Dossier).envelopes); t != nil {
		touch(r, d)
		s.step(&t.Steps, r, Step{Kind: Used, Amount: e.Hours})
	}
}

func (d *Dossier) commitments() *[]Commitment { return &d.Commitments }
func (d *Dossier) envelopes() *[]Means        { return &d.Means }
func (c Commitment) id() string               { return c.ID }
func (m Means) id() string                    { return m.ID }
