package evidence

import (
	"soin/domain/event"
	"soin/domain/impact"
	"soin/domain/sale"
	"soin/domain/turnover"
	"soin/domain/workload"
)

func (s *dossiers) workloadSampled(e workload.Sampled, r event.Recorded) {
	put(&s.told(e.TeamID, r).Workloads, Workload{
		Moment: moment(r), Subject: subjectOf(r.Stream), Period: period(e.PeriodStart, e.PeriodEnd),
		PersonDays: e.PersonDays, BreachDays: e.BreachDays,
	})
}

func (s *dossiers) turnedOver(e turnover.Reported, r event.Recorded) {
	put(&s.told(e.TeamID, r).Turnovers, Turnover{
		Moment: moment(r), Subject: subjectOf(r.Stream), Period: period(e.PeriodStart, e.PeriodEnd),
		Joined: small[int32](e.Joined), Left: small[int32](e.Left), Referred: small[int32](e.Referred),
	})
}

func (s *dossiers) impactReported(e impact.Reported, r event.Recorded) {
	put(&s.told(e.TeamID, r).Impacts, Impact{
		Moment: moment(r), Subject: subjectOf(r.Stream), Domain: s.word(string(e.Domain)),
		Measure: s.word(e.Measure), Unit: s.word(e.Unit), Value: e.Value, Evidence: e.Evidence != "",
	})
}

func (s *dossiers) sold(e sale.Concluded, r event.Recorded) {
	put(&s.told(e.TeamID, r).Sales, Sale{
		Moment: moment(r), Subject: subjectOf(r.Stream), Touchpoint: s.word(e.Touchpoint), Follows: e.FollowsFeedback,
	})
}
