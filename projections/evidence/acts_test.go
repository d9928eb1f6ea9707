package evidence_test

import (
	"slices"
	"testing"

	"soin/domain/care"
	"soin/domain/careact"
	"soin/domain/contact"
	"soin/domain/council"
	"soin/domain/decision"
	"soin/domain/feedback"
	"soin/domain/freedtime"
	"soin/domain/governance"
	"soin/domain/help"
	"soin/domain/impact"
	"soin/domain/initiative"
	"soin/domain/invitation"
	"soin/domain/listening"
	"soin/domain/onboarding"
	"soin/domain/person"
	"soin/domain/practice"
	"soin/domain/prize"
	"soin/domain/recognition"
	"soin/domain/sale"
	"soin/domain/training"
	"soin/domain/turnover"
	"soin/domain/workload"
	"soin/projections/evidence"
)

func TestAListIsInTheOrderOfTheWorld(t *testing.T) {
	thanks := func(id string, day int) fact {
		return fact{"recognition-" + id, day, recognition.Given{TeamID: "a", From: "m1", To: person.Member(id), Kind: recognition.Effort}}
	}
	v := told(thanks("x", 3), thanks("y", 1), thanks("z", 2), thanks("w", 2))
	w := told(thanks("w", 2), thanks("z", 2), thanks("y", 1), thanks("x", 3))
	var days []int
	for i, r := range dossier(t, v, "a").Recognitions {
		days = append(days, r.At.Date().Days(date(0)))
		if other := dossier(t, w, "a").Recognitions[i]; v.ID(r.To) != w.ID(other.To) {
			t.Errorf("%d: %s in one order of arrival, %s in another", i, v.ID(r.To), w.ID(other.To))
		}
	}
	if !slices.Equal(days, []int{1, 2, 2, 3}) {
		t.Errorf("days %v", days)
	}
}

func TestRecognitionKeepsNoMessageButKnowsEqualOnes(t *testing.T) {
	var digests []uint32
	for _, text := range []person.Text{"", "s_1", "s_1", "s_2"} {
		v := told(fact{"recognition-1", 1, recognition.Given{TeamID: "a", From: "m1", To: "m2", Kind: recognition.Relational, Message: text}})
		r := one(t, dossier(t, v, "a").Recognitions)
		if r.Kind != evidence.Relational || !slices.Equal(ids(v, r.From, r.To), []string{"m1", "m2"}) {
			t.Errorf("%+v", r)
		}
		digests = append(digests, r.Digest)
	}
	if digests[0] != 0 || digests[1] == 0 || digests[1] != digests[2] || digests[3] == digests[2] {
		t.Errorf("digests %v", digests)
	}
}

func TestFeedbackIsAValueOrAMirror(t *testing.T) {
	value := 9.5
	v := told(
		fact{"feedback-1", 1, feedback.Received{TeamID: "a", Metric: feedback.NPS, Value: &value, Touchpoint: "desk"}},
		fact{"feedback-2", 2, feedback.Received{TeamID: "a", Metric: feedback.Mirror, Answers: map[string]float64{"C1": 4, "C4": 2}}},
		fact{"invitation-1", 3, invitation.Invited{TeamID: "a", PeriodStart: date(1), PeriodEnd: date(9), Contacts: 90, Invited: 30, ByAgent: true}},
		fact{"contact-1", 3, contact.Handled{TeamID: "a", PeriodStart: date(1), PeriodEnd: date(9), Contacts: 90, WaitSecondsMedian: 12.5, ByRobot: 7, Handovers: 3, Routed: 60}},
		fact{"freedtime-1", 3, freedtime.Freed{TeamID: "a", PeriodStart: date(1), PeriodEnd: date(9), Hours: 7.5, By: "callbot", SpentOn: freedtime.Rest}},
	)
	d := dossier(t, v, "a")
	if f := d.Feedbacks[0]; f.Metric != evidence.NPS || f.Value != 9.5 || v.ID(f.Touchpoint) != "desk" {
		t.Errorf("%+v", f)
	}
	if f := d.Feedbacks[1]; f.Metric != evidence.Mirror || f.Mirror != [4]int8{4, 0, 0, 2} || f.Touchpoint != 0 {
		t.Errorf("%+v", f)
	}
	if i := one(t, d.Invitations); i.Contacts != 90 || i.Invited != 30 || !i.ByAgent || i.Start != int32(date(1)) || i.End != int32(date(9)) {
		t.Errorf("%+v", i)
	}
	if c := one(t, d.Contacts); c.Contacts != 90 || c.WaitSeconds != 12.5 || c.ByRobot != 7 || c.Handovers != 3 || c.Routed != 60 {
		t.Errorf("%+v", c)
	}
	if f := one(t, d.Freed); f.Hours != 7.5 || !slices.Equal(ids(v, f.By, f.SpentOn), []string{"callbot", "rest"}) {
		t.Errorf("%+v", f)
	}
}

func TestWhatPeopleDoAndLearn(t *testing.T) {
	v := told(
		fact{"training-1", 1, training.Completed{TeamID: "a", Member: "m1", Competence: training.Listening, Hours: 7, Validated: true, Transfer: 4}},
		fact{"onboarding-1", 1, onboarding.StepReached{TeamID: "a", Member: "m1", Step: "alone", Safe: true}},
		fact{"onboarding-1", 1, onboarding.StepReached{TeamID: "a", Member: "m1", Step: "first-contact"}},
		fact{"listening-1", 1, listening.Held{TeamID: "a", Kind: listening.Forum, Participants: 9, CommitmentIDs: []string{"c1", "c2"}}},
		fact{"careact-1", 1, careact.Logged{TeamID: "a", Kind: careact.Relational, Small: true, Minutes: 5, Axis: care.Self, Carer: true}},
		fact{"workload-1", 1, workload.Sampled{TeamID: "a", PeriodStart: date(1), PeriodEnd: date(2), PersonDays: 9, BreachDays: 1.5}},
		fact{"turnover-1", 1, turnover.Reported{TeamID: "a", PeriodStart: date(1), PeriodEnd: date(2), Joined: 3, Left: 1, Referred: 2}},
		fact{"impact-1", 1, impact.Reported{TeamID: "a", Domain: impact.Social, Measure: "meals", Value: 12, Unit: "meal", Evidence: "x"}},
		fact{"sale-1", 1, sale.Concluded{TeamID: "a", Touchpoint: "shop", FollowsFeedback: true}},
		fact{"practice-1", 1, practice.Adapted{TeamID: "a", From: "six minutes", To: "as long as it takes", Reason: "families"}},
	)
	d := dossier(t, v, "a")
	if x := one(t, d.Trainings); v.ID(x.Competence) != "listening" || x.Hours != 7 || !x.Validated || x.Transfer != 4 {
		t.Errorf("%+v", x)
	}
	if len(d.Onboardings) != 2 || d.Onboardings[0].Safe == d.Onboardings[1].Safe {
		t.Errorf("%+v", d.Onboardings)
	}
	if x := one(t, d.Listenings); v.ID(x.Kind) != "forum" || x.Participants != 9 || x.Commitments != 2 {
		t.Errorf("%+v", x)
	}
	if x := one(t, d.CareActs); x.Member != 0 || x.Kind != evidence.Relational || !x.Small || !x.Carer || x.Minutes != 5 || x.Axis != evidence.Self {
		t.Errorf("%+v", x)
	}
	if x := one(t, d.Workloads); x.PersonDays != 9 || x.BreachDays != 1.5 {
		t.Errorf("%+v", x)
	}
	if x := one(t, d.Turnovers); x.Joined != 3 || x.Left != 1 || x.Referred != 2 {
		t.Errorf("%+v", x)
	}
	if x := one(t, d.Impacts); !slices.Equal(ids(v, x.Domain, x.Measure, x.Unit), []string{"social", "meals", "meal"}) || !x.Evidence || x.Value != 12 {
		t.Errorf("%+v", x)
	}
	if x := one(t, d.Sales); v.ID(x.Touchpoint) != "shop" || !x.Follows {
		t.Errorf("%+v", x)
	}
	if x := one(t, d.Practices); x.From != "six minutes" || x.To != "as long as it takes" || x.Reason != "families" {
		t.Errorf("%+v", x)
	}
}

func TestHelpAcrossTeamsIsToldInBoth(t *testing.T) {
	v := told(
		fact{"help-1", 1, help.Given{TeamID: "a", From: "m1", To: "m2", Kind: help.Technical, Asked: true}},
		fact{"help-2", 2, help.Given{TeamID: "a", From: "m1", To: "m3", ToTeamID: "b", Kind: help.Relational}},
		fact{"help-3", 3, help.Given{TeamID: "a", From: "m1", To: "m2", ToTeamID: "a", Kind: help.Technical}},
	)
	a, b := dossier(t, v, "a"), dossier(t, v, "b")
	if len(a.Helps) != 3 || len(a.HelpsFromOutside) != 0 || len(b.Helps) != 0 || a.Helps[0].ToTeam != 0 || a.Helps[2].ToTeam != 0 {
		t.Errorf("%+v", a)
	}
	if h := one(t, b.HelpsFromOutside); h != a.Helps[1] || !slices.Equal(ids(v, h.FromTeam, h.ToTeam), []string{"a", "b"}) {
		t.Errorf("%+v", h)
	}
}

func TestACouncilJoinsItsDecisionInWhicheverOrderTheyCome(t *testing.T) {
	taken := fact{"decision-1", 5, decision.Taken{AffectsTeamID: "a", Mode: decision.Chosen, CitesCareEvidence: true, Escalated: true}}
	early := fact{"council-1", 2, council.Held{DecisionID: "1", Participants: 3, Eligible: 9}}
	late := fact{"council-2", 3, council.Held{DecisionID: "1", Participants: 8, Eligible: 9}}
	for _, order := range [][]fact{{taken, early, late}, {late, early, taken}, {late, taken, early}} {
		d := one(t, dossier(t, told(order...), "a").Decisions)
		if d.Mode != evidence.Chosen || !d.Cites || !d.Escalated || len(d.Councils) != 2 ||
			d.Councils[0].Participants != 3 || d.Councils[1].Participants != 8 || d.Councils[1].Eligible != 9 {
			t.Errorf("%+v", d)
		}
	}
}

func TestAPrizeBelongsToTheTeamOfItsInitiative(t *testing.T) {
	started := fact{"initiative-i1", 1, initiative.Started{TeamID: "a", Axis: care.Planet, Origin: initiative.FromTeam,
		Participants: []person.Member{"m2", "m1"}, Stakeholder: initiative.Society}}
	completed := fact{"initiative-i1", 9, initiative.Completed{Outcome: "x"}}
	edition := []fact{
		{"prize-2026", 2, prize.Opened{Edition: "2026"}},
		{"prize-2026", 3, prize.Nominated{InitiativeID: "i1", By: "m9"}},
		{"prize-2026", 4, prize.Nominated{InitiativeID: "i1", By: "m8"}},
		{"prize-2026", 4, prize.Nominated{InitiativeID: "other", By: "m8"}},
		{"prize-2026", 5, prize.Awarded{InitiativeID: "i1"}},
		{"prize-2026", 6, prize.Adopted{InitiativeID: "i1", ByTeamID: "b"}},
	}
	for _, facts := range [][]fact{
		slices.Concat([]fact{started, completed}, edition),
		slices.Concat(edition, []fact{started, completed}),
		slices.Concat(edition[:4], []fact{started}, edition[4:], []fact{completed}),
	} {
		v := told(facts...)
		d := dossier(t, v, "a")
		p := one(t, d.Prizes)
		if p.At.Date() != date(5) || v.ID(p.Edition) != "2026" || p.Initiative != "i1" ||
			!slices.Equal(ids(v, p.Nominators...), []string{"m8", "m9"}) || !slices.Equal(ids(v, p.AdoptedBy...), []string{"b"}) ||
			!slices.Equal(kinds(p.Steps), []evidence.StepKind{evidence.Nominated, evidence.Nominated, evidence.Adopted}) {
			t.Errorf("%+v", p)
		}
		i := one(t, d.Initiatives)
		if i.Origin != evidence.ByTeam || v.ID(i.Stakeholder) != "society" || !slices.Equal(ids(v, i.Participants...), []string{"m2", "m1"}) ||
			one(t, i.Steps).Kind != evidence.Completed {
			t.Errorf("%+v", i)
		}
	}
}

func TestChangesOfRulesAreOneList(t *testing.T) {
	v := told(
		fact{"governance-2", 4, governance.Changed{Scope: "a", What: governance.Pay}},
		fact{"governance-1", 2, governance.Changed{Scope: governance.Organisation, What: governance.Mandate}},
	)
	list := v.Governance()
	if len(list) != 2 || list[0].Scope != "organisation" || v.ID(list[0].What) != "mandate" || list[1].Scope != "a" {
		t.Errorf("%+v", list)
	}
	if v.Governed() != 2 || dossier(t, v, "a").Since != 1 || v.Of("organisation") != nil {
		t.Errorf("governed at %d, a touched at %d", v.Governed(), v.Of("a").Since)
	}
}
