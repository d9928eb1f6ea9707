package survey_test

import (
	"fmt"
	"testing"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/survey"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), survey.Context, history...)
}

const opensOn calendar.Date = 20_000

func opened(change func(*survey.Opened)) survey.Opened {
	e := survey.Opened{
		InstrumentID: "care-barometer", Version: "2", OpensOn: opensOn, ClosesOn: opensOn + 14,
		Teams: []survey.Invitation{{TeamID: "1", Eligible: 12}, {TeamID: "2", Eligible: 7}},
	}
	if change != nil {
		change(&e)
	}
	return e
}

// tallied is a result of team 1 with one item.
func tallied(change func(*survey.Tallied, *survey.Result)) survey.Tallied {
	e := survey.Tallied{
		InstrumentID: "care-barometer", TeamID: "1",
		Items: []survey.Result{{Item: "q1", Favourable: new(62.5)}},
	}
	if change != nil {
		change(&e, &e.Items[0])
	}
	return e
}

func revision(n int) survey.Tallied {
	return tallied(func(e *survey.Tallied, _ *survey.Result) { e.Revision = n })
}

func TestASurveyOpensOnceAndClosesOnce(t *testing.T) {
	given(t).
		When(survey.Closed{}).ThenEarly("survey.opened").
		When(opened(nil)).ThenRecorded().
		When(opened(nil)).ThenConflict("opened already").
		When(survey.Closed{}).ThenRecorded().
		When(survey.Closed{}).ThenConflict("closes once").
		When(opened(nil)).ThenConflict("a new wave is a new survey")
}

func TestATallyNeedsNoOpening(t *testing.T) {
	given(t).When(tallied(nil)).ThenRecorded().When(opened(nil)).ThenRecorded()
	given(t, opened(nil), survey.Closed{}).When(tallied(nil)).ThenRecorded()
}

func TestASurveyAsksOneInstrument(t *testing.T) {
	other := tallied(func(e *survey.Tallied, _ *survey.Result) { e.InstrumentID, e.TeamID = "other", "2" })
	given(t, opened(nil)).When(other).ThenConflict(`asks instrument "care-barometer", not "other"`)
	given(t, tallied(nil)).When(other).ThenConflict("asks instrument")
	given(t, other).When(opened(nil)).ThenConflict(`asks instrument "other"`)
}

func TestATeamIsTalliedAgainByAHigherRevision(t *testing.T) {
	given(t).
		When(tallied(nil)).ThenRecorded().
		When(tallied(nil)).ThenConflict("in revision 1").
		When(revision(1)).ThenConflict("a higher revision").
		When(revision(3)).ThenRecorded().
		When(revision(2)).ThenConflict("in revision 3").
		When(tallied(func(e *survey.Tallied, _ *survey.Result) { e.TeamID = "2" })).ThenRecorded().
		When(revision(4)).ThenRecorded()
}

func TestBoundsOfAnOpening(t *testing.T) {
	for _, c := range []struct {
		change func(*survey.Opened)
		paths  []string
	}{
		{func(e *survey.Opened) { *e = survey.Opened{} }, []string{"instrumentId", "version", "opensOn", "teams"}},
		{func(e *survey.Opened) { e.OpensOn = 0 }, []string{"opensOn", "closesOn"}},
		{func(e *survey.Opened) { e.ClosesOn = e.OpensOn - 1 }, []string{"closesOn"}},
		{func(e *survey.Opened) { e.ClosesOn = e.OpensOn + 367 }, []string{"closesOn"}},
		{func(e *survey.Opened) { e.Teams = nil }, []string{"teams"}},
		{func(e *survey.Opened) { e.Teams[1].TeamID = "1" }, []string{"teams[1].teamId"}},
		{func(e *survey.Opened) { e.Teams[0].TeamID, e.Teams[1].Eligible = "", 0 }, []string{"teams[0].teamId", "teams[1].eligible"}},
		{func(e *survey.Opened) { e.Teams = invitations(100_001) }, []string{"teams"}},
	} {
		given(t).When(opened(c.change)).ThenInvalid(c.paths...)
	}
	given(t).When(opened(func(e *survey.Opened) { e.ClosesOn = e.OpensOn })).ThenRecorded()
	given(t).When(opened(func(e *survey.Opened) { e.ClosesOn = e.OpensOn + 366 })).ThenRecorded()
}

func invitations(n int) []survey.Invitation {
	out := make([]survey.Invitation, n)
	for i := range out {
		out[i] = survey.Invitation{TeamID: fmt.Sprint(i), Eligible: 1}
	}
	return out
}

func TestASurveyAsksTheVersionItWasOpenedWith(t *testing.T) {
	version := func(v string) survey.Tallied {
		return tallied(func(e *survey.Tallied, _ *survey.Result) { e.Version = v })
	}
	given(t, opened(nil)).
		When(version("1")).ThenConflict(`asks version "2"`).
		When(version("2")).ThenRecorded()
}
