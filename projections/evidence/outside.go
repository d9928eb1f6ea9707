package evidence

import (
	"math"

	"soin/domain/contact"
	"soin/domain/event"
	"soin/domain/feedback"
	"soin/domain/freedtime"
	"soin/domain/invitation"
)

func (s *dossiers) feedbackReceived(e feedback.Received, r event.Recorded) {
	f := Feedback{
		Moment: moment(r), Subject: subjectOf(r.Stream), Metric: metricOf(e.Metric), Touchpoint: s.word(e.Touchpoint),
	}
	if e.Value != nil {
		f.Value = *e.Value
	}
	for i, item := range [...]string{"C1", "C2", "C3", "C4"} {
		f.Mirror[i] = small[int8](int(math.Round(e.Answers[item])))
	}
	put(&s.told(e.TeamID, r).Feedbacks, f)
}

func metricOf(m feedback.Metric) Metric {
	switch m {
	case feedback.CSAT:
		return CSAT
	case feedback.CES:
		return CES
	case feedback.NPS:
		return NPS
	case feedback.Mirror:
		return Mirror
	case feedback.Supplier:
		return Suppliers
	case feedback.Community:
		return Community
	case feedback.Partner:
		return Partners
	}
	return 0
}

func (s *dossiers) feedbackInvited(e invitation.Invited, r event.Recorded) {
	put(&s.told(e.TeamID, r).Invitations, Invitation{
		Moment: moment(r), Subject: subjectOf(r.Stream), Period: period(e.PeriodStart, e.PeriodEnd),
		Contacts: small[int32](e.Contacts), Invited: small[int32](e.Invited), ByAgent: e.ByAgent,
	})
}

func (s *dossiers) contactsHandled(e contact.Handled, r event.Recorded) {
	put(&s.told(e.TeamID, r).Contacts, Contact{
		Moment: moment(r), Subject: subjectOf(r.Stream), Period: period(e.PeriodStart, e.PeriodEnd),
		Contacts: small[int32](e.Contacts), WaitSeconds: e.WaitSecondsMedian, ByRobot: small[int32](e.ByRobot),
		Handovers: small[int32](e.Handovers), Routed: small[int32](e.Routed),
	})
}

func (s *dossiers) timeFreed(e freedtime.Freed, r event.Recorded) {
	put(&s.told(e.TeamID, r).Freed, FreedTime{
		Moment: moment(r), Subject: subjectOf(r.Stream), Period: period(e.PeriodStart, e.PeriodEnd),
		Hours: e.Hours, By: s.word(e.By), SpentOn: s.word(string(e.SpentOn)),
	})
}
