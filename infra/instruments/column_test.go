package instruments_test

import (
	"strings"
	"testing"

	"soin/infra/instruments"
)

func pulse(t *testing.T) *instruments.Instrument {
	t.Helper()
	all, err := instruments.Read("pulse.yaml", []byte(sound))
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

func TestAHeaderMeansWhatTheFileSaysOfItsYear(t *testing.T) {
	in := pulse(t)
	for _, tt := range []struct {
		header, wave string
		use          instruments.Use
		id           string // of the question
	}{
		{"A1", "2019", instruments.Answers, "heard"},
		{"a1", "2020", instruments.Answers, "heard"},
		{"A1", "2021", instruments.Unknown, ""},
		{"A2", "2019", instruments.Answers, "done"},
		{"A2", "2021", instruments.Answers, "heard"},
		{"A2", "2022", instruments.Unknown, ""},
		{"A2", "2023", instruments.Answers, "heard"},
		{"A9", "2019", instruments.LeftOut, ""},
		{"A9", "2020", instruments.Unknown, ""},
		{"A11", "2019", instruments.Unknown, ""}, // not A1 with a footnote
		{"A1. I am heard", "2019", instruments.Answers, "heard"},
		{"A1. I  feel\nheard1", "2019", instruments.Answers, "heard"},
		{"A3. I am heard", "2019", instruments.Unknown, ""}, // a code nobody knows is not guessed by its text
		{"I am heard", "2019", instruments.Answers, "heard"},
		{"On m’écoute", "2019", instruments.Answers, "heard"},
		{"heard", "2019", instruments.Answers, "heard"},
		{"Unit", "2019", instruments.Team, ""},
		{"  UNIT¹ ", "2019", instruments.Team, ""},
		{"Unit 1", "2019", instruments.Unknown, ""},
		{"Rate*", "2019", instruments.ResponseRate, ""},
		{"Index of all", "2019", instruments.LeftOut, ""},
		{"Index2", "2019", instruments.LeftOut, ""},
		{"Something", "2019", instruments.Unknown, ""},
	} {
		c := column(t, in, tt.header, tt.wave)
		id := ""
		if c.Question >= 0 {
			id = in.Questions[c.Question].ID
		}
		if c.Use != tt.use || id != tt.id {
			t.Errorf("%q in %s: %s %s, want %s %s", tt.header, tt.wave, c.Use, id, tt.use, tt.id)
		}
		if (c.Use == instruments.Unknown || c.Use == instruments.LeftOut) && c.Reason == "" {
			t.Errorf("%q in %s: %s without a reason", tt.header, tt.wave, c.Use)
		}
	}
}

func TestACodeThatAsksAnotherQuestionIsRefused(t *testing.T) {
	in := pulse(t)
	w, _ := in.Wave("2019")
	_, err := in.Column("A2. I am heard", w)
	if err == nil || !strings.Contains(err.Error(), `asks something else than A2 did in 2019 ("What we ask for is done")`) {
		t.Errorf("got %v", err)
	}
}

func TestAPlainTableIsReadByIdsTextsAndMeasures(t *testing.T) {
	in := open(t, "soin-v1")
	for header, want := range map[string]instruments.Column{
		"team": {Use: instruments.Team}, "Équipe": {Use: instruments.Team}, "team_id": {Use: instruments.TeamCode},
		"parent": {Use: instruments.Parent}, "Répondants": {Use: instruments.Respondents},
		"eligible": {Use: instruments.Eligible}, "Taux de réponse": {Use: instruments.ResponseRate},
		"Q01":      {Use: instruments.Answers, Question: 0},
		"q02_mean": {Use: instruments.Answers, Question: 1, Measure: instruments.MeanOf},
		"Q02 %":    {Use: instruments.Answers, Question: 1, Measure: instruments.FavourableOf},
		"Q02_n":    {Use: instruments.Answers, Question: 1, Measure: instruments.AnswersOf},
		"Q02 sd":   {Use: instruments.Answers, Question: 1, Measure: instruments.DeviationOf},
		"Q33":      {Use: instruments.Unknown},
		"My manager notices the details that change my day.": {Use: instruments.Answers, Question: 14},
	} {
		c := column(t, in, header, "2025-03")
		if c.Use != want.Use || c.Measure != want.Measure || (c.Use == instruments.Answers && c.Question != want.Question) {
			t.Errorf("%q: %+v, want %+v", header, c, want)
		}
	}
}

func TestAWaveIsADayAMonthOrAYear(t *testing.T) {
	in := open(t, "csps")
	for label, want := range map[string]string{
		"2013": "2013-10-31", "2013-02": "2013-02-28", "2012-02": "2012-02-29", "2013-12": "2013-12-31", "2013-10-05": "2013-10-05",
	} {
		w, err := in.Wave(label)
		if err != nil || w.Date.String() != want {
			t.Errorf("%s: %s, %v, want %s", label, w.Date, err, want)
		}
	}
	for _, label := range []string{"", "13", "2013-13", "2013-02-30", "9999", "1850", "2013-1", "autumn", "20130", "2013 "} {
		if w, err := in.Wave(label); err == nil {
			t.Errorf("%q was taken for %s", label, w.Date)
		}
	}
}

func TestNoWaveIsOlderThanTheVersionItAsks(t *testing.T) {
	if _, err := open(t, "soin-v1").Wave("1999-12"); err == nil || !strings.Contains(err.Error(), "2000-01-01") {
		t.Errorf("got %v", err)
	}
}
