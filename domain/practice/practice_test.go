package practice_test

import (
	"strings"
	"testing"

	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/practice"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), practice.Context, history...)
}

func adapted(text string) practice.Adapted {
	return practice.Adapted{TeamID: "1", From: text, To: text, Reason: text}
}

func TestAnAdaptationIsToldOnce(t *testing.T) {
	given(t).When(adapted("x")).ThenRecorded().When(adapted("x")).ThenConflict("already")
}

func TestBoundsOfAnAdaptation(t *testing.T) {
	given(t).
		When(practice.Adapted{}).ThenInvalid("teamId", "from", "to", "reason").
		When(adapted(strings.Repeat("é", 501))).ThenInvalid("from", "to", "reason").
		When(adapted(strings.Repeat("é", 500))).ThenRecorded()
}
