package evidence

import (
	"soin/domain/event"
	"soin/domain/initiative"
)

func (s *dossiers) initiativeStarted(e initiative.Started, r event.Recorded) {
	d := s.told(e.TeamID, r)
	s.initiatives.begin(d, &d.Initiatives, Initiative{
		Moment: moment(r), ID: r.Subject(), Axis: axisOf(e.Axis), Origin: roleOf(e.Origin),
		Participants: words(s, e.Participants), Stakeholder: s.word(string(e.Stakeholder)),
	})
	s.award(r.Subject(), r)
}

func (s *dossiers) initiativeCompleted(_ initiative.Completed, r event.Recorded) {
	if d, t := s.initiatives.find(r, (*Dossier).initiatives); t != nil {
		touch(r, d)
		s.step(&t.Steps, r, Step{Kind: Completed})
	}
}

func (d *Dossier) initiatives() *[]Initiative { return &d.Initiatives }
func (i Initiative) id() string               { return i.ID }
