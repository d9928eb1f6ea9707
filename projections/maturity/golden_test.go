package maturity

import (
	"math"
	"testing"

	"soin/projections/evidence"
	"soin/projections/fold"
	"soin/projections/stats"
)

// delegate grants a delegation that was accepted with means, in the order of members.
func (s *tale) delegate(to string, autonomy, stakes int8, steps ...evidence.Step) *evidence.Delegation {
	at := s.ago(100)
	s.dossier.Delegations = append(s.dossier.Delegations, evidence.Delegation{
		Moment: at, ID: to + string(rune('0'+len(s.dossier.Delegations))), From: s.word("manager"), To: s.word(to),
		Autonomy: autonomy, Stakes: stakes, Means: 1,
		Steps: append([]evidence.Step{s.step(evidence.Accepted, 99)}, steps...),
	})
	return &s.dossier.Delegations[len(s.dossier.Delegations)-1]
}

func (s *tale) completed(o evidence.Outcome) evidence.Step {
	step := s.step(evidence.Completed, 50)
	step.Outcome = o
	return step
}

// golden is the example of the model: eight members, nine delegations, two errors.
func golden(t testing.TB) *tale {
	s := team(t).people(8)
	for _, d := range []struct {
		to               string
		autonomy, stakes int8
		outcome          evidence.Outcome
	}{
		{"p", 5, 3, evidence.Success}, {"p", 4, 2, evidence.Success}, {"p", 6, 1, evidence.Success},
		{"q", 3, 3, evidence.Success}, {"q", 5, 2, evidence.Success}, {"r", 4, 1, evidence.Partial},
		{"r", 5, 2, evidence.Partial}, {"u", 2, 3, evidence.Error}, {"v", 6, 3, evidence.Error},
	} {
		s.delegate(d.to, d.autonomy, d.stakes, s.completed(d.outcome))
	}
	s.voiced(evidence.OfError, evidence.NoAxis, 30, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5)
	return s
}

func TestDelegationIsTheGoldenOne(t *testing.T) {
	s := golden(t)
	s.is("delegation-breadth", 51.8849)
	s.is("delegation-depth", 55)
	s.is("delegation-outcome", 66.6667)
	s.is("delegation-protection", 100)
	s.is("XT1", 66.482143)
	s.is("delegation-room", (51.884921+55)/2)
	near(t, "G*", s.mandates().people.concentration(), .587302, 1e-6)
	if r := s.risk(); r.Errors != 2 || r.Delegations != 9 || math.Abs(r.Autonomy-40.0/9) > 1e-9 {
		t.Errorf("risk %+v", r)
	}
}

func TestDecayIsTheGoldenOne(t *testing.T) {
	s := team(t)
	p := s.pool([]batch{{n: 12, mean: 62, age: 0}, {n: 10, mean: 58, age: 91}, {n: 9, mean: 50, age: 181}}, 180)
	near(t, "value", p.value, 58.515942, 1e-6)
	near(t, "n_eff", p.effective, 28.836605, 1e-6)
}

func TestSymmetryIsTheGoldenOne(t *testing.T) {
	s := team(t)
	m := symmetric(s.model, leaf("EX", FromSurvey, 61, 3, 20), leaf("CX", FromCustomers, 78, 4, 40))
	near(t, "SYM", m.Value, 63.5, 1e-9)
	back := symmetric(s.model, leaf("EX", FromSurvey, 78, 3, 20), leaf("CX", FromCustomers, 61, 4, 40))
	near(t, "SYM the other way round", back.Value, 63.5, 1e-9)
	near(t, "se", m.SE, math.Hypot(1.5*3, 4), 1e-9) // 50 + 1.5 EX - CX while members are behind
}

func TestFacadeIsTheGoldenOne(t *testing.T) {
	f := gapOf(82, 61, 5.2, team(t).model.Formulas.Facade.Width)
	near(t, "z", f.Z, 4.0385, 1e-4)
	near(t, "index", f.Index, 47.5, 1e-9)
}

func TestSystemOfNeedsIsTheGoldenOne(t *testing.T) {
	s := team(t)
	var parts []Measure
	for _, v := range []float64{80, 64, 72, 56} {
		parts = append(parts, leaf("", FromSurvey, v, 2, 10))
	}
	near(t, "needs", delta(s.model, power("EX", parts, WantBallots)).Value, 67.405855, 1e-6)
}

// The coefficient and its error are those of package stats, whose numbers are published.
func TestSpreadIsGiniWithItsJackknife(t *testing.T) {
	had := []float64{0, 0, 0, 1, 1, 2, 2.5, 3}
	var shares []share
	for i, v := range had {
		if v > 0 {
			shares = append(shares, share{fold.Word(50 - i), v / 2}, share{fold.Word(50 - i), v / 2})
		}
	}
	x := spreadOf(shares, len(had))
	near(t, "reach", x.reach(), 5.0/8, 1e-12)
	near(t, "G*", x.concentration(), stats.GiniCorrected(had), 1e-12)
	f := func(reach, concentration float64) float64 { return 100 * reach * (1 - concentration) }
	want := stats.Jackknife(had, func(x []float64) float64 {
		some := 0.0
		for _, v := range x {
			if v > 0 {
				some++
			}
		}
		return f(some/float64(len(x)), stats.GiniCorrected(x))
	})
	near(t, "se", x.jackknife(f), want, 1e-9)
}
