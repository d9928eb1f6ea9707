package maturity

import (
	"math"
	"strings"
	"testing"

	"soin/projections/evidence"
)

// feedback is given some days ago, as often as there are values.
func (s *tale) feedback(daysAgo int, metric evidence.Metric, values ...float64) {
	for _, v := range values {
		s.dossier.Feedbacks = append(s.dossier.Feedbacks, evidence.Feedback{Moment: s.ago(daysAgo), Metric: metric, Value: v})
	}
}

func (s *tale) mirror(daysAgo, times int, answers ...int8) {
	f := evidence.Feedback{Moment: s.ago(daysAgo), Metric: evidence.Mirror}
	copy(f.Mirror[:], answers)
	for range times {
		s.dossier.Feedbacks = append(s.dossier.Feedbacks, f)
	}
}

func many(n int, v float64) []float64 {
	list := make([]float64, n)
	for i := range list {
		list[i] = v
	}
	return list
}

func TestCustomersAreHeardByTheFirstMetricWithEnough(t *testing.T) {
	s := team(t)
	s.feedback(3, evidence.NPS, append(append(many(15, 10), many(10, 8)...), many(5, 0)...)...)
	s.is("XP3", 100*(1+(.5-1.0/6))/2) // half of the net recommendation, and 50
	s.feedback(3, evidence.CES, append(many(15, 7), many(15, 4)...)...)
	s.again().is("XP3", 75)
	s.feedback(3, evidence.CSAT, append(many(24, 4), many(5, 3)...)...)
	s.again().is("CX", 75) // 29 are too few
	s.feedback(3, evidence.CSAT, 1)
	m := s.again().is("CX", 80)
	near(t, "se", m.SE, 7.05, .05) // Wilson of 24 in 30
	s.mirror(3, 20, 5, 3, 5, 0)
	s.again().is("CX", 100*(10.0/3)/4)
	s.is("SP1", 75)
}

func TestFewPiecesOfFeedbackAreTold(t *testing.T) {
	s := team(t)
	s.feedback(3, evidence.CSAT, many(29, 5)...)
	s.mirror(3, 19, 5, 5)
	s.lacks("XP3", 29, 30, WantCustomers)
	s.lacks("SP1", 0, 20, WantCustomers) // C2 without C3 is one answer of two
}

func TestFeedbackOfAnOpenMonthWaits(t *testing.T) {
	s := team(t)
	s.feedback(40, evidence.CSAT, many(30, 5)...) // May, which is 30 days over
	s.feedback(5, evidence.CSAT, many(30, 1)...)  // June, which ends today
	s.is("CX", 100*math.Exp2(-30.0/90)/(1+math.Exp2(-30.0/90)))
	s.asOf(-1).is("CX", 100)
}

func TestChosenCustomersDoNotSpeakForTheOthers(t *testing.T) {
	s := team(t)
	s.feedback(3, evidence.CSAT, many(30, 5)...)
	s.dossier.Invitations = []evidence.Invitation{{
		Moment: s.ago(10), Period: evidence.Period{Start: s.dateAgo(40), End: s.dateAgo(10)}, Contacts: 500, Invited: 50,
	}}
	s.is("XP3", 100)
	s.dossier.Invitations[0].Invited = 49
	s.again().lacks("XP3", 9, 10, WantInvitations)
	s.dossier.Invitations[0].Invited, s.dossier.Invitations[0].ByAgent = 400, true
	s.again().lacks("XP3", 0, 10, WantInvitations)
	s.asOf(-11).measure("XP3")
	if _, picked := s.cherryPicked(); picked {
		t.Error("known before it was told")
	}
}

func TestSuppliersNeighboursAndPartnersAreReceivers(t *testing.T) {
	s := team(t)
	s.feedback(3, evidence.Suppliers, 5, 3)
	s.feedback(3, evidence.Partners, 4, 4)
	s.feedback(3, evidence.CSAT, 1)
	s.lacks("SP3", 4, 5, WantPartners)
	s.voiced(evidence.OfCare, evidence.Planet, 0, 1, 1, 1, 1, 1).From = s.word("community")
	s.voiced(evidence.OfCare, evidence.Planet, 0, 5, 5, 5, 5, 5).From = s.word("customers")
	s.again().is("SP3", (100+50+75+75+5*5)/9.0) // a box of five is told as 5, not 0
}

func TestSymmetryIsEqualAndHigh(t *testing.T) {
	s := team(t)
	s.released(0, "Q01 Q02 Q04 Q05 Q07 Q08 Q09 Q22", strings.Fields(strings.Repeat("44444444 ", 6))...)
	s.is("EX", 75)
	s.lacks("PP1", 0, 30, WantCustomers)
	s.feedback(3, evidence.CSAT, append(many(24, 5), many(6, 1)...)...)
	m := s.again().is("PP1", .5*75+.5*(100-2*5))
	if gap, ok := s.symmetryGap(); !ok || math.Abs(gap+5) > 1e-9 || m.Basis != FromSurvey|FromCustomers {
		t.Errorf("gap %v, %t, basis %v", gap, ok, m.Basis)
	}
}
