package commitment_test

import (
	"strings"
	"testing"

	"soin/domain/care"
	"soin/domain/commitment"
	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/person"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), commitment.Context, history...)
}

var declared = commitment.Declared{TeamID: "1", Axis: care.Team, DueOn: 20_000}

func ends() []event.Event {
	return []event.Event{
		commitment.Kept{}, commitment.KeptLate{}, commitment.Broken{}, commitment.Broken{Reason: "The supplier\nwithdrew."},
	}
}

func TestACommitmentIsDeclaredOnce(t *testing.T) {
	given(t).When(declared).ThenRecorded().
		When(declared).ThenConflict("declared already")
}

func TestACommitmentEndsOnce(t *testing.T) {
	for _, end := range ends() {
		s := given(t, declared).When(end).ThenRecorded()
		for _, again := range ends() {
			s = s.When(again).ThenConflict("ended with " + end.EventName())
		}
		s.When(declared).ThenConflict("declared already")
	}
}

func TestWhatNobodyDeclaredIsNotEndedYet(t *testing.T) {
	for _, end := range ends() {
		given(t).When(end).ThenEarly("commitment.declared")
	}
}

func TestBoundsOfACommitment(t *testing.T) {
	given(t).
		When(commitment.Declared{}).ThenInvalid("teamId", "axis", "dueOn").
		When(with(func(e *commitment.Declared) { e.Axis = "Team" })).ThenInvalid("axis").
		When(with(func(e *commitment.Declared) { e.Owner = " m" })).ThenInvalid("owner").
		When(with(func(e *commitment.Declared) { e.BudgetHours, e.BudgetAmount = -1, -0.01 })).ThenInvalid("budgetHours", "budgetAmount").
		When(with(func(e *commitment.Declared) { e.BudgetHours, e.BudgetAmount = 10_000_000.5, 1.1e12 })).ThenInvalid("budgetHours", "budgetAmount").
		When(with(func(e *commitment.Declared) { e.BudgetHours, e.BudgetAmount = 10_000_000, 1e12 })).ThenRecorded().
		When(commitment.Broken{Reason: person.Text(strings.Repeat("é", 2001))}).ThenInvalid("reason").
		When(commitment.Broken{Reason: person.Text(strings.Repeat("é", 2000))}).ThenRecorded()
}

func with(change func(*commitment.Declared)) commitment.Declared {
	e := declared
	change(&e)
	return e
}
