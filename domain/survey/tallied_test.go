package survey_test

import (
	"testing"

	"soin/domain/survey"
)

func TestBoundsOfATally(t *testing.T) {
	for _, c := range []struct {
		change func(*survey.Tallied, *survey.Result)
		paths  []string
	}{
		{func(e *survey.Tallied, _ *survey.Result) { *e = survey.Tallied{} }, []string{"instrumentId", "teamId", "items"}},
		{func(e *survey.Tallied, _ *survey.Result) { e.Version = "a\tb" }, []string{"version"}},
		{func(e *survey.Tallied, _ *survey.Result) { e.Revision = 1001 }, []string{"revision"}},
		{func(e *survey.Tallied, _ *survey.Result) { e.ResponseRate = new(1.01) }, []string{"responseRate"}},
		{func(e *survey.Tallied, _ *survey.Result) { e.Respondents, e.Eligible = new(10), new(9) }, []string{"eligible"}},
		{func(e *survey.Tallied, _ *survey.Result) { e.Items = append(e.Items, e.Items[0]) }, []string{"items[1].item"}},
		{func(e *survey.Tallied, _ *survey.Result) { e.Items = make([]survey.Result, 1001) }, nil},
		{func(_ *survey.Tallied, r *survey.Result) { r.Item = "" }, []string{"items[0].item"}},
		{func(_ *survey.Tallied, r *survey.Result) { r.Favourable = nil }, []string{"items[0].favourable"}},
		{func(_ *survey.Tallied, r *survey.Result) { r.Mean = new(3.5) }, []string{"items[0].favourable"}},
		{func(_ *survey.Tallied, r *survey.Result) { r.Favourable = new(100.5) }, []string{"items[0].favourable"}},
		{func(_ *survey.Tallied, r *survey.Result) { r.Favourable, r.Mean = nil, new(1000.5) }, []string{"items[0].mean"}},
		{func(_ *survey.Tallied, r *survey.Result) { r.SD = new(1.0) }, []string{"items[0].sd"}},
		{func(_ *survey.Tallied, r *survey.Result) { r.Favourable, r.Mean, r.SD = nil, new(3.0), new(-1.0) }, []string{"items[0].sd"}},
	} {
		e := tallied(c.change)
		if c.paths == nil {
			if e.Validate() == nil {
				t.Errorf("%d items are accepted", len(e.Items))
			}
			continue
		}
		given(t).When(e).ThenInvalid(c.paths...)
	}
}

func TestATallySinglesNobodyOut(t *testing.T) {
	for _, c := range []struct {
		change func(*survey.Tallied, *survey.Result)
		path   string
	}{
		{func(e *survey.Tallied, _ *survey.Result) { e.Respondents = new(4) }, "respondents"},
		{func(e *survey.Tallied, _ *survey.Result) { e.Eligible = new(4) }, "eligible"},
		{func(_ *survey.Tallied, r *survey.Result) { r.N = new(4) }, "items[0].n"},
		{func(_ *survey.Tallied, r *survey.Result) { r.Distribution = []int{3, 3, 3} }, "items[0].distribution"},
		{func(_ *survey.Tallied, r *survey.Result) { r.Distribution = []int{9, 2, 0} }, "items[0].distribution"},
		{func(_ *survey.Tallied, r *survey.Result) { r.Distribution = []int{11, -1} }, "items[0].distribution"},
		{func(_ *survey.Tallied, r *survey.Result) { r.Distribution = append(make([]int, 101), 10) }, "items[0].distribution"},
	} {
		given(t).When(tallied(c.change)).ThenInvalid(c.path)
	}
	whole := func(e *survey.Tallied, r *survey.Result) {
		e.Version, e.Revision, e.Respondents, e.Eligible, e.ResponseRate = "2", 1, new(10), new(10), new(1.0)
		r.Favourable, r.N, r.Mean, r.SD, r.Distribution = nil, new(10), new(3.2), new(0.0), []int{3, 0, 7}
	}
	given(t).When(tallied(whole)).ThenRecorded()
}
