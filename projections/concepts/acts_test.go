package concepts

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/careact"
	"soin/domain/commitment"
	"soin/domain/complaint"
	"soin/domain/delegation"
	"soin/domain/freedtime"
	"soin/domain/help"
	"soin/domain/irritant"
	"soin/domain/need"
	"soin/domain/recognition"
	"soin/domain/safety"
	"soin/domain/sale"
	"soin/domain/team"
	"soin/domain/ticket"
	"soin/domain/workload"
	"soin/projections/maturity"
)

// ward is a team of twelve of which nothing else is told.
func ward(t *testing.T) *story {
	s := told(t)
	s.forms("t", "", 12, team.Formed{Kind: "ward"})
	return s
}

func expect(t *testing.T, f Finding, want map[string]float64) {
	t.Helper()
	for _, label := range slices.Sorted(maps.Keys(want)) {
		if got := f.value(t, label); math.Abs(got-want[label]) > 1e-6 {
			t.Errorf("%s: %s is %v, not %v", f.Concept.ID, label, got, want[label])
		}
	}
}

// irritants are told ten days apart, the first one 100 days ago.
func (s *story) irritant(i int, steps ...func(stream string, on calendar.Date)) {
	on, stream := today-100+calendar.Date(10*i), fmt.Sprintf("irritant-%d", i)
	s.fact(on, stream, irritant.Reported{TeamID: "t", Severity: 2, Axis: care.Team, Touchpoint: "till"})
	for _, step := range steps {
		step(stream, on)
	}
}

func (s *story) acknowledged(after calendar.Date) func(string, calendar.Date) {
	return func(stream string, on calendar.Date) {
		s.fact(on+after, stream, irritant.Acknowledged{By: ticket.Manager})
	}
}

func (s *story) resolved(after calendar.Date, means bool) func(string, calendar.Date) {
	return func(stream string, on calendar.Date) {
		s.fact(on+after, stream, irritant.Resolved{By: ticket.Manager, Means: means})
	}
}

func (s *story) contested(after calendar.Date) func(string, calendar.Date) {
	return func(stream string, on calendar.Date) { s.fact(on+after, stream, irritant.Contested{Token: "k"}) }
}

func TestTheFunnelShowsWhereCareDrops(t *testing.T) {
	s := ward(t)
	s.irritant(0)
	s.irritant(1, s.acknowledged(1))
	for i := 2; i < 6; i++ {
		s.irritant(i, s.acknowledged(1), s.resolved(2, false)) // in words alone
	}
	s.irritant(6, s.resolved(2, true)) // 38 days ago: nobody contests it
	s.irritant(7, s.resolved(2, true), s.contested(3))
	f := s.find("C5", "t")
	expect(t, f, map[string]float64{
		"signalled": 8, "noticed": 7, "owned": 7, "resolved with means": 1, "confirmed by the receiver": 1,
	})
	if f.Note.EN != "Care is lost mostly at the stage “resolved with means”." {
		t.Errorf("note: %s", f.Note.EN)
	}
}

func TestListeningIsTheTimeUntilAnAnswerAndTheShareThatGetsOne(t *testing.T) {
	s := ward(t)
	for i := range 4 { // answered after 2, 4, 6 and 8 days
		on, stream := today-50, fmt.Sprintf("need-%d", i)
		s.fact(on, stream, need.Signalled{TeamID: "t", Axis: care.Self})
		s.fact(on+1, stream, need.Acknowledged{})
		s.fact(on+calendar.Date(2*i+2), stream, need.Answered{Origin: need.Asked})
	}
	s.fact(today-50, "need-x", need.Signalled{TeamID: "t", Axis: care.Self})
	expect(t, s.find("B2", "t"), map[string]float64{
		"needs and irritants answered":   80,
		"days until heard, median":       1,
		"days until answered, median":    6, // open after 4: 3 of 5; after 6: 2 of 5
		"times to listen that were held": 0,
	})
}

func (s *story) delegation(i, autonomy, stakes int, steps ...delegation.Event) {
	stream := fmt.Sprintf("delegation-%d", i)
	s.fact(today-60, stream, delegation.Granted{
		TeamID: "t", From: "boss", To: member(i), Domain: "rota", Autonomy: autonomy, Stakes: stakes, Means: []delegation.Means{"time"},
	})
	for j, e := range steps {
		s.fact(today-60+calendar.Date(j+1), stream, e)
	}
}

func TestDelegationsAreTakenAtTheirWorst(t *testing.T) {
	s := ward(t)
	s.delegation(0, 7, 3, delegation.Accepted{})
	s.delegation(1, 5, 3, delegation.Accepted{}, delegation.Completed{Outcome: delegation.Error})
	s.delegation(2, 3, 3, delegation.Accepted{}, delegation.Overridden{By: "boss"}, delegation.Completed{Outcome: delegation.Success})
	s.delegation(3, 2, 1, delegation.Accepted{}, delegation.Overridden{By: "boss"}, delegation.Revoked{By: "boss"})
	s.delegation(4, 2, 1, delegation.Accepted{}, delegation.Revoked{By: "boss", Agreed: true})
	f := s.find("F1", "t")
	want := map[string]string{"0": "accepted", "1": "completed", "2": "overridden", "3": "taken back", "4": "handed back"}
	if got := f.states(); !maps.Equal(got, want) {
		t.Errorf("states %v, want %v", got, want)
	}
	expect(t, f, map[string]float64{
		"kept": 60, "overridden": 20, "taken back without agreement": 20, "autonomy at high stakes": 5,
	})
	if low := f.labelled(t, "autonomy at low stakes"); low.Status != maturity.Insufficient {
		t.Errorf("a mean of two delegations: %+v", low)
	}
}

func TestWhatComesNinetyDaysAfterAMistakeIsTold(t *testing.T) {
	s := ward(t)
	s.delegation(0, 5, 2, delegation.Accepted{})
	s.delegation(1, 5, 2, delegation.Accepted{})
	told := func(i int) calendar.Date { return today - 200 + calendar.Date(20*i) }
	for i := range 5 {
		e := safety.Opened{TeamID: "t", Category: safety.Mistake, Severity: 1}
		if i < 2 {
			e.DelegationID = fmt.Sprint(i)
		}
		s.fact(told(i), fmt.Sprintf("safety-%d", i), e)
		if i < 4 {
			s.fact(told(i)+50, fmt.Sprintf("safety-%d", i), safety.Owned{By: "manager"})
		}
	}
	s.fact(told(0)+60, "safety-0", safety.Closed{Outcome: safety.Learned})
	s.fact(told(1)+90, "safety-1", safety.Closed{Outcome: safety.Helped})
	s.fact(told(2)+60, "safety-2", safety.Closed{Outcome: safety.Sanctioned})
	s.fact(told(3)+91, "safety-3", safety.Closed{Outcome: safety.Helped})
	s.fact(told(0)+80, "delegation-0", delegation.Revoked{By: "boss"})
	s.fact(told(1)+80, "delegation-1", delegation.Revoked{By: "boss", Agreed: true})
	f := s.find("F2", "t")
	want := map[string]string{"0": "learned", "1": "helped", "2": "sanctioned", "3": "late", "4": "open"}
	if got := f.states(); !maps.Equal(got, want) {
		t.Errorf("states %v, want %v", got, want)
	}
	expect(t, f, map[string]float64{
		"owned within 90 days": 80, "answered with help": 20, "answered with learning": 20,
		"answered with a sanction or retaliation": 20, "answered with the delegation withdrawn": 20,
	})
}

func TestTheQueueOfIrritantsHasTheOldestFirstAndWhatTheyCost(t *testing.T) {
	s := ward(t)
	s.irritant(3)
	s.irritant(1, s.resolved(2, true), s.contested(3))
	s.irritant(2, s.resolved(2, true)) // nobody contests it
	s.fact(today-75, "complaint-1", complaint.Reported{TeamID: "t", Severity: 1, Axis: care.Planet, Touchpoint: "till"})
	s.fact(today-85, "complaint-2", complaint.Reported{TeamID: "t", Severity: 1, Axis: care.Planet, Touchpoint: "door"})
	f := s.find("F7", "t")
	if len(f.Rows) != 2 || f.Rows[0].ID != "1" || f.Rows[0].Age != 90 || f.Rows[0].State != "contested" || f.Rows[1].ID != "3" {
		t.Fatalf("queue: %+v", f.Rows)
	}
	if reopened, cost := *f.Rows[0].Figures[0].Value, *f.Rows[0].Figures[1].Value; reopened != 1 || cost != 1 {
		t.Errorf("reopened %v times, with %v complaints", reopened, cost)
	}
	if cost := *f.Rows[1].Figures[1].Value; cost != 0 {
		t.Errorf("%v complaints after the one at the till", cost)
	}
	queues := Queues(s.views, board(s.t), today)
	if len(queues.Irritants) != 2 || queues.Irritants[0].TeamID != "t" || queues.Irritants[0].Severity != 2 {
		t.Errorf("queue of the organisation: %+v", queues.Irritants)
	}
}

func TestSaidIsHeldAgainstDone(t *testing.T) {
	s := ward(t)
	declare := func(i int, due calendar.Date, hours float64, steps ...commitment.Event) {
		stream := fmt.Sprintf("commitment-%d", i)
		s.fact(today-100, stream, commitment.Declared{TeamID: "t", Axis: care.Planet, DueOn: due, BudgetHours: hours, AnnouncedPublicly: true})
		for _, e := range steps {
			s.fact(today-5, stream, e)
		}
	}
	declare(0, today-10, 10, commitment.Kept{})
	declare(1, today-10, 0, commitment.KeptLate{})
	declare(2, today-10, 0, commitment.Broken{})
	declare(3, today-10, 0)
	declare(4, today+10, 0)
	f := s.find("F13", "t")
	want := map[string]string{"0": "kept", "1": "kept late", "2": "broken", "3": "overdue", "4": "promised"}
	if got := f.states(); !maps.Equal(got, want) {
		t.Errorf("states %v, want %v", got, want)
	}
	expect(t, f, map[string]float64{
		"said: commitments declared": 5, "said publicly": 5, "given means": 20,
		"done: kept when due, a late one counting half": 37.5, "broken": 1,
	})
}

// Member 0 carries 6 of 10 relational acts and is thanked 2 times of 10, so is owed four
// tenths; the others are thanked as much as they carry, or more.
func TestCareDebtIsTheShareOfRelationalWorkWithoutAnEqualShareOfThanks(t *testing.T) {
	s := ward(t)
	for i := range 6 {
		s.fact(today-20, fmt.Sprintf("careact-%d", i), careact.Logged{TeamID: "t", Member: "m0", Kind: careact.Relational})
	}
	for i := 1; i < 5; i++ {
		s.fact(today-20, fmt.Sprintf("help-%d", i), help.Given{TeamID: "t", From: member(i), To: "m9", Kind: help.Relational})
	}
	for i := range 10 {
		s.fact(today-10, fmt.Sprintf("recognition-%d", i), recognition.Given{TeamID: "t", From: "m9", To: member(i % 5), Kind: recognition.Result})
	}
	f := s.find("G3", "t")
	expect(t, f, map[string]float64{
		"debt of recognition: share of relational work without an equal share of thanks": 40, "thanks for relational work": 0,
	})
	if carriers := f.labelled(t, "people who carry the relational work"); carriers.Value != nil || *carriers.Sample != "5-9" {
		t.Errorf("five carriers: %+v", carriers)
	}
}

func TestARiskNeedsTwoReasonsAndIsTheirMean(t *testing.T) {
	s := ward(t)
	s.fact(today-30, "workload-1", workload.Sampled{TeamID: "t", PeriodStart: today - 60, PeriodEnd: today - 30, PersonDays: 200, BreachDays: 50})
	if risk := s.find("G7", "t").labelled(t, "risk of exhaustion"); risk.Status != maturity.Insufficient {
		t.Errorf("a risk of one reason: %+v", risk)
	}
	s.fact(today-30, "freedtime-1", freedtime.Freed{TeamID: "t", PeriodStart: today - 60, PeriodEnd: today - 30, Hours: 30, By: "callbot", SpentOn: freedtime.Volume})
	s.fact(today-30, "freedtime-2", freedtime.Freed{TeamID: "t", PeriodStart: today - 60, PeriodEnd: today - 30, Hours: 10, By: "callbot", SpentOn: freedtime.Rest})
	f := s.find("G7", "t")
	expect(t, f, map[string]float64{"risk of exhaustion": 50, "freed time given to more volume": 75}) // 25 and 75
	expect(t, s.find("J2", "t"), map[string]float64{"hours freed in a year": 40, "given to more volume": 75, "given to rest": 25, "given to relation": 0})
	if len(f.Rows) != quarters || f.Rows[quarters-1].ID != "2026-Q2" || f.Rows[quarters-1].State != "closed" {
		t.Errorf("curve: %+v", f.Rows)
	}
}

func TestTheTasksOfAManagerAreCapped(t *testing.T) {
	s := ward(t)
	for i := range 14 {
		s.fact(today-30, fmt.Sprintf("need-%d", i), need.Signalled{TeamID: "t", Axis: care.Self})
	}
	s.fact(today-2, "safety-1", safety.Opened{TeamID: "t", Category: safety.Retaliation, Severity: 3})
	f := s.find("H6", "t")
	expect(t, f, map[string]float64{"tasks that wait for management": 15, "tasks put forward, ten at most": 10, "tasks sent to the level above": 5})
	if len(f.Rows) != mostTasks || f.Rows[0].State != "unowned" {
		t.Errorf("the gravest is not first: %+v", f.Rows[0])
	}
}

func TestHelpBetweenTeamsIsAMapWithoutSmallOnes(t *testing.T) {
	s := ward(t)
	s.forms("u", "", 8, team.Formed{})
	s.forms("few", "", 3, team.Formed{})
	for i := range 3 {
		s.fact(today-20, fmt.Sprintf("help-a%d", i), help.Given{TeamID: "t", From: "a", To: "b", ToTeamID: "u", Kind: help.Technical})
		s.fact(today-20, fmt.Sprintf("help-b%d", i), help.Given{TeamID: "t", From: "a", To: "c", ToTeamID: "few", Kind: help.Technical})
	}
	s.fact(today-20, "help-c", help.Given{TeamID: "u", From: "b", To: "a", ToTeamID: "t", Kind: help.Technical})
	s.fact(today-20, "help-d", help.Given{TeamID: "t", From: "a", To: "d", Kind: help.Technical})
	f := s.find("D4", "t")
	if got, want := f.states(), map[string]string{"u": "both ways", "": "given"}; !maps.Equal(got, want) {
		t.Errorf("map %v, want %v", got, want)
	}
	expect(t, f, map[string]float64{
		"help given to other teams": 6, "help received from other teams": 1, "return between teams, 1 when as much goes both ways": 1.0 / 6,
	})
}

// A chain of five, each thanking the next, and a pair that thank each other.
func TestLinksWithinATeamAreReturnedAndHoldGroupsTogether(t *testing.T) {
	s := ward(t)
	for i, pair := range [][2]int{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {10, 11}, {11, 10}, {0, 1}, {0, 1}, {0, 1}, {0, 1}} {
		s.fact(today-20, fmt.Sprintf("recognition-%d", i), recognition.Given{TeamID: "t", From: member(pair[0]), To: member(pair[1]), Kind: recognition.Skill})
	}
	f := s.find("D4", "t")
	expect(t, f, map[string]float64{
		"links returned within the team":                            100 * 2.0 / 6, // of six, the pair's two
		"groups of 5 people or more that these links hold together": 1,
	})
	if x := f.labelled(t, "people in these groups"); x.Value != nil || *x.Sample != "5-9" {
		t.Errorf("%+v", x)
	}
}

// Sales of each month are as many as the acts of care of the month before.
func TestTheRelationPrecedesTheSale(t *testing.T) {
	s := ward(t)
	acts := []int{1, 4, 2, 7, 3, 8, 2, 5, 9, 1, 6, 3, 7, 2, 8, 4, 1, 6, 9, 2, 5, 3, 8, 1}
	n := 0
	for month, count := range acts {
		day := calendar.Of(calendar.Date(19905).Start().AddDate(0, month, 0)) // from 2024-07-01 on
		for range count {
			n++
			s.fact(day, fmt.Sprintf("careact-%d", n), careact.Logged{TeamID: "t", Member: "m0", Kind: careact.Relational})
			s.fact(calendar.Of(day.Start().AddDate(0, 1, 0)), fmt.Sprintf("sale-%d", n), sale.Concluded{TeamID: "t", FollowsFeedback: true})
		}
	}
	expect(t, s.find("J8", "t"), map[string]float64{
		"months by which the relation precedes sales, at the strongest lag": 1,
		"sales that came of what the customer had said":                     100,
	})
}
