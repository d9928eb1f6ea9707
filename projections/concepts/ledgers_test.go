package concepts

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/commitment"
	"soin/domain/decision"
	"soin/domain/feedback"
	"soin/domain/governance"
	"soin/domain/impact"
	"soin/domain/initiative"
	"soin/domain/person"
	"soin/domain/prize"
	"soin/domain/recognition"
	"soin/domain/review"
	"soin/domain/safety"
	"soin/domain/turnover"
	"soin/domain/voices"
	"soin/projections/maturity"
)

func TestAPrizeHasItsDossierAndItsTrail(t *testing.T) {
	s := ward(t)
	s.fact(today-200, "initiative-garden", initiative.Started{
		TeamID: "t", Axis: care.Planet, Origin: initiative.FromTeam, Stakeholder: initiative.Society,
		Participants: []person.Member{"m1", "m2", "m3", "m4", "m5"},
	})
	s.fact(today-100, "initiative-garden", initiative.Completed{Outcome: "done"})
	for i, axis := range []care.Axis{care.Planet, care.Self} {
		s.fact(today-120, fmt.Sprintf("voices-%d", i), voices.Released{
			Kind: voices.Care, TeamIDs: []string{"t"}, PeriodStart: today - 150, PeriodEnd: today - 121, Axis: axis,
			Ratings: fill(10, voices.Rating{Fit: 3 + i, Autonomy: 3}),
		})
	}
	s.fact(today-90, "prize-2026", prize.Opened{Edition: "2026"})
	s.fact(today-80, "prize-2026", prize.Nominated{InitiativeID: "garden", By: "m9"})
	s.fact(today-70, "prize-2026", prize.Awarded{InitiativeID: "garden"})
	s.fact(today-10, "prize-2026", prize.Adopted{InitiativeID: "garden", ByTeamID: "u"})
	f := s.find("F6", "t")
	if got := f.states(); !maps.Equal(got, map[string]string{"garden": "adopted"}) {
		t.Fatalf("states %v", got)
	}
	var figures []string
	for _, x := range f.Rows[0].Figures {
		if x.Value != nil {
			figures = append(figures, fmt.Sprint(x.Label.EN, " ", *x.Value))
		} else {
			figures = append(figures, fmt.Sprint(x.Label.EN, " ", *x.Sample))
		}
	}
	want := []string{
		"times it was put forward 1", "teams that took it over 1", "brought to its end 1", "participants 5-9",
		"those who received this care 50", // of its axis alone
	}
	if !slices.Equal(figures, want) {
		t.Errorf("figures %q, want %q", figures, want)
	}
	then, err := Find(s.views, board(t), "F6", "t", today-20)
	if err != nil || then.states()["garden"] != "awarded" {
		t.Errorf("before another team took it over: %v %v", then.states(), err)
	}
}

func TestStakeholdersWhoSayNothingAreEmptyChairs(t *testing.T) {
	s := ward(t)
	x := 4.0
	s.fact(today-10, "feedback-1", feedback.Received{TeamID: "t", Metric: feedback.CSAT, Value: &x})
	s.fact(today-10, "feedback-2", feedback.Received{TeamID: "t", Metric: feedback.Supplier, Value: &x})
	s.fact(today-10, "impact-1", impact.Reported{TeamID: "t", Domain: impact.Environmental, Measure: "paper", Value: 1, Unit: "kg"})
	s.fact(today-10, "decision-1", decision.Taken{AffectsTeamID: "t", Mode: decision.Chosen})
	f := s.find("I1", "t")
	want := map[string]string{
		"employees": "empty chair", "managers": "empty chair", "organisation": "empty chair", "customers": "heard",
		"suppliers": "heard", "community": "empty chair", "environment": "heard",
	}
	if got := f.states(); !maps.Equal(got, want) {
		t.Errorf("chairs %v, want %v", got, want)
	}
	expect(t, f, map[string]float64{"stakeholders heard, of seven": 3, "empty chairs": 4})
	if decided := f.Rows[0].Figures[3]; f.Rows[0].ID != "employees" || *decided.Value != 1 {
		t.Errorf("employees decided: %+v", decided)
	}
}

func TestTheReviewPackHasWhatFormerReviewsLeftToDo(t *testing.T) {
	s := ward(t)
	s.fact(today-60, "review-1", review.Opened{Scope: []string{"t"}, AsOf: today - 61})
	for id, due := range map[string]calendar.Date{"a": today - 30, "b": today - 5, "c": today + 5} {
		s.fact(today-60, "review-1", review.ActionAssigned{Action: id, Owner: "m1", DueOn: due, About: "rota"})
	}
	s.fact(today-40, "review-1", review.ActionDone{Action: "a"})
	f := s.find("I3", "t")
	got := f.states()
	for id, want := range map[string]string{"1": "open", "a": "done", "b": "overdue", "c": "assigned"} {
		if got[id] != want {
			t.Errorf("%s is %q, not %q", id, got[id], want)
		}
	}
	expect(t, f, map[string]float64{"open reviews": 1, "actions done": 1, "actions overdue": 1})
	if queue := Queues(s.views, board(s.t), today).ReviewActions; len(queue) != 2 {
		t.Errorf("queue %+v", queue)
	}
}

func TestCareIsNoOrnamentWhereRulesChange(t *testing.T) {
	s := ward(t)
	for i := range 5 {
		s.fact(today-10, fmt.Sprintf("decision-%d", i), decision.Taken{AffectsTeamID: "t", Mode: decision.Imposed, CitesCareEvidence: i == 0})
	}
	s.fact(today-10, "governance-1", governance.Changed{Scope: governance.Organisation, What: governance.Pay, Evidence: "minutes"})
	s.fact(today-10, "governance-2", governance.Changed{Scope: "t", What: governance.Criteria, Evidence: "minutes"})
	s.fact(today-10, "governance-3", governance.Changed{Scope: "elsewhere", What: governance.Criteria, Evidence: "minutes"})
	expect(t, s.find("H7", "t"), map[string]float64{"decisions that cite evidence of care": 20, "rules changed": 2})
	expect(t, s.find("I2", "t"), map[string]float64{"criteria of performance changed in three years": 1, "pay changed": 1})
	expect(t, s.find("F11", "t"), map[string]float64{"decisions imposed": 100, "decisions chosen": 0})
}

func TestManagersTellTheirOwnMistakesAndOneRuleHoldsForAll(t *testing.T) {
	s := ward(t)
	for i := range 10 {
		stream := fmt.Sprintf("safety-%d", i)
		s.fact(today-80, stream, safety.Opened{TeamID: "t", Category: safety.Mistake, Severity: 1, ByManager: i < 5})
		s.fact(today-79, stream, safety.Owned{By: "manager"})
		outcome := safety.Helped
		if i >= 8 {
			outcome = safety.Sanctioned
		}
		s.fact(today-70, stream, safety.Closed{Outcome: outcome})
	}
	expect(t, s.find("F4", "t"), map[string]float64{
		"mistakes that management told itself, in two years": 5, "sanctions after mistakes of management": 0, "sanctions after those of the team": 40,
	})
}

// Of twelve people six have a part in recognition, and six left: 50 and 50 percent.
func TestDisengagementIsToldOfPeopleInStepsOfTen(t *testing.T) {
	s := ward(t)
	for i := range 3 {
		s.fact(today-10, fmt.Sprintf("recognition-%d", i), recognition.Given{TeamID: "t", From: member(i), To: member(10 + i), Kind: recognition.Skill})
	}
	s.fact(today-10, "turnover-1", turnover.Reported{TeamID: "t", PeriodStart: today - 100, PeriodEnd: today - 11, Joined: 7, Left: 6, Referred: 2})
	expect(t, s.find("G8", "t"), map[string]float64{"risk of disengagement": 50, "people who left, to ten points": 50})
	f := s.find("I6", "t")
	if x := f.labelled(t, "joined on a member's word, to ten points"); x.Status != maturity.Withheld || x.Value != nil {
		t.Errorf("two people are told of: %+v", x)
	}
	if x := f.labelled(t, "people who joined in a year"); *x.Sample != "5-9" || x.Value != nil {
		t.Errorf("seven people: %+v", x)
	}
}

func TestPromisesBrokenAndDecisionsImposedAreALossOfMeaning(t *testing.T) {
	s := ward(t)
	for i := range 5 {
		mode := decision.Chosen
		if i < 3 {
			mode = decision.Imposed
		}
		s.fact(today-10, fmt.Sprintf("decision-%d", i), decision.Taken{AffectsTeamID: "t", Mode: mode})
		stream := fmt.Sprintf("commitment-%d", i)
		s.fact(today-50, stream, commitment.Declared{TeamID: "t", Axis: care.Team, DueOn: today - 20})
		if i == 0 {
			s.fact(today-21, stream, commitment.Kept{})
		}
	}
	f := s.find("G9", "t")
	expect(t, f, map[string]float64{"decisions imposed": 60, "commitments due and not kept": 80, "risk of a loss of meaning": 70})
	if x := f.labelled(t, "from a year ago to now"); x.Status != maturity.Insufficient {
		t.Errorf("a change from nothing: %+v", x)
	}
}

func TestTheWeakestNeedIsTold(t *testing.T) {
	s := ward(t)
	d, err := sit(s.views, board(t), "t", today)
	if err != nil {
		t.Fatal(err)
	}
	d.scorecard = &maturity.Scorecard{}
	for i, v := range []float64{80, 55, 70, 60} {
		d.scorecard.Needs = append(d.scorecard.Needs, maturity.Score{ID: string(care.Needs[i]), Value: &v})
	}
	i := slices.IndexFunc(rows(), func(r row) bool { return r.id == "B5" })
	f := d.find(rows()[i])
	expect(t, f, map[string]float64{"from the strongest need to the weakest": 25})
	if want := "Out of balance: the weakest need, écoute, pulls the system down."; f.Note.EN != want {
		t.Errorf("note %q", f.Note.EN)
	}
}
