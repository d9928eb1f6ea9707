package maturity

import (
	"math"
	"strings"
	"testing"

	"soin/domain/event"
	"soin/domain/instrument"
	"soin/domain/survey"
	"soin/projections"
	"soin/projections/evidence"
)

// xs2 is five ballots on the questions of XS2, of which the last is reversed: 83.33, 50,
// 100, 16.67 and 83.33 points.
var xs2 = []string{"441", "333", "5.1", "225", "351"}

func TestScaleIsTheMeanOfRespondents(t *testing.T) {
	s := team(t)
	s.released(0, "Q01 Q02 Q03", append(xs2, "5..")...) // one answer of three says nothing
	m := s.is("XS2", 65)                                // 66.67, told in steps of five
	near(t, "se", m.SE, math.Sqrt(10000.0/9/5), 1e-6)
	if m.N != 5 || m.Basis != FromSurvey {
		t.Errorf("n %v of %v", m.N, m.Basis)
	}
	s.lacks("XT4", 0, 5, WantBallots)
}

func TestUnanimityLeavesTheLeastError(t *testing.T) {
	s := team(t)
	s.released(0, "Q01 Q02 Q03", strings.Fields(strings.Repeat("551 ", 6))...)
	if m := s.is("XS2", 95); m.SE != 2 {
		t.Errorf("se %v", m.SE)
	}
}

// A cell is told to the millionth. Were the mean of five exact in it, anybody could work it
// out from the cell and the weights.
func TestTheMeanOfFewIsCoarseBeforeItEntersAnything(t *testing.T) {
	for n, want := range map[int]float64{9: 85, 10: 250.0 / 3} {
		s := team(t)
		s.released(0, "Q01 Q02 Q03", strings.Fields(strings.Repeat("441 ", n))...)
		s.is("XS2", want)
	}
}

func TestFourBallotsAreNoSample(t *testing.T) {
	s := team(t)
	s.released(0, "Q01 Q02 Q03", "441", "333", "551", "225", "...")
	s.lacks("XS2", 0, 5, WantBallots)
}

func TestTooFewOfThoseAskedCannotSpeakForThem(t *testing.T) {
	for _, c := range []struct {
		eligible, responses int32
		ok                  bool
	}{{10, 5, true}, {11, 5, false}, {20, 9, false}, {33, 10, true}, {34, 10, false}} {
		s := team(t)
		u := s.released(0, "Q01 Q02 Q03", xs2...)
		u.Eligible, u.Responses = c.eligible, c.responses
		if m := s.measure("XS2"); (m.Status == OK) != c.ok {
			t.Errorf("%d of %d: %s, %+v", c.responses, c.eligible, m.Status, m.Lack)
		} else if want := (Lack{int(100 * c.responses / c.eligible), 50, WantResponse}); !c.ok && m.Lack != want {
			t.Errorf("lacking %+v, want %+v", m.Lack, want)
		}
	}
}

func TestAVoidedUnitCountsUntilItIsVoided(t *testing.T) {
	s := team(t)
	u := s.released(20, "Q01 Q02 Q03", xs2...)
	voided := s.ago(10)
	u.Voided = &voided
	s.lacks("XS2", 0, 5, WantBallots)
	s.asOf(-11).is("XS2", 65)
	s.asOf(-10).lacks("XS2", 0, 5, WantBallots) // not released yet
}

func TestAWaveGrowsStaleAndIsDroppedAtLast(t *testing.T) {
	for _, c := range []struct {
		age    int
		status projections.Status
	}{{360, OK}, {361, Stale}, {720, Stale}, {721, Insufficient}} {
		s := team(t)
		s.released(c.age, "Q01 Q02 Q03", xs2...)
		if m := s.measure("XS2"); m.Status != c.status || (m.Status == Stale) != (m.Status != OK && !math.IsNaN(m.Value)) {
			t.Errorf("after %d days: %s, %v", c.age, m.Status, m.Value)
		}
	}
}

func TestABallotWithOneAnswerToEverythingSaysNothing(t *testing.T) {
	s := team(t)
	const ten = "Q03 Q06 Q14 Q19 Q01 Q02 Q10 Q11 Q12 Q13" // four of them reversed
	ballots := []string{"2222244444", "2222244445", "2222244443", "2222244444", "2222244444"}
	s.released(0, ten, append(ballots, "4444444444")...)
	s.is("XT4", 75)
	if n, at := s.straightLined(); n != 1 || len(at) != 1 {
		t.Errorf("%d ballots at %v", n, at)
	}
	short := team(t)
	short.released(0, strings.TrimPrefix(ten, "Q03 "), "222244444", "222244444", "222244444", "222244444", "222244444", "444444444")
	if n, _ := short.straightLined(); n != 0 {
		t.Errorf("%d ballots of nine questions", n)
	}
}

func TestManyEqualBallotsAreSuspicious(t *testing.T) {
	s := team(t)
	for _, c := range []struct {
		ballots string
		same    int
		found   bool
	}{
		{"123 123 123 441 551", 3, true}, {"123 123 441 551 552", 2, false}, {"333 333 333 333 441", 1, false},
		{"123 123 123" + strings.Repeat(" 333", 13), 3, false},
	} {
		if same, found := s.stuffed(s.released(0, "Q01 Q02 Q03", strings.Fields(c.ballots)...)); same != c.same || found != c.found {
			t.Errorf("%s: %d, %t", c.ballots, same, found)
		}
	}
}

func TestATeamStartsFromTheWholeUnitsOfThoseItCameFrom(t *testing.T) {
	s := team(t)
	s.released(90, "Q01 Q02 Q03", xs2...)
	old := *s.dossier
	s.before, s.dossier = []*evidence.Dossier{&old, &old}, &evidence.Dossier{Units: old.Units}
	if m := s.is("XS2", 65); m.N != 5 {
		t.Errorf("a unit of several teams counted %v times", m.N/5)
	}
}

func TestAnotherInstrumentIsReadByWhatItsItemsMean(t *testing.T) {
	s := team(t)
	items := questions()
	mine := []instrument.Item{items[0], items[1], items[9]} // two of XS, one of XT
	mine[0].ID, mine[1].ID, mine[2].ID = "load", "say", "trust"
	mine[0].Max, mine[1].Min = 9, 0
	s.publish("pulse", instrument.OfTeam, mine)
	s.publish("pulse-manager", instrument.OfManager, mine)
	u := s.released(0, "load say trust", "905", "951", "951", "951", "951") // 100 and 0, or 100 and 100
	u.Instrument = s.word("pulse")
	s.is("XS2", 90)
	s.lacks("PT3", 0, 5, WantBallots) // its questions are of the bank alone
	u.Instrument = s.word("pulse-manager")
	s.again().lacks("XS2", 0, 5, WantBallots)
}

func TestASingleQuestionIsToldFromTenBallotsOn(t *testing.T) {
	s := team(t)
	s.released(0, "Q16 Q17", strings.Fields(strings.Repeat("44 ", 9))...)
	s.lacks("items:conseil", 0, 5, WantBallots)
	s = team(t)
	s.released(0, "Q16 Q17", strings.Fields(strings.Repeat("42 ", 10))...)
	s.is("items:conseil", 75)
}

func TestNeedsAndDimensionsAreWhatItemsSayTheyAre(t *testing.T) {
	s := team(t)
	s.released(0, "Q01 Q02 Q04 Q05", strings.Fields(strings.Repeat("4453 ", 6))...)
	s.is("items:pouvoir d'agir", 75)              // Q01, Q02
	s.is("items:écoute", 75)                      // Q04 at 100, Q05 at 50
	s.lacks("items:attention", 0, 5, WantBallots) // Q04 alone of several
	s.lacks("EX", 0, 5, WantBallots)
}

func TestAgreementIsThatOfTheNewestWaveOnEachScale(t *testing.T) {
	s := team(t)
	s.released(200, "Q24 Q25 Q26", "551", "551", "551", "551", "551")
	s.released(0, "Q24 Q25 Q26", "343", "443", "443", "333", "221") // variances .7, .8 and .8, of 2 at random
	spread := (.7 + .8 + .8) / 3 / 2
	want := 3 * (1 - spread) / (3*(1-spread) + spread)
	if list := s.agreement(); len(list) != 1 || math.Abs(list[0]-want) > 1e-9 {
		t.Errorf("%v, want %v", list, want)
	}
}

func (s *tale) tallied(daysAgo int, respondents *int, values ...float64) {
	e := survey.Tallied{InstrumentID: bank, Version: "1", TeamID: "a", Respondents: respondents}
	for i, v := range values {
		e.Items = append(e.Items, survey.Result{Item: questions()[i].ID, Favourable: &v, N: respondents})
	}
	s.tally(daysAgo, e)
}

func (s *tale) tally(daysAgo int, e survey.Tallied) {
	at := s.ago(daysAgo)
	s.view.Readings.Fold(event.Recorded{
		Envelope: event.Envelope{Source: "test", ID: "t", Time: at.At.Date().Start()},
		Place:    event.Place{Stream: "survey-" + string(rune('a'+s.next)), Position: s.next},
		Event:    e,
	})
}

func TestTalliesAreUsedAsTheyAre(t *testing.T) {
	s := team(t)
	s.tallied(0, nil, 80, 60, 30)
	m := s.is("XS2", 70) // the third is reversed
	if !math.IsNaN(m.SE) || m.N != 0 || m.Basis != FromTallies {
		t.Errorf("se %v, n %v, basis %v without counts", m.SE, m.N, m.Basis)
	}
	s.tallied(180, nil, 20, 20, 80)
	s.again().is("XS2", (70+.5*20)/1.5)
	n := 100
	s = team(t)
	s.tallied(0, &n, 80, 60, 30)
	if m := s.is("XS2", 70); !(m.SE > 2) || m.N != 50 {
		t.Errorf("se %v, n %v", m.SE, m.N)
	}
}

func TestMeansAndSharesOfOtherToolsAreNotMixed(t *testing.T) {
	s := team(t)
	s.tallied(180, nil, 20, 20, 80)
	e := survey.Tallied{InstrumentID: bank, Version: "1", TeamID: "a"}
	for i, mean := range []float64{4, 4, 1} {
		e.Items = append(e.Items, survey.Result{Item: questions()[i].ID, Mean: &mean})
	}
	s.tally(0, e)
	s.is("XS2", 250.0/3)
}

func TestOurSurveyGoesBeforeTallies(t *testing.T) {
	s := team(t)
	s.tallied(0, nil, 0, 0, 100)
	s.released(30, "Q01 Q02 Q03", xs2...)
	s.is("XS2", 65)
}
