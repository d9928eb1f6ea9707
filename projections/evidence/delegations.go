package evidence

import (
	"soin/domain/delegation"
	"soin/domain/event"
)

func (s *dossiers) delegated(e delegation.Granted, r event.Recorded) {
	d := s.told(e.TeamID, r)
	s.delegations.begin(d, &d.Delegations, Delegation{
		Moment: moment(r), ID: r.Subject(),
		From: s.member(e.From), To: s.member(e.To), Domain: s.word(e.Domain),
		Autonomy: small[int8](e.Autonomy), Stakes: small[int8](e.Stakes), Means: small[int8](len(e.Means)),
	})
}

func (s *dossiers) delegationAccepted(_ delegation.Accepted, r event.Recorded) {
	s.onDelegation(r, Step{Kind: Accepted})
}

func (s *dossiers) delegationDeclined(_ delegation.Declined, r event.Recorded) {
	s.onDelegation(r, Step{Kind: Declined})
}

func (s *dossiers) delegationOverridden(e delegation.Overridden, r event.Recorded) {
	s.onDelegation(r, Step{Kind: Overridden, By: s.member(e.By)})
}

func (s *dossiers) delegationRevoked(e delegation.Revoked, r event.Recorded) {
	s.onDelegation(r, Step{Kind: Revoked, By: s.member(e.By), Flag: e.Agreed})
}

func (s *dossiers) delegationCompleted(e delegation.Completed, r event.Recorded) {
	outcome := NoOutcome
	switch e.Outcome {
	case delegation.Success:
		outcome = Success
	case delegation.Partial:
		outcome = Partial
	case delegation.Error:
		outcome = Error
	}
	s.onDelegation(r, Step{Kind: Completed, Outcome: outcome})
}

func (s *dossiers) onDelegation(r event.Recorded, step Step) {
	if d, t := s.delegations.find(r, (*Dossier).delegations); t != nil {
		touch(r, d)
		s.step(&t.Steps, r, step)
	}
}

func (d *Dossier) delegations() *[]Delegation { return &d.Delegations }
func (d Delegation) id() string               { return d.ID }
