package evidence

import (
	"soin/domain/event"
	"soin/domain/safety"
)

func (s *dossiers) incidentOpened(e safety.Opened, r event.Recorded) {
	d := s.told(e.TeamID, r)
	category := OtherIncident
	switch e.Category {
	case safety.Mistake:
		category = Mistake
	case safety.Disagreement:
		category = Disagreement
	case safety.Retaliation:
		category = Retaliation
	}
	s.incidents.begin(d, &d.Incidents, Incident{
		Moment: moment(r), ID: r.Subject(), Category: category, Severity: small[int8](e.Severity),
		Delegation: e.DelegationID, ByManager: e.ByManager,
	})
}

func (s *dossiers) incidentOwned(e safety.Owned, r event.Recorded) {
	s.onIncident(r, Step{Kind: Owned, By: s.member(e.By)})
}

func (s *dossiers) incidentClosed(e safety.Closed, r event.Recorded) {
	if t := s.onIncident(r, Step{Kind: Closed}); t != nil {
		t.Outcome = s.word(string(e.Outcome))
	}
}

func (s *dossiers) onIncident(r event.Recorded, step Step) *Incident {
	d, t := s.incidents.find(r, (*Dossier).incidents)
	if t != nil {
		touch(r, d)
		s.step(&t.Steps, r, step)
	}
	return t
}

func (d *Dossier) incidents() *[]Incident { return &d.Incidents }
func (i Incident) id() string             { return i.ID }
