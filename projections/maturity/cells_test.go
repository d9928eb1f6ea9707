package maturity

import (
	"testing"

	"soin/domain/training"
	"soin/projections/evidence"
	"soin/projections/fold"
)

// trains tells of a validated training of eight hours, some days ago.
func (s *tale) trains(daysAgo int, member, competence string, transfer int8) *evidence.Training {
	s.dossier.Trainings = append(s.dossier.Trainings, evidence.Training{
		Moment: s.ago(daysAgo), Member: s.word(member), Competence: s.word(competence), Hours: 8, Validated: true, Transfer: transfer,
	})
	return &s.dossier.Trainings[len(s.dossier.Trainings)-1]
}

func TestOnlyTestedTrainingsCount(t *testing.T) {
	s := team(t)
	s.trains(400, "p", training.SelfCare, 3)
	s.trains(729, "q", training.LoadRegulation, 4)
	s.trains(300, "p", training.LoadRegulation, 5)
	s.trains(300, "r", training.SelfCare, 5).Validated = false
	s.trains(300, "u", training.SelfCare, 0)
	s.trains(730, "v", training.SelfCare, 5)
	s.trains(300, "w", "welding", 5)
	s.is("XS1", 20)
	s.is("trained", 30) // p, q and w use it at work
	if at := s.untested(); len(at) != 2 {
		t.Errorf("untested at %v", at)
	}
	s.people(4).again().lacks("XS1", 4, 5, WantHeadcount)
}

func TestMoreLearnersThanPeopleAreEverybody(t *testing.T) {
	s := team(t).people(5)
	for i := range 7 {
		s.trains(10, string(rune('a'+i)), training.SelfCare, 4)
	}
	s.is("XS1", 100)
}

func (s *tale) commit(axis evidence.Axis, daysAgo, dueAgo int, steps ...evidence.Step) *evidence.Commitment {
	s.dossier.Commitments = append(s.dossier.Commitments, evidence.Commitment{
		Moment: s.ago(daysAgo), Axis: axis, Owner: s.word("p"), DueOn: s.dateAgo(dueAgo), Hours: 10, Steps: steps,
	})
	return &s.dossier.Commitments[len(s.dossier.Commitments)-1]
}

func TestMeansOfSelfCareAreUsedOrWorthNothing(t *testing.T) {
	s := team(t)
	s.lacks("XS3", 0, 1, WantSelf)
	s.commit(evidence.Self, 100, -50)
	s.again().is("XS3", 0)
	used := func(daysAgo int, hours float64) evidence.Step {
		step := s.step(evidence.Used, daysAgo)
		step.Amount = hours
		return step
	}
	s.dossier.Means = []evidence.Means{
		{Moment: s.ago(90), Axis: evidence.Self, Hours: 10, Steps: []evidence.Step{used(50, 4), used(20, 3), used(-1, 3)}},
		{Moment: s.ago(90), Axis: evidence.Team, Hours: 10, Steps: []evidence.Step{used(50, 9)}},
		{Moment: s.ago(180), Axis: evidence.Self, Hours: 10},
	}
	s.again().is("XS3", 70)
	s.dossier.Means[0].Steps[0].Amount = 40
	s.again().is("XS3", 100)
}

func TestDisconnectionIsAShareOfWorkingDays(t *testing.T) {
	s := team(t)
	sample := func(daysAgo int, days, breaches float64) {
		s.dossier.Workloads = append(s.dossier.Workloads, evidence.Workload{
			Moment: s.ago(daysAgo), Period: evidence.Period{Start: s.dateAgo(daysAgo + 29), End: s.dateAgo(daysAgo)},
			PersonDays: days, BreachDays: breaches,
		})
	}
	sample(30, 99, 10)
	sample(90, 200, 200)
	sample(-1, 200, 200)
	s.lacks("XS4", 99, 100, WantPersonDays)
	sample(89, 101, 0)
	s.again().is("XS4", 95)
	s.people(4).again().lacks("XS4", 4, 5, WantHeadcount)
}

func TestSelfCareIsShared(t *testing.T) {
	s := team(t)
	s.managedBy("m")
	s.trains(10, "p", training.SelfCare, 4)
	s.need(100, evidence.Self, 20).Member = s.word("q")
	s.need(100, evidence.Self).Member = s.word("r") // nobody answered
	s.dossier.CareActs = []evidence.CareAct{
		{Moment: s.ago(10), Axis: evidence.Self, Member: s.word("u")},
		{Moment: s.ago(10), Axis: evidence.Team, Member: s.word("v")},
		{Moment: s.ago(10), Axis: evidence.Self, Carer: true},
	}
	s.is("PS1", 30)
	s.is("PS2", 0)
	s.dossier.Initiatives = []evidence.Initiative{
		{Moment: s.ago(364), Axis: evidence.Self, Participants: []fold.Word{s.word("p"), s.word("m")}},
		{Moment: s.ago(365), Axis: evidence.Self, Participants: []fold.Word{s.word("w")}},
	}
	s.again().is("PS1", 40)
	s.is("PS2", 50)
	s.dossier.SelfAssessments = []evidence.SelfAssessment{{Moment: s.ago(30), Member: s.word("m")}}
	s.again().is("PS2", 100)
	s.dossier.Managers = nil
	s.again().lacks("PS2", 0, 1, WantManager)
}

func TestManagersLearnToListenForLongEnough(t *testing.T) {
	s := team(t)
	s.lacks("XT2", 0, 1, WantManager)
	s.managedBy("m")
	s.trains(1000, "m", training.Listening, 4).Hours = 4
	s.trains(900, "m", training.ServantLeadership, 3)
	s.trains(900, "p", training.ServantLeadership, 5)
	s.again().is("XT2", 0)
	s.trains(900, "m", training.ServantLeadership, 5).Hours = 3
	if m := s.again().is("XT2", 100); m.SE < 15 {
		t.Errorf("one manager is no certainty: se %v", m.SE)
	}
}

func TestAnticipationHasFullMarksFromAShareOn(t *testing.T) {
	s := team(t)
	for range 7 {
		s.need(100, evidence.Team, 3)
	}
	s.lacks("ST3", 7, 8, WantAnswers)
	n := s.need(100, evidence.Team, 3)
	n.Signalled, n.Steps[0].Anticipated = false, true
	s.again().is("ST3", 100*(1.0/8)/.30)
	for i := range 3 {
		s.dossier.Needs[i].Steps[0].Anticipated = true
	}
	s.again().is("ST3", 100)
}

func TestCouncilsAreHeldBeforeTheDecision(t *testing.T) {
	s := team(t)
	for i, c := range []struct{ before, came int32 }{{5, 5}, {0, 9}, {5, 4}, {-3, 10}} {
		s.dossier.Decisions = append(s.dossier.Decisions, evidence.Decision{
			Moment:   s.ago(100 + i),
			Councils: []evidence.Council{{Moment: s.ago(100 + i + int(c.before)), Participants: c.came, Eligible: 10}},
		})
	}
	s.lacks("ST4", 4, 5, WantDecisions)
	s.dossier.Decisions = append(s.dossier.Decisions, evidence.Decision{Moment: s.ago(10)})
	s.again().is("ST4", 40)
}

func TestReceiversJudgeCare(t *testing.T) {
	s := team(t)
	s.voiced(evidence.OfCare, evidence.Team, 0, 2, 4, 4, 5, 5)
	s.voiced(evidence.OfCare, evidence.Self, 0, 3, 3, 3, 3)
	s.is("ST1", .6*75+.4*50)
	s.lacks("SS2", 4, 5, WantReceivers)
	s.is("received", (5*75+4*50)/9.0)
	s.voiced(evidence.OfCare, evidence.Self, 721, 5, 5, 5, 5, 5)
	s.again().lacks("SS2", 4, 5, WantReceivers)
	s.voiced(evidence.OfCare, evidence.Self, 180, 5)
	s.again().is("SS2", (4*50+.5*95)/4.5) // of few, nobody is told at an end of the scale
}

func TestCoverageCountsWhatNobodyJudged(t *testing.T) {
	s := team(t)
	s.lacks("receiver-coverage", 0, 1, WantActs)
	s.voiced(evidence.OfCare, evidence.Team, 10, 4, 4, 4, 4, 4).Acts = 10
	s.again().is("receiver-coverage", 50)
	for range 20 {
		s.dossier.Helps = append(s.dossier.Helps, evidence.Help{Moment: s.ago(100)})
	}
	s.again().is("receiver-coverage", 25)
}

func TestCommitmentsHaveOwnersMeansAndAnEnd(t *testing.T) {
	s := team(t)
	s.commit(evidence.Planet, 300, 100, s.step(evidence.Kept, 110))
	s.commit(evidence.Planet, 300, 100, s.step(evidence.KeptLate, 80)).Owner = 0
	s.commit(evidence.Planet, 300, 100, s.step(evidence.Broken, 90)).Hours = 0
	s.lacks("XP1", 3, 4, WantCommitments)
	s.lacks("XP2", 3, 4, WantDue)
	s.commit(evidence.Planet, 300, -1, s.step(evidence.Kept, 5)) // not due yet
	s.again().is("XP1", 50)
	s.lacks("XP2", 3, 4, WantDue)
	s.commit(evidence.Planet, 600, 364)
	s.commit(evidence.Planet, 600, 365, s.step(evidence.Kept, 366))
	s.again().is("XP2", 100*1.5/4)
	s.commit(evidence.Team, 300, 0, s.step(evidence.Kept, 0))
	s.again().is("commitments-kept", 100*2.5/5)
	s.dossier.Incidents = []evidence.Incident{{Moment: s.ago(9)}}
	s.again().is("owner-assigned", 100*4.0/6)
}

func TestPlanetActsAreEvenOverStakeholders(t *testing.T) {
	s := team(t)
	for i, whose := range []string{"customers", "suppliers", "society", "environment", "employees"} {
		s.dossier.Initiatives = append(s.dossier.Initiatives, evidence.Initiative{
			Moment: s.ago(300 - i), Axis: evidence.Planet, Stakeholder: s.word(whose),
		})
	}
	for i, domain := range []string{"supplier", "social", "environmental"} {
		s.dossier.Impacts = append(s.dossier.Impacts, evidence.Impact{Moment: s.ago(200 - i), Domain: s.word(domain)})
	}
	s.lacks("PP2", 7, 8, WantPlanetActs)
	s.dossier.Initiatives[4].Stakeholder = s.word("customers")
	if m := s.again().is("PP2", 100); m.SE < 2 {
		t.Errorf("se %v", m.SE)
	}
	for i := range s.dossier.Initiatives {
		s.dossier.Initiatives[i].Stakeholder = s.word("society")
	}
	for i := range s.dossier.Impacts {
		s.dossier.Impacts[i].Domain = s.word("community")
	}
	s.again().is("PP2", 0)
}

func TestPlanetInitiativesAreShared(t *testing.T) {
	s := team(t).people(4)
	join := func(names ...string) {
		x := evidence.Initiative{Moment: s.ago(100), Axis: evidence.Planet}
		for _, n := range names {
			x.Participants = append(x.Participants, s.word(n))
		}
		s.dossier.Initiatives = append(s.dossier.Initiatives, x)
	}
	join("p", "q")
	join("p", "r")
	s.lacks("PP3", 2, 3, WantInitiatives)
	join("p")
	s.again().is("PP3", 100*.75*(1-.6)) // three of four; G* of 3 1 1 0
}
