package concepts

import (
	"fmt"
	"math"
	"testing"

	"soin/domain/care"
	"soin/domain/commitment"
	"soin/domain/delegation"
	"soin/domain/irritant"
	"soin/domain/need"
	"soin/domain/safety"
	"soin/domain/sale"
	"soin/domain/team"
	"soin/domain/ticket"
	"soin/projections/maturity"
)

func TestATeamTooSmallIsReadWithItsParent(t *testing.T) {
	s := ward(t)
	s.forms("few", "t", 4, team.Formed{})
	s.fact(today-20, "sale-1", sale.Concluded{TeamID: "t"})
	for i := range 5 {
		s.fact(today-20, fmt.Sprintf("need-%d", i), need.Signalled{TeamID: "few", Axis: care.Self})
	}
	f := s.find("G1", "few")
	if len(f.Figures) != 1 || f.Figures[0].Status != maturity.Withheld || len(f.Rows)+len(f.Evidence) != 0 {
		t.Errorf("a team of four is told of: %+v", f)
	}
	expect(t, s.find("G1", "t"), map[string]float64{"needs signalled": 5, "needs answered": 0})
	if queues := Queues(s.views, board(s.t), today); len(queues.Needs) != 5 || queues.Needs[0].TeamID != "t" {
		t.Errorf("needs in the queue: %+v", queues.Needs)
	}
	s.forms("unknown", "", 0, team.Formed{})
	if f := s.find("G1", "unknown"); f.Figures[0].Status != maturity.Insufficient {
		t.Errorf("a team of which nobody told the size: %+v", f)
	}
}

func TestAFindingKnowsNothingOfLaterDays(t *testing.T) {
	early := func() *story {
		s := rich(t)
		for i := range 5 {
			n := func(stream string) string { return fmt.Sprintf("%s-early-%d", stream, i) }
			s.fact(today-310, n("irritant"), irritant.Reported{TeamID: "t", Severity: 1, Axis: care.Team})
			s.fact(today-305, n("irritant"), irritant.Resolved{By: ticket.Team})
			s.fact(today-310, n("need"), need.Signalled{TeamID: "t", Axis: care.Self})
			s.fact(today-310, n("safety"), safety.Opened{TeamID: "t", Category: safety.Mistake, Severity: 1})
			s.fact(today-310, n("commitment"), commitment.Declared{TeamID: "t", Axis: care.Planet, DueOn: today - 302})
			s.fact(today-310, n("delegation"), delegation.Granted{TeamID: "t", From: "boss", To: "m1", Domain: "d", Autonomy: 3, Stakes: 1, Means: []delegation.Means{"time"}})
		}
		return s
	}
	s, late := early(), early()
	for i := range 5 {
		n := func(stream string) string { return fmt.Sprintf("%s-early-%d", stream, i) }
		late.fact(today-295, n("irritant"), irritant.Contested{Token: "k"})
		late.fact(today-295, n("need"), need.Answered{Origin: need.Asked})
		late.fact(today-295, n("safety"), safety.Owned{By: "manager"})
		late.fact(today-295, n("commitment"), commitment.KeptLate{})
		late.fact(today-295, n("delegation"), delegation.Accepted{})
		late.month(100+i, today-200)
	}
	before, err := OfTeam(s.views, board(t), "t", today-300)
	if err != nil {
		t.Fatal(err)
	}
	after, err := OfTeam(late.views, board(t), "t", today-300)
	if err != nil {
		t.Fatal(err)
	}
	for i := range before {
		if got, want := fmt.Sprint(before[i].lines()), fmt.Sprint(after[i].lines()); got != want {
			t.Errorf("%s changed with what came later:\n%s\n%s", before[i].Concept.ID, want, got)
		}
	}
}

// lines are a finding without the place it was computed at, and without pointers.
func (f Finding) lines() (lines []string) {
	line := func(x Figure) {
		v := math.NaN()
		if x.Value != nil {
			v = *x.Value
		}
		lines = append(lines, fmt.Sprint(x.Label.EN, v, x.Status, x.Reason.EN))
	}
	for _, x := range f.Figures {
		line(x)
	}
	for _, r := range f.Rows {
		lines = append(lines, fmt.Sprint(r.ID, r.On, r.State, r.Age))
		for _, x := range r.Figures {
			line(x)
		}
	}
	return append(lines, fmt.Sprint(f.Evidence, f.Note))
}
