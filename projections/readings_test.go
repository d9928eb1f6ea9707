package projections_test

import (
	"math"
	"strings"
	"testing"

	"soin/domain/care"
	"soin/domain/survey"
	"soin/projections"
)

func reading(t *testing.T, s *story, team, wave, on string) projections.Reading {
	t.Helper()
	r, ok := s.views.Readings.Reading(team, wave, date(t, on))
	if !ok {
		t.Fatalf("no reading of %s in %s as of %s", team, wave, on)
	}
	return r
}

func is(t *testing.T, what string, n projections.Number, want float64) {
	t.Helper()
	if n.Status != projections.OK || n.Value == nil || math.Abs(*n.Value-want) > 1e-9 {
		t.Errorf("%s = %+v, want %v", what, n, want)
	}
}

func lacks(t *testing.T, what string, n projections.Number, status projections.Status, reason string) {
	t.Helper()
	if n.Status != status || n.Value != nil || n.SE != nil || !strings.Contains(n.Reason, reason) {
		t.Errorf("%s = %+v, want %s because %q", what, n, status, reason)
	}
}

func TestNeedIsTheMeanOfItsItemsWithReversedOnesTurnedRound(t *testing.T) {
	s := told(t).
		fact("2020-01-01", "instrument-pulse", questions()).
		fact("2020-03-01", "survey-w1", shares("a", 80, 60, 30, 50, 70))
	r := reading(t, s, "a", "w1", "2020-12-31")
	is(t, "confiance", r.Need(care.Confiance), (80.0+60+70)/3)
	is(t, "écoute", r.Need(care.Ecoute), 60)
	is(t, "gap", r.Gap("declared", "lived"), 20)
	if r.Need(care.Ecoute).SE != nil {
		t.Error("a standard error without counted people")
	}
	if r.Evidence() != 14 || r.Need(care.Ecoute).Position != 14 {
		t.Errorf("evidence at %d, computed at %d; both are position 14", r.Evidence(), r.Need(care.Ecoute).Position)
	}
}

func TestMeansArePutOnTheSameScaleAsShares(t *testing.T) {
	mean := func(item string, m, sd float64, n int) survey.Result {
		return survey.Result{Item: item, Mean: &m, SD: &sd, N: &n}
	}
	s := told(t).
		fact("2020-01-01", "instrument-pulse", questions()).
		fact("2020-03-01", "survey-w1", survey.Tallied{
			InstrumentID: "pulse", TeamID: "a", Respondents: new(16), Eligible: new(20),
			Items: []survey.Result{mean("heard", 4, 1, 16), mean("asked", 2, 2, 16)},
		})
	n := reading(t, s, "a", "w1", "2020-12-31").Need(care.Ecoute)
	is(t, "écoute", n, (75.0+25)/2)
	if want := (25/math.Sqrt(10) + 50/math.Sqrt(10)) / 2; n.SE == nil || math.Abs(*n.SE-want) > 1e-6 {
		t.Errorf("se = %v, want %v: 16 people are told as 10-19, so 10 are what it may speak of", n.SE, want)
	}
	if *n.Sample.Respondents != "10-19" || n.Sample.Items != 2 || n.Sample.Asked != 2 {
		t.Errorf("sample %+v", n.Sample)
	}
	is(t, "response rate", reading(t, s, "a", "w1", "2020-12-31").ResponseRate(), 80)
}

func TestTooLittleEvidenceGivesAWordAndNoNumber(t *testing.T) {
	s := told(t).
		fact("2020-01-01", "instrument-pulse", questions()).
		fact("2020-03-01", "survey-w1", shares("a", 80, 60, 30, 50)).
		fact("2020-03-01", "survey-w0", survey.Tallied{InstrumentID: "lost", TeamID: "a",
			Items: []survey.Result{{Item: "x", Favourable: new(1.0)}}})
	r := reading(t, s, "a", "w1", "2020-12-31")
	lacks(t, "écoute", r.Need(care.Ecoute), projections.Insufficient, "1 of 2 items")
	lacks(t, "reconnaissance", r.Need(care.Reconnaissance), projections.Insufficient, "0 of 1 items")
	lacks(t, "pouvoir d'agir", r.Need(care.PouvoirDAgir), projections.Insufficient, "asks nothing")
	lacks(t, "response rate", r.ResponseRate(), projections.Insufficient, "neither")
	lacks(t, "gap", r.Gap("declared", "asked"), projections.Insufficient, "1 of the items")
	lost := reading(t, s, "a", "w0", "2020-12-31")
	lacks(t, "unpublished", lost.Need(care.Ecoute), projections.Insufficient, "has not been published")
}

func TestMeansAndSharesAreNotMixed(t *testing.T) {
	e := shares("a", 80, 60, 30)
	e.Items[0].Favourable, e.Items[0].Mean = nil, new(4.0)
	s := told(t).
		fact("2020-01-01", "instrument-pulse", questions()).
		fact("2020-03-01", "survey-w1", e)
	r := reading(t, s, "a", "w1", "2020-12-31")
	lacks(t, "confiance", r.Need(care.Confiance), projections.Insufficient, "means and others as shares")
	lacks(t, "gap", r.Gap("declared", "lived"), projections.Insufficient, "mean and the other as a share")
}

func TestTooFewVoicesDoNotSpeakForATeam(t *testing.T) {
	answered := func(respondents, eligible int) survey.Tallied {
		e := shares("a", 80, 60, 30, 50, 70)
		e.Respondents, e.Eligible = &respondents, &eligible
		return e
	}
	for _, c := range []struct {
		respondents, eligible int
		heard                 bool
	}{{5, 10, true}, {9, 19, false}, {10, 30, true}, {20, 100, false}} {
		s := told(t).
			fact("2020-01-01", "instrument-pulse", questions()).
			fact("2020-03-01", "survey-w1", answered(c.respondents, c.eligible))
		n := reading(t, s, "a", "w1", "2020-12-31").Need(care.Ecoute)
		if (n.Status == projections.OK) != c.heard {
			t.Errorf("%d of %d answered: %s (%s)", c.respondents, c.eligible, n.Status, n.Reason)
		}
	}
}

func TestResultsWithoutCountsAreUsedAsTheyAre(t *testing.T) {
	e := shares("a", 80, 60, 30, 50, 70)
	e.ResponseRate = new(.2)
	s := told(t).
		fact("2020-01-01", "instrument-pulse", questions()).
		fact("2020-03-01", "survey-w1", e)
	r := reading(t, s, "a", "w1", "2020-12-31")
	is(t, "écoute", r.Need(care.Ecoute), 60)
	is(t, "response rate", r.ResponseRate(), 20)
}

func TestSingleItemsAreWithheldBelowTenAnswers(t *testing.T) {
	e := shares("a", 80, 60, 30, 50, 70)
	e.Respondents, e.Eligible = new(9), new(9)
	s := told(t).
		fact("2020-01-01", "instrument-pulse", questions()).
		fact("2020-03-01", "survey-w1", e)
	r := reading(t, s, "a", "w1", "2020-12-31")
	for _, it := range r.Items()[:5] {
		lacks(t, it.Item.ID, it.Score, projections.Withheld, "from 10 answers on")
	}
	lacks(t, "gap", r.Gap("declared", "lived"), projections.Withheld, "from 10 answers on")
}

func TestReadingUsesNothingThatHappenedLater(t *testing.T) {
	corrected := shares("a", 80, 60, 30, 90, 90)
	corrected.Revision = 2
	s := told(t).
		fact("2020-01-01", "instrument-pulse", questions()).
		fact("2020-03-01", "survey-w1", shares("a", 80, 60, 30, 50, 70)).
		fact("2020-05-01", "survey-w1", corrected)
	is(t, "before the correction", reading(t, s, "a", "w1", "2020-04-30").Need(care.Ecoute), 60)
	is(t, "after it", reading(t, s, "a", "w1", "2020-05-01").Need(care.Ecoute), 90)
	if _, ok := s.views.Readings.Reading("a", "w1", date(t, "2020-02-29")); ok {
		t.Error("a reading before anybody was asked")
	}
}

func TestSpreadCountsTeamsWithoutTheFigure(t *testing.T) {
	s := told(t).
		fact("2020-01-01", "instrument-pulse", questions()).
		fact("2020-03-01", "survey-w1", shares("a", 80, 60)).
		fact("2020-03-01", "survey-w1", shares("b", 40, 60)).
		fact("2020-03-01", "survey-w1", shares("c", 40))
	sp := projections.SpreadOf(s.views.Readings.Wave("w1", date(t, "2020-12-31")), 7, func(r projections.Reading) projections.Number {
		return r.Gap("declared", "lived")
	})
	if sp.Teams != 2 || sp.Without != 1 || *sp.Mean != 0 || *sp.Min != -20 || *sp.Max != 20 ||
		math.Abs(*sp.SD-20*math.Sqrt2) > 1e-5 {
		t.Errorf("spread %+v", sp)
	}
}

func TestTrendNeedsFourWavesAndFivePoints(t *testing.T) {
	waves := []string{"2016", "2017", "2018", "2019", "2020"}
	of := func(values ...float64) projections.Trend {
		s := told(t).fact("2015-01-01", "instrument-pulse", questions())
		for i, v := range values {
			s.fact(waves[i]+"-06-30", "survey-"+waves[i], shares("a", 50, 50, 50, v, v))
		}
		return projections.TrendOf(s.views.Readings.Readings("a", date(t, "2021-01-01")),
			func(r projections.Reading) projections.Number { return r.Need(care.Ecoute) })
	}
	for _, c := range []struct {
		values []float64
		want   projections.Direction
	}{
		{[]float64{10, 20, 30}, projections.Unsettled},
		{[]float64{10, 20, 30, 40}, projections.Rising},
		{[]float64{40, 30, 20, 10}, projections.Falling},
		{[]float64{50, 51, 52, 53, 54}, projections.Steady},
		{[]float64{10, 40, 20, 30, 25}, projections.Steady},
	} {
		if got := of(c.values...); got.Direction != c.want || len(got.Points) != len(c.values) {
			t.Errorf("%v is %s (%s), want %s", c.values, got.Direction, got.Reason, c.want)
		}
	}
}

func TestCorrectedWaveStaysWhereItWasInTime(t *testing.T) {
	s := told(t).fact("2015-01-01", "instrument-pulse", questions())
	for i, v := range []float64{40, 50, 60, 70, 80} {
		year := []string{"2018", "2019", "2020", "2021", "2022"}[i]
		s.fact(year+"-03-01", "survey-"+year, shares("a", 50, 50, 50, v, v))
	}
	corrected := shares("a", 50, 50, 50, 41, 41)
	corrected.Revision = 2
	s.fact("2023-06-01", "survey-2018", corrected)
	trend := projections.TrendOf(s.views.Readings.Readings("a", date(t, "2024-01-01")),
		func(r projections.Reading) projections.Number { return r.Need(care.Ecoute) })
	if trend.Direction != projections.Rising || *trend.Points[0].Score.Value != 41 || trend.Points[0].On != date(t, "2018-03-01") {
		t.Errorf("%s from %+v", trend.Direction, trend.Points[0])
	}
}

func TestHigherRevisionHoldsWhicheverDayItIsDated(t *testing.T) {
	second := shares("a", 50, 50, 50, 80, 80)
	second.Revision = 2
	s := told(t).
		fact("2020-01-01", "instrument-pulse", questions()).
		fact("2020-03-10", "survey-w1", shares("a", 50, 50, 50, 40, 40)).
		fact("2020-03-01", "survey-w1", second)
	is(t, "écoute", reading(t, s, "a", "w1", "2020-12-31").Need(care.Ecoute), 80)
}

func TestWhatWasAskedIsWhatTheVersionOfThatDaySays(t *testing.T) {
	second := questions()
	second.Version = "2"
	second.Items[3].Reversed, second.Items[4].Reversed = true, true
	s := told(t).
		fact("2020-01-01", "instrument-pulse", questions()).
		fact("2020-03-01", "survey-w1", shares("a", 50, 50, 50, 90, 90)).
		fact("2022-01-01", "instrument-pulse", second)
	for _, on := range []string{"2021-01-01", "2023-01-01"} {
		is(t, "écoute as of "+on, reading(t, s, "a", "w1", on).Need(care.Ecoute), 90)
	}
}

func TestFarFutureKnowsEverything(t *testing.T) {
	s := told(t).
		fact("2020-01-01", "instrument-pulse", questions()).
		fact("2020-03-01", "survey-w1", shares("a", 50, 50, 50, 90, 90))
	is(t, "écoute", reading(t, s, "a", "w1", "9999-12-31").Need(care.Ecoute), 90)
}

func TestTrendAndSpreadDoNotMixMeansAndShares(t *testing.T) {
	mean := func(v float64) survey.Tallied {
		return survey.Tallied{InstrumentID: "pulse", TeamID: "a", Items: []survey.Result{
			{Item: "heard", Mean: &v}, {Item: "asked", Mean: &v},
		}}
	}
	other := mean(3)
	other.TeamID = "b"
	s := told(t).fact("2015-01-01", "instrument-pulse", questions()).
		fact("2018-03-01", "survey-1", shares("a", 50, 50, 50, 80, 80)).
		fact("2018-03-01", "survey-1", other).
		fact("2019-03-01", "survey-2", shares("a", 50, 50, 50, 80, 80)).
		fact("2020-03-01", "survey-3", mean(3.6)).
		fact("2021-03-01", "survey-4", mean(3.6))
	ecoute := func(r projections.Reading) projections.Number { return r.Need(care.Ecoute) }
	trend := projections.TrendOf(s.views.Readings.Readings("a", date(t, "2024-01-01")), ecoute)
	if trend.Direction != projections.Unsettled || !strings.Contains(trend.Reason, "means and others as shares") {
		t.Errorf("%s: %s", trend.Direction, trend.Reason)
	}
	spread := projections.SpreadOf(s.views.Readings.Wave("1", date(t, "2024-01-01")), 7, ecoute)
	if spread.Mean != nil || !strings.Contains(spread.Reason, "means and others as shares") {
		t.Errorf("spread %+v", spread)
	}
}

func TestWavesOfOneDayHaveNoOrder(t *testing.T) {
	trend := func(first, second string) projections.Trend {
		values := map[string]float64{"x": 70, "y": 60}
		s := told(t).fact("2015-01-01", "instrument-pulse", questions())
		for i, v := range []float64{10, 20, 30} {
			year := []string{"2018", "2019", "2020"}[i]
			s.fact(year+"-03-01", "survey-"+year, shares("a", 50, 50, 50, v, v))
		}
		for _, id := range []string{first, second} {
			s.fact("2021-03-01", "survey-"+id, shares("a", 50, 50, 50, values[id], values[id]))
		}
		return projections.TrendOf(s.views.Readings.Readings("a", date(t, "2024-01-01")),
			func(r projections.Reading) projections.Number { return r.Need(care.Ecoute) })
	}
	if a, b := trend("x", "y"), trend("y", "x"); *a.P != *b.P || *a.Slope != *b.Slope {
		t.Errorf("p %v and %v, slope %v and %v", *a.P, *b.P, *a.Slope, *b.Slope)
	}
}

func TestResultOutsideItsScaleIsNone(t *testing.T) {
	v := 77.0
	s := told(t).
		fact("2020-01-01", "instrument-pulse", questions()).
		fact("2020-03-01", "survey-w1", survey.Tallied{InstrumentID: "pulse", TeamID: "a", Items: []survey.Result{
			{Item: "heard", Mean: &v}, {Item: "asked", Mean: &v},
		}})
	r := reading(t, s, "a", "w1", "2020-12-31")
	lacks(t, "écoute", r.Need(care.Ecoute), projections.Insufficient, "0 of 2 items")
	lacks(t, "item", r.Items()[3].Score, projections.Insufficient, "within the scale")
}

// Whoever counted them: respondents, those asked, or the answers to one item.
func TestFewPeopleAreToldCoarselyWhereverTheyAreCounted(t *testing.T) {
	for name, count := range map[string]func(*survey.Tallied){
		"respondents": func(e *survey.Tallied) { e.Respondents = new(7) },
		"eligible":    func(e *survey.Tallied) { e.Eligible = new(8) },
		"answers":     func(e *survey.Tallied) { e.Items[3].N = new(6); e.Items[1].N = new(6) },
	} {
		e := shares("a", 82, 61, 33, 100, 100)
		count(&e)
		s := told(t).
			fact("2020-01-01", "instrument-pulse", questions()).
			fact("2020-03-01", "survey-w1", e)
		r := reading(t, s, "a", "w1", "2020-12-31")
		is(t, name+": écoute", r.Need(care.Ecoute), 95) // unanimity is disclosure
		is(t, name+": confiance", r.Need(care.Confiance), 70)
		if se := r.Need(care.Confiance).SE; se != nil {
			t.Errorf("%s: se %v", name, *se)
		}
		lacks(t, name, r.Gap("declared", "lived"), projections.Withheld, "from 10 answers on")
	}
}
