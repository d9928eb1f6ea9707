package evidence_test

import (
	"slices"
	"testing"

	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/instrument"
	"soin/domain/selfassessment"
	"soin/domain/survey"
	"soin/domain/voices"
	"soin/projections/evidence"
)

// ballots are rows of answers; 0 stands for none.
func ballots(rows ...[]int) [][]*int {
	out := make([][]*int, len(rows))
	for i, row := range rows {
		for _, answer := range row {
			if answer == 0 {
				out[i] = append(out[i], nil)
			} else {
				out[i] = append(out[i], &answer)
			}
		}
	}
	return out
}

func released(teams ...string) survey.Released {
	return survey.Released{
		InstrumentID: "pulse", Version: "1", TeamIDs: teams, ClosedOn: date(3), Eligible: 9, Responses: 6,
		Items: []string{"q1", "q2"}, Ballots: ballots([]int{0, 5}, []int{-100, 100}, []int{1, 2}),
	}
}

func TestAUnitIsOneForAllOfItsTeams(t *testing.T) {
	v := told(fact{"survey-s1", 4, released("a", "b")})
	if !slices.Equal(dossier(t, v, "a").Units, dossier(t, v, "b").Units) {
		t.Error("the teams have different units")
	}
	u := v.Unit(one(t, dossier(t, v, "a").Units))
	if u.Moment != at(4, 1) || u.ClosedOn != int32(date(3)) || u.Eligible != 9 || u.Responses != 6 || u.N() != 3 || u.Voided != nil ||
		!slices.Equal(ids(v, u.Survey, u.Instrument, u.Version), []string{"s1", "pulse", "1"}) ||
		!slices.Equal(ids(v, u.Teams...), []string{"a", "b"}) || !slices.Equal(ids(v, u.Items...), []string{"q1", "q2"}) {
		t.Errorf("%+v", u)
	}
	for i, want := range []float64{0, 5, -100, 100, 1, 2} {
		if x, ok := u.Answer(i/2, i%2); ok != (want != 0) || ok && x != want {
			t.Errorf("answer %d is %v, %v, want %v", i, x, ok, want)
		}
	}
}

func TestUnitsStandInTheOrderOfTheirRelease(t *testing.T) {
	v := told(fact{"survey-s2", 8, released("a")}, fact{"survey-s1", 4, released("a", "b")}, fact{"survey-s0", 8, released("a")})
	var surveys []string
	for _, i := range dossier(t, v, "a").Units {
		surveys = append(surveys, v.ID(v.Unit(i).Survey))
	}
	if !slices.Equal(surveys, []string{"s1", "s0", "s2"}) {
		t.Errorf("in the order %q", surveys)
	}
}

func TestAVoidedUnitIsMarked(t *testing.T) {
	v := told(
		fact{"survey-s1", 4, released("a", "b")},
		fact{"survey-s1", 4, released("c")},
		fact{"survey-s2", 5, released("a", "b")},
		fact{"survey-s1", 6, survey.Voided{TeamIDs: []string{"a", "b"}, Reason: survey.Stuffing}},
		fact{"survey-s3", 6, survey.Voided{TeamIDs: []string{"a", "x"}, Reason: survey.Stuffing}}, // nothing was released
		fact{"survey-s2", 7, survey.Voided{TeamIDs: []string{"a"}, Reason: survey.Stuffing}},      // no unit of it
	)
	for i, want := range []bool{true, false, false} {
		if u := v.Unit(int32(i)); (u.Voided != nil) != want || want && *u.Voided != at(6, 4) {
			t.Errorf("unit %d: voided %v", i, u.Voided)
		}
	}
}

func TestAReleaseOfRatingsIsToldInEveryTeamOfItsUnit(t *testing.T) {
	v := told(
		fact{"voices-b1", 5, voices.Released{Kind: voices.Care, TeamIDs: []string{"a", "b"}, PeriodStart: date(1), PeriodEnd: date(2),
			Axis: care.Team, From: voices.Customers, Acts: 12, Ratings: []voices.Rating{{Fit: 2, Autonomy: 3}, {Fit: 4, Autonomy: 5}}}},
		fact{"voices-b2", 4, voices.Released{Kind: voices.Error, TeamIDs: []string{"a"}, Ratings: []voices.Rating{{Score: 5}}}},
		fact{"voices-b3", 3, voices.Released{Kind: voices.Safety, TeamIDs: []string{"a"}}},
	)
	of := dossier(t, v, "a").Voices
	if len(of) != 3 || of[0].Kind != evidence.OfSafety || of[1].Kind != evidence.OfError || of[1].Ratings[0].Score != 5 || of[1].From != 0 {
		t.Fatalf("%+v", of)
	}
	r := of[2]
	if r.Kind != evidence.OfCare || r.Axis != evidence.Team || r.Acts != 12 || v.ID(r.From) != "customers" ||
		!slices.Equal(ids(v, r.Teams...), []string{"a", "b"}) || r.Period.Start != int32(date(1)) ||
		!slices.Equal(r.Ratings, []evidence.Rating{{Fit: 2, Autonomy: 3}, {Fit: 4, Autonomy: 5}}) {
		t.Errorf("%+v", r)
	}
	if b := one(t, dossier(t, v, "b").Voices); b.Subject != r.Subject {
		t.Errorf("b has another one: %+v", b)
	}
}

func TestASelfAssessmentHasItsAnswersByItem(t *testing.T) {
	v := told(fact{"selfassessment-1", 1, selfassessment.Submitted{TeamID: "a", Member: "m1", InstrumentID: "pulse",
		Answers: map[string]float64{"m3": 5, "m1": 2.5, "m2": 4}}})
	s := one(t, dossier(t, v, "a").SelfAssessments)
	if s.Version != 0 || !slices.Equal(ids(v, s.Member, s.Instrument), []string{"m1", "pulse"}) ||
		!slices.Equal(ids(v, s.Items...), []string{"m1", "m2", "m3"}) || !slices.Equal(s.Answers, []float64{2.5, 4, 5}) {
		t.Errorf("%+v", s)
	}
}

func TestAnInstrumentMayChangeWhatAnyAnswersSay(t *testing.T) {
	v := told(fact{"team-a", 1, tallied()}, fact{"instrument-pulse", 2, instrument.Published{}})
	if v.Published() != 2 || dossier(t, v, "a").Since != 1 {
		t.Errorf("published at %d, a touched at %d", v.Published(), v.Of("a").Since)
	}
}

func tallied() event.Event { return survey.Tallied{TeamID: "a", InstrumentID: "pulse"} }
