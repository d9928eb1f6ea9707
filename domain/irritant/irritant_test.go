package irritant_test

import (
	"strings"
	"testing"

	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/irritant"
	"soin/domain/person"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), irritant.Context, history...)
}

var (
	reported     = irritant.Reported{TeamID: "1", Severity: 2, Basic: true, Axis: care.Team, Token: "a"}
	acknowledged = irritant.Acknowledged{By: irritant.Manager}
	resolved     = irritant.Resolved{By: irritant.Organisation, Member: "ana", Means: true}
	reopened     = irritant.Reopened{Reason: "again"}
	withdrawn    = irritant.Withdrawn{}
)

func confirmed(by person.Token) irritant.Confirmed { return irritant.Confirmed{Rating: 5, Token: by} }
func contested(by person.Token) irritant.Contested { return irritant.Contested{Token: by} }

func TestAnIrritantIsReportedOnce(t *testing.T) {
	given(t).When(reported).ThenRecorded().When(reported).ThenConflict("publish irritant.reopened")
}

func TestWhatBefallsAnIrritantAwaitsItsReport(t *testing.T) {
	for _, e := range []event.Event{acknowledged, resolved, withdrawn} {
		given(t).When(e).ThenEarly("irritant.reported")
	}
}

func TestWhatIsSaidOfAResolutionAwaitsIt(t *testing.T) {
	for _, e := range []event.Event{confirmed("a"), contested("a"), reopened} {
		given(t).When(e).ThenEarly("irritant.resolved")
		given(t, reported).When(e).ThenEarly("irritant.resolved")
		given(t, reported, resolved).When(e).ThenRecorded()
	}
}

func TestAnIrritantIsResolvedAndConfirmed(t *testing.T) {
	given(t).
		When(reported).ThenRecorded().
		When(acknowledged).ThenRecorded().
		When(resolved).ThenRecorded().
		When(acknowledged).ThenRecorded().
		When(resolved).ThenConflict("is resolved already").
		When(confirmed("a")).ThenRecorded().
		When(confirmed("b")).ThenRecorded().
		When(withdrawn).ThenConflict("only an open one")
}

func TestATokenSpeaksOnceOfAResolution(t *testing.T) {
	given(t, reported, resolved, confirmed("a")).
		When(confirmed("a")).ThenConflict("confirmed or contested this resolution already").
		When(contested("a")).ThenConflict("publish irritant.reopened").
		When(contested("b")).ThenRecorded().
		When(contested("b")).ThenConflict("already").
		When(resolved).ThenRecorded().
		When(confirmed("b")).ThenRecorded().
		When(contested("a")).ThenRecorded()
}

func TestAContestedResolutionReopensAnIrritant(t *testing.T) {
	for _, e := range []event.Event{contested("b"), reopened} {
		s := given(t, reported, resolved, confirmed("a")).When(e).ThenRecorded()
		s.When(confirmed("c")).ThenConflict("open again").
			When(reopened).ThenConflict("open already").
			When(contested("c")).ThenRecorded().
			When(resolved).ThenRecorded().
			When(confirmed("c")).ThenRecorded()
		given(t, reported, resolved, e).When(withdrawn).ThenRecorded()
	}
}

func TestAWithdrawnIrritantStaysWithdrawn(t *testing.T) {
	s := given(t, reported, withdrawn)
	for _, e := range []event.Event{resolved, confirmed("a"), contested("a"), reopened, withdrawn} {
		s = s.When(e).ThenConflict("was withdrawn")
	}
	s.When(reported).ThenConflict("reported already").When(acknowledged).ThenRecorded()
}

func TestBoundsOfAnIrritant(t *testing.T) {
	long := person.Text(strings.Repeat("é", 2001))
	given(t).
		When(irritant.Reported{}).ThenInvalid("teamId", "severity", "axis").
		When(irritant.Reported{
			TeamID: "1", Severity: 4, Axis: "moon", Touchpoint: strings.Repeat("t", 201), Title: long, Token: " ", Member: "a\n",
		}).ThenInvalid("severity", "axis", "touchpoint", "title", "token", "member").
		When(irritant.Reported{TeamID: "1", Severity: 3, Axis: care.Self, Touchpoint: strings.Repeat("t", 200)}).ThenRecorded().
		When(irritant.Acknowledged{}).ThenInvalid("by").
		When(irritant.Acknowledged{By: irritant.Team}).ThenRecorded().
		When(irritant.Resolved{By: "magic", Member: " "}).ThenInvalid("by", "member").
		When(resolved).ThenRecorded().
		When(irritant.Confirmed{}).ThenInvalid("rating", "token").
		When(irritant.Confirmed{Rating: 6, Token: "a"}).ThenInvalid("rating").
		When(irritant.Confirmed{Rating: 1, Token: "a"}).ThenRecorded().
		When(irritant.Contested{Reason: long}).ThenInvalid("reason", "token").
		When(irritant.Reopened{Reason: long}).ThenInvalid("reason").
		When(irritant.Reopened{}).ThenRecorded()
}
