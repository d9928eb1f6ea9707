package evidence

import (
	"soin/domain/event"
	"soin/domain/need"
)

func (s *dossiers) needSignalled(e need.Signalled, r event.Recorded) {
	d := s.team(e.TeamID)
	n := Need{
		Moment: moment(r), ID: r.Subject(), Axis: axisOf(e.Axis),
		Kind: s.word(e.Kind), Member: s.member(e.Member), Signalled: true,
	}
	if was, begun := s.needs.find(r, (*Dossier).needs); begun != nil {
		if begun.Signalled {
			return
		}
		// It was answered before anybody voiced it; the record begins with the signal.
		n.Steps = begun.Steps
		s.needs.end(n.ID, (*Dossier).needs)
		touch(r, was, d)
	}
	touch(r, d)
	s.needs.begin(d, &d.Needs, n)
}

func (s *dossiers) needAcknowledged(e need.Acknowledged, r event.Recorded) {
	s.onNeed(r, Step{Kind: Acknowledged, Role: roleOf(e.By)})
}

func (s *dossiers) needAnswered(e need.Answered, r event.Recorded) {
	anticipated := e.Origin == need.Anticipated
	if _, begun := s.needs.find(r, (*Dossier).needs); begun == nil && anticipated && e.TeamID != "" {
		d := s.team(e.TeamID)
		s.needs.begin(d, &d.Needs, Need{Moment: moment(r), ID: r.Subject(), Axis: axisOf(e.Axis)})
	}
	s.onNeed(r, Step{Kind: Answered, Flag: e.Means, Anticipated: anticipated})
}

func (s *dossiers) onNeed(r event.Recorded, step Step) {
	if d, t := s.needs.find(r, (*Dossier).needs); t != nil {
		touch(r, d)
		s.step(&t.Steps, r, step)
	}
}

func (d *Dossier) needs() *[]Need { return &d.Needs }
func (n Need) id() string         { return n.ID }
