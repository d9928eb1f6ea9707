package simulate

import (
	"time"

	"soin/domain/calendar"
	"soin/domain/contact"
	"soin/domain/feedback"
	"soin/domain/freedtime"
	"soin/domain/invitation"
	"soin/domain/sale"
)

// lead is how many months after the employees the customers feel a change.
const lead = 2

// satisfaction is the mean answer 1..5 of this month's customers: the team's own, moved by
// what its people lived two months before.
func (s *scene) satisfaction() float64 {
	return 1.6 + 3.1*s.serve + 1.1*s.shock(s.Seed, s.month-lead)
}

// customers are what the team does for them and what they say of it.
func (s *scene) customers() {
	s.draw("customers")
	mean := s.satisfaction()
	rate := 5.
	if s.mirrored {
		rate = 22
	}
	for range s.times(rate) {
		f := feedback.Received{TeamID: s.id, Touchpoint: s.touchpoint(), Channel: "enquête"}
		if s.mirrored {
			f.Metric, f.Answers = feedback.Mirror, map[string]float64{}
			for _, item := range [...]string{"C1", "C2", "C3", "C4"} {
				f.Answers[item] = float64(s.rating(mean, .6))
			}
		} else {
			value := float64(s.rating(mean, .7))
			f.Metric, f.Value = feedback.CSAT, &value
		}
		s.tell(s.day(), s.next("avis"), f)
	}
	start, end := s.span()
	contacts := 180 + s.about(60)
	evening := end.Start().Add(17 * time.Hour)
	s.tell(evening, s.monthly("invitation"), invitation.Invited{
		TeamID: s.id, PeriodStart: start, PeriodEnd: end, Contacts: contacts, Invited: contacts / 2,
	})
	s.tell(evening, s.monthly("contacts"), contact.Handled{
		TeamID: s.id, PeriodStart: start, PeriodEnd: end, Contacts: contacts,
		WaitSecondsMedian: 30 + 240*(1-s.serve), ByRobot: contacts / 5, Handovers: s.about(40 * (1 - s.serve)), Routed: contacts * 3 / 5,
	})
	spent := [...]freedtime.Use{freedtime.Relation, freedtime.Training, freedtime.Rest, freedtime.Volume}
	into := spent[s.Bounded(3)]
	if s.public || s.chance(.5*(1-s.listen)) {
		into = freedtime.Volume
	}
	s.tell(evening, s.monthly("temps"), freedtime.Freed{
		TeamID: s.id, PeriodStart: start, PeriodEnd: end, Hours: 5 + 20*s.Float(), By: "callbot", SpentOn: into,
	})
	for range s.times(.8) {
		s.tell(s.day(), s.next("vente"), sale.Concluded{TeamID: s.id, Touchpoint: s.touchpoint(), FollowsFeedback: s.chance(.6 * s.serve)})
	}
}

// span is the first and last day of this month.
func (s *scene) span() (start, end calendar.Date) {
	return calendar.Of(s.first()), calendar.Of(s.Options.month(s.month+1)) - 1
}
