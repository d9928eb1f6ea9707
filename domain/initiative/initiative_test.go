package initiative_test

import (
	"fmt"
	"strings"
	"testing"

	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/initiative"
	"soin/domain/person"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), initiative.Context, history...)
}

func started(change func(*initiative.Started)) initiative.Started {
	e := initiative.Started{
		TeamID: "1", Axis: care.Planet, Origin: initiative.FromTeam,
		Participants: []person.Member{"b", "a"}, Stakeholder: initiative.Society,
	}
	change(&e)
	return e
}

func as(*initiative.Started) {}

var completed = initiative.Completed{Outcome: "Every evening"}

func TestAnInitiativeIsStartedOnceAndCompletedOnce(t *testing.T) {
	given(t).
		When(completed).ThenEarly("initiative.started").
		When(started(as)).ThenRecorded().
		When(started(as)).ThenConflict("another initiative").
		When(completed).ThenRecorded().
		When(completed).ThenConflict("completed already").
		When(started(as)).ThenConflict("started already")
}

func TestEveryWordOfAnInitiativeIsTaken(t *testing.T) {
	for _, origin := range initiative.FromTeam.Words() {
		given(t).When(started(func(e *initiative.Started) { e.Origin = initiative.Origin(origin) })).ThenRecorded()
	}
	for _, whom := range initiative.Society.Words() {
		given(t).When(started(func(e *initiative.Started) { e.Stakeholder = initiative.Stakeholder(whom) })).ThenRecorded()
	}
}

func members(n int) []person.Member {
	out := make([]person.Member, n)
	for i := range out {
		out[i] = person.Member(fmt.Sprint("m", i))
	}
	return out
}

func TestBoundsOfAnInitiative(t *testing.T) {
	given(t).
		When(initiative.Started{}).ThenInvalid("teamId", "axis", "origin", "participants", "stakeholder").
		When(started(func(e *initiative.Started) { e.Origin, e.Stakeholder = "us", "them" })).ThenInvalid("origin", "stakeholder").
		When(started(func(e *initiative.Started) { e.Participants = members(1001) })).ThenInvalid("participants").
		When(started(func(e *initiative.Started) { e.Participants = []person.Member{"a", "b", "a"} })).ThenInvalid("participants").
		When(started(func(e *initiative.Started) { e.Participants = []person.Member{"a", ""} })).ThenInvalid("participants[1]").
		When(started(func(e *initiative.Started) { e.Participants = members(1000) })).ThenRecorded().
		When(initiative.Completed{}).ThenInvalid("outcome").
		When(initiative.Completed{Outcome: strings.Repeat("é", 201)}).ThenInvalid("outcome").
		When(initiative.Completed{Outcome: strings.Repeat("é", 200)}).ThenRecorded()
}
