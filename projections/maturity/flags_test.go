package maturity

import (
	"math"
	"slices"
	"strings"
	"testing"

	"soin/domain/care"
	"soin/domain/instrument"
	"soin/projections/evidence"
	"soin/projections/fold"
)

// criteria are those of a scorecard, in canonical order; NaN is one without a value.
type criteria [3]float64

func (c criteria) criterion(id care.Criterion) Measure {
	v := c[slices.Index(care.Criteria[:], id)]
	if math.IsNaN(v) {
		return lacking(string(id), 0, 3, "")
	}
	return leaf(string(id), FromActs, v, 2, 9)
}

// raised are the ids of the flags, of a team with criteria that raise none.
func (s *tale) raised() (ids []string) {
	s.again()
	for _, f := range s.flags(criteria{50, 50, 50}) {
		ids = append(ids, f.ID)
	}
	return ids
}

func (s *tale) raises(ids ...string) {
	s.t.Helper()
	if got := s.raised(); !slices.Equal(got, ids) {
		s.t.Errorf("raised %q, want %q", got, ids)
	}
}

func TestEveryFlagIsWordedTwiceAndSpeaksOfNobody(t *testing.T) {
	seen := map[string]bool{}
	for _, sign := range signs {
		if seen[sign.id] || sign.because.FR == "" || sign.because.EN == "" || sign.because.FR == sign.because.EN {
			t.Errorf("%s: %+v", sign.id, sign.because)
		}
		seen[sign.id] = true
		for _, word := range []string{"manager", "responsab", "member", "membre", "person ", "personne "} {
			if strings.Contains(sign.because.EN+sign.because.FR, word) && sign.id != "retaliation" { // "personne ne" is nobody
				t.Errorf("%s speaks of a %s", sign.id, word)
			}
		}
	}
	if len(signs) != 18 {
		t.Errorf("%d flags", len(signs))
	}
	team(t).raises() // nothing is known, so nothing is wrong
}

func TestPromisesWithoutMeansOrAnEndAreAFacade(t *testing.T) {
	s := team(t)
	for i := range 4 {
		c := s.commit(evidence.Team, 100, 10) // due ten days ago
		c.Hours = 5
		if i < 2 {
			c.Steps = append(c.Steps, s.step(evidence.KeptLate, 5))
		}
	}
	s.raises() // half of them were kept
	s.commit(evidence.Team, 100, 10).Hours = 5
	s.raises("facade")
	s = team(t)
	for i := range 4 {
		s.commit(evidence.Planet, 100, -10).Hours = float64(i / 2) // two of four have means
	}
	s.raises("facade")
	if f := s.flags(criteria{50, 50, 50})[0]; f.Cap != care.Amorcee || f.Evidence != nil {
		t.Errorf("%+v", f)
	}
	s.tracing = true
	if f := s.again().flags(criteria{50, 50, 50})[0]; len(f.Evidence) != 2 || !slices.IsSorted(f.Evidence) {
		t.Errorf("%+v", f)
	}
}

func TestRetaliationThatNobodyOwnsCapsTheLevelAtOnce(t *testing.T) {
	s := team(t)
	i := s.incident(3)
	i.Category = evidence.Retaliation
	s.raises("retaliation")
	if f := s.flags(criteria{50, 50, 50})[0]; f.Cap != care.Declaree {
		t.Errorf("%+v", f)
	}
	i.Steps = append(i.Steps, s.step(evidence.Owned, 1))
	s.raises()
	s.asOf(-2)
	s.raises("retaliation") // as of a day before somebody did
}

func TestAttentionWithoutDemandIsComplaisance(t *testing.T) {
	s := team(t)
	for _, c := range []struct {
		criteria
		raised bool
	}{{criteria{40, 60, 60}, true}, {criteria{41, 60, 60}, false}, {criteria{40, 80, 40}, true}, {criteria{math.NaN(), 90, 90}, false}} {
		if got := len(s.again().flags(c.criteria)) > 0; got != c.raised {
			t.Errorf("%v: %v", c.criteria, got)
		}
	}
}

func TestCareThatRestsOnOnePostureIsIsolated(t *testing.T) {
	s := team(t)
	act := func(n int, who string) {
		for range n {
			s.dossier.CareActs = append(s.dossier.CareActs, evidence.CareAct{Moment: s.ago(5), Member: s.word(who)})
		}
	}
	act(5, "a")
	act(4, "b")
	s.raises() // nine acts are too few to tell
	act(2, "a")
	s.raises("isolated") // seven of eleven
	act(3, "c")
	s.raises() // half is not more than half
	act(1, "a")
	s.people(4).raises() // nobody is told of in a team of four
}

func TestMoreNeedsAndNoMeansAreAnInjunction(t *testing.T) {
	s := team(t)
	for range 7 {
		s.need(200, evidence.Self)
	}
	for range 8 {
		s.need(100, evidence.Self)
	}
	s.raises("injunction")
	s.dossier.Means = append(s.dossier.Means, evidence.Means{Moment: s.ago(10), Axis: evidence.Self, Hours: 5})
	s.raises()
	s.dossier.Means = nil
	s.need(200, evidence.Self)
	s.raises() // no more than before
}

func TestPromisesWithoutBudgetOrChangeAreAnOrnament(t *testing.T) {
	s := team(t)
	for range 3 {
		s.commit(evidence.Team, 100, -10).Hours = 0
	}
	s.raises()
	c := s.commit(evidence.Team, 100, -10)
	c.Hours = 0
	s.raises("soul")
	c.Amount = 1
	s.raises()
	c.Amount = 0
	s.dossier.Decisions = append(s.dossier.Decisions, evidence.Decision{Moment: s.ago(50), Cites: true})
	s.raises()
}

// Declared care goes from 50 to 75 points; what the team says it lives is 50, then moves.
func TestDeclaringMoreWithoutLivingMoreIsInflation(t *testing.T) {
	for _, c := range []struct {
		later  string // answers to Q04
		raised bool
	}{{"3", true}, {"4", false}} {
		s := team(t)
		s.managedBy("boss")
		s.publish("bank-m", instrument.OfManager, []instrument.Item{{ID: "Q04-M", MirrorOf: "Q04", Min: 1, Max: 5}, {ID: "Q05-M", MirrorOf: "Q05", Min: 1, Max: 5}})
		declare := func(daysAgo int, answer float64) {
			s.dossier.SelfAssessments = append(s.dossier.SelfAssessments, evidence.SelfAssessment{
				Moment: s.ago(daysAgo), Member: s.word("boss"), Instrument: s.word("bank-m"), Version: s.word("1"),
				Items: []fold.Word{s.word("Q04-M"), s.word("Q05-M")}, Answers: []float64{answer, answer},
			})
		}
		s.released(320, "Q04 Q05", "33", "33", "33", "33", "33", "33")
		declare(300, 3)
		for range 8 { // the new wave outweighs the old one
			s.released(20, "Q04 Q05", slices.Repeat([]string{c.later + c.later}, 6)...)
		}
		declare(10, 4)
		if got := slices.Contains(s.raised(), "inflation"); got != c.raised {
			t.Errorf("answers %s: %v, declared and lived %+v", c.later, got, s.again().facade())
		}
	}
}

func TestUnanimousDelightOfEverybodyIsPressure(t *testing.T) {
	s := team(t)
	s.released(100, "Q01 Q02", "55", "55", "55", "55", "54") // 97.5 points; Q07, Q11 and Q20 were not asked
	s.raises("pressure")
	s.evidence.Folded().Units[0].Eligible = 6
	s.raises() // somebody was free not to answer
	s.released(80, "Q01 Q02", "55", "15", "35", "25", "54").Survey = s.word("wave 2")
	s.raises("pressure") // twenty days after the last one
}

func TestGamesWithBallotsAreTold(t *testing.T) {
	s := team(t)
	s.released(30, "Q01 Q02", "12", "12", "12", "34", "55", "42")
	s.raises("stuffing")
	s = team(t)
	s.released(30, "Q01 Q02 Q03 Q04 Q05 Q06 Q10 Q12 Q13 Q14",
		"4444444444", "1234512345", "2234512345", "3234512345", "4234512345", "5234512345")
	s.raises("straight-lining")
	s.asOf(365)
	s.raises() // long ago
}

func TestGamesWithActsAreTold(t *testing.T) {
	s := team(t)
	for range 8 {
		s.irritant(40, s.after(2, evidence.Resolved), s.after(3, evidence.Reopened))
	}
	s.raises("churn")
	s = team(t)
	for range 6 {
		s.delegate("a", 5, 2).Steps = nil
	}
	s.raises("dumping")
	s = team(t)
	for range 5 {
		tr := s.trains(20, "a", "self-care", 0)
		tr.Validated = false
	}
	s.raises("box-ticking")
}
