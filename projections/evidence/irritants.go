package evidence

import (
	"soin/domain/complaint"
	"soin/domain/event"
	"soin/domain/irritant"
	"soin/domain/ticket"
)

func (s *dossiers) irritantReported(e irritant.Reported, r event.Recorded) {
	d := s.told(e.TeamID, r)
	s.irritants.begin(d, &d.Irritants, s.ticket(ticket.Report(e), r))
}

func (s *dossiers) irritantAcknowledged(e irritant.Acknowledged, r event.Recorded) {
	s.onIrritant(r, acknowledged(ticket.Acknowledgement(e)))
}

func (s *dossiers) irritantResolved(e irritant.Resolved, r event.Recorded) {
	s.onIrritant(r, s.resolved(ticket.Resolution(e)))
}

func (s *dossiers) irritantConfirmed(e irritant.Confirmed, r event.Recorded) {
	s.onIrritant(r, s.confirmed(ticket.Confirmation(e)))
}

func (s *dossiers) irritantContested(e irritant.Contested, r event.Recorded) {
	s.onIrritant(r, Step{Kind: Contested, By: s.token(e.Token)})
}

func (s *dossiers) irritantReopened(_ irritant.Reopened, r event.Recorded) {
	s.onIrritant(r, Step{Kind: Reopened})
}

func (s *dossiers) irritantWithdrawn(_ irritant.Withdrawn, r event.Recorded) {
	s.onIrritant(r, Step{Kind: Withdrawn})
}

func (s *dossiers) onIrritant(r event.Recorded, step Step) {
	if d, t := s.irritants.find(r, (*Dossier).irritants); t != nil {
		touch(r, d)
		s.step(&t.Steps, r, step)
	}
}

func (s *dossiers) complaintReported(e complaint.Reported, r event.Recorded) {
	d := s.told(e.TeamID, r)
	s.complaints.begin(d, &d.Complaints, s.ticket(ticket.Report(e), r))
}

func (s *dossiers) complaintAcknowledged(e complaint.Acknowledged, r event.Recorded) {
	s.onComplaint(r, acknowledged(ticket.Acknowledgement(e)))
}

func (s *dossiers) complaintResolved(e complaint.Resolved, r event.Recorded) {
	s.onComplaint(r, s.resolved(ticket.Resolution(e)))
}

func (s *dossiers) complaintConfirmed(e complaint.Confirmed, r event.Recorded) {
	s.onComplaint(r, s.confirmed(ticket.Confirmation(e)))
}

func (s *dossiers) complaintContested(e complaint.Contested, r event.Recorded) {
	s.onComplaint(r, Step{Kind: Contested, By: s.token(e.Token)})
}

func (s *dossiers) complaintReopened(_ complaint.Reopened, r event.Recorded) {
	s.onComplaint(r, Step{Kind: Reopened})
}

func (s *dossiers) complaintWithdrawn(_ complaint.Withdrawn, r event.Recorded) {
	s.onComplaint(r, Step{Kind: Withdrawn})
}

func (s *dossiers) onComplaint(r event.Recorded, step Step) {
	if d, t := s.complaints.find(r, (*Dossier).complaints); t != nil {
		touch(r, d)
		s.step(&t.Steps, r, step)
	}
}

func (s *dossiers) ticket(e ticket.Report, r event.Recorded) Ticket {
	return Ticket{
		Moment: moment(r), ID: r.Subject(), Severity: small[int8](e.Severity), Basic: e.Basic, Axis: axisOf(e.Axis),
		Touchpoint: s.word(e.Touchpoint), Token: s.token(e.Token), Member: s.member(e.Member),
	}
}

func acknowledged(e ticket.Acknowledgement) Step {
	return Step{Kind: Acknowledged, Role: roleOf(e.By)}
}

func (s *dossiers) resolved(e ticket.Resolution) Step {
	return Step{Kind: Resolved, Role: roleOf(e.By), By: s.member(e.Member), Flag: e.Means}
}

func (s *dossiers) confirmed(e ticket.Confirmation) Step {
	return Step{Kind: Confirmed, Rating: small[int8](e.Rating), By: s.token(e.Token)}
}

func (d *Dossier) irritants() *[]Ticket  { return &d.Irritants }
func (d *Dossier) complaints() *[]Ticket { return &d.Complaints }
func (t Ticket) id() string              { return t.ID }
