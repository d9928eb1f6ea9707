package careact_test

import (
	"testing"

	"soin/domain/care"
	"soin/domain/careact"
	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), careact.Context, history...)
}

var logged = careact.Logged{TeamID: "1", Kind: careact.Relational}

func with(change func(*careact.Logged)) careact.Logged {
	e := logged
	change(&e)
	return e
}

func TestAnActOfCareIsLoggedOnce(t *testing.T) {
	for _, kind := range careact.Technical.Words() {
		e := with(func(e *careact.Logged) { e.Kind = careact.Kind(kind) })
		given(t).When(e).ThenRecorded().When(e).ThenConflict("already")
	}
}

func TestNobodyIsNamedWithAnArrangementForACarer(t *testing.T) {
	given(t).
		When(with(func(e *careact.Logged) { e.Member, e.Carer = "a", true })).ThenInvalid("member").
		When(with(func(e *careact.Logged) { e.Carer = true })).ThenRecorded()
}

func TestBoundsOfAnActOfCare(t *testing.T) {
	given(t).
		When(careact.Logged{}).ThenInvalid("teamId", "kind").
		When(with(func(e *careact.Logged) { e.Kind, e.Axis, e.Member = "kind", "us", " a" })).ThenInvalid("kind", "axis", "member").
		When(with(func(e *careact.Logged) { e.Minutes = -1 })).ThenInvalid("minutes").
		When(with(func(e *careact.Logged) { e.Minutes = 10_000_001 })).ThenInvalid("minutes").
		When(with(func(e *careact.Logged) { e.Minutes, e.Axis, e.Member, e.Small = 7.5, care.Team, "a", true })).ThenRecorded()
}
