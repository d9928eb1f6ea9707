package maturity

import (
	"math"
	"strings"
	"testing"

	"soin/domain/instrument"
	"soin/projections/evidence"
)

// unsafe is a team that says 37.5 about speaking up, which is told as 40 of six people.
func unsafe(t testing.TB) *tale {
	s := team(t)
	s.released(0, "Q07 Q11 Q20", strings.Fields(strings.Repeat("222 333 ", 3))...)
	return s
}

func (s *tale) incident(daysAgo int, steps ...evidence.Step) *evidence.Incident {
	s.dossier.Incidents = append(s.dossier.Incidents, evidence.Incident{Moment: s.ago(daysAgo), Severity: 3, Steps: steps})
	return &s.dossier.Incidents[len(s.dossier.Incidents)-1]
}

func TestSafetyIsWhatIsSaidAndHowIncidentsAreAnswered(t *testing.T) {
	s := unsafe(t)
	s.is("PT3", 40)
	s.incident(100, s.step(evidence.Owned, 93), s.step(evidence.Closed, 50))
	s.incident(100, s.step(evidence.Owned, 99), s.step(evidence.Closed, 60))
	s.incident(80, s.step(evidence.Owned, 72), s.step(evidence.Closed, 60)) // late
	s.incident(7)                                                           // there is time
	s.again().is("PT3", 40)                                                 // nobody rated
	s.voiced(evidence.OfSafety, evidence.NoAxis, 20, 4, 4, 4, 4, 4, 4, 4, 4, 5, 1)
	s.again().is("incident-care", 200.0/3)
	s.is("PT3", .7*40+.3*200/3)
	s.incident(3, s.step(evidence.Owned, 2), s.step(evidence.Closed, 1))
	s.again().is("incident-care", 75)
	s.dossier.Voices[0].Ratings = s.dossier.Voices[0].Ratings[5:]
	for i := range s.dossier.Voices[0].Ratings {
		s.dossier.Voices[0].Ratings[i].Score = 3
	}
	s.again().is("incident-care", 0)
}

func TestManyIncidentsAreNoFault(t *testing.T) {
	few, most := unsafe(t), unsafe(t)
	for i, s := range []*tale{few, most} {
		s.voiced(evidence.OfSafety, evidence.NoAxis, 20, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4)
		for range 3 + 30*i {
			s.incident(100, s.step(evidence.Owned, 98), s.step(evidence.Closed, 50))
		}
	}
	if a, b := few.measure("PT3").Value, most.measure("PT3").Value; a != b {
		t.Errorf("%v with few, %v with many", a, b)
	}
}

func TestASilentTeamHasNoIncidentsToSpeakOf(t *testing.T) {
	s := unsafe(t)
	if !s.silent() {
		t.Error("nothing is heard of ten people who do not feel safe")
	}
	s.incident(89)
	if s.again().silent() {
		t.Error("an incident was told")
	}
	s.dossier.Incidents = nil
	s.incident(90, s.step(evidence.Owned, 89), s.step(evidence.Closed, 88))
	s.voiced(evidence.OfSafety, evidence.NoAxis, 20, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5)
	s.again().is("PT3", 40)
	if s.people(7).again().silent() {
		t.Error("seven people may well have nothing to tell")
	}
	s.people(8).irritant(90)
	if !s.again().silent() {
		t.Error("the last irritant is too old")
	}
}

func TestASevereIncidentWaitsForAnOwner(t *testing.T) {
	s := team(t)
	s.incident(400).Severity = 2
	s.incident(40)
	s.incident(90, s.step(evidence.Owned, 50))
	s.incident(-5)
	if n := s.unowned(); n != 40 {
		t.Errorf("%d days", n)
	}
	if n := s.asOf(-51).unowned(); n != 39 {
		t.Errorf("%d days before it was owned", n)
	}
}

func TestFacadeIsWhatTheManagerDeclaresAboveWhatTheTeamLives(t *testing.T) {
	s := team(t)
	s.managedBy("m")
	mirrors := []instrument.Item{
		{ID: "Q10-M", MirrorOf: "Q10", Min: 1, Max: 5}, {ID: "Q11-M", MirrorOf: "Q11", Min: 1, Max: 5},
		{ID: "Q22-M", MirrorOf: "Q22", Min: 1, Max: 5}, {ID: "other", Min: 1, Max: 5},
	}
	s.publish("soin-v1-manager", instrument.OfManager, mirrors)
	s.released(0, "Q10 Q11 Q12", strings.Fields(strings.Repeat("335 443 ", 5))...) // 50 and 75 on the first two
	a := evidence.SelfAssessment{Moment: s.ago(20), Member: s.word("m"), Instrument: s.word("soin-v1-manager")}
	for i, answer := range []float64{5, 4, 1, 1} { // the team was not asked the third
		a.Items, a.Answers = append(a.Items, s.word(mirrors[i].ID)), append(a.Answers, answer)
	}
	s.dossier.SelfAssessments = []evidence.SelfAssessment{a}
	f := s.facade()
	se := 12.5 * math.Sqrt(10.0/9) / math.Sqrt(10)
	near(t, "declared", f.Declared, 87.5, 1e-9)
	near(t, "lived", f.Lived, 62.5, 1e-9)
	near(t, "z", f.Z, 25/se, 1e-9)
	near(t, "index", f.Index, 100*(1-25.0/40), 1e-9)
	if !f.OK || f.N != 2 {
		t.Errorf("%+v", f)
	}
	s.dossier.SelfAssessments[0].Member = s.word("x")
	if f := s.again().facade(); f.OK {
		t.Errorf("somebody else's: %+v", f)
	}
}

func TestAnotherToolsMirrorsAreAFacadeToo(t *testing.T) {
	s := team(t)
	items := questions()[:2]
	items[0].MirrorOf = items[1].ID
	s.publish(bank, instrument.OfTeam, items)
	s.tallied(10, nil, 70, 50)
	if f := s.facade(); !f.OK || f.D != 20 || f.N != 1 || !math.IsNaN(f.Z) {
		t.Errorf("%+v", f)
	}
}
