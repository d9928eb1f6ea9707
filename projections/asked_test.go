package projections_test

import (
	"testing"

	"soin/domain/instrument"
)

func TestAnswersBelongToTheVersionTheyNameOrElseToThatOfTheirDay(t *testing.T) {
	second := questions()
	second.Version = "2"
	s := told(t).
		fact("2020-01-01", "instrument-pulse", questions()).
		fact("2022-01-01", "instrument-pulse", second)
	for _, c := range []struct{ id, version, on, want string }{
		{"pulse", "1", "2023-01-01", "1"}, {"pulse", "", "2021-12-31", "1"}, {"pulse", "", "2022-01-01", "2"},
		{"pulse", "", "2019-01-01", "1"}, {"pulse", "3", "2023-01-01", ""}, {"other", "", "2023-01-01", ""},
	} {
		if got, ok := s.views.Readings.Asked(c.id, c.version, date(t, c.on)); got.Version != c.want || ok != (c.want != "") {
			t.Errorf("%s %q of %s: %q, %t", c.id, c.version, c.on, got.Version, ok)
		}
	}
}

func TestAnyItemsHaveAMeanAndTheFewestPeopleBehindThem(t *testing.T) {
	e := shares("a", 82, 61, 33)
	n := 37
	e.Respondents = &n
	s := told(t).
		fact("2020-01-01", "instrument-pulse", questions()).
		fact("2020-03-01", "survey-w1", e)
	r := reading(t, s, "a", "w1", "2020-12-31")
	is(t, "two items", r.Mean("", func(it instrument.Item) bool { return it.ID == "declared" || it.ID == "lived" }), 71.5)
	if r.Fewest() != 20 {
		t.Errorf("at least %d people", r.Fewest())
	}
}
