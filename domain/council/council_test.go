package council_test

import (
	"testing"

	"soin/domain/council"
	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), council.Context, history...)
}

func held(participants, eligible int) council.Held {
	return council.Held{DecisionID: "d", Participants: participants, Eligible: eligible}
}

func TestACouncilIsHeldOnce(t *testing.T) {
	given(t).When(held(9, 12)).ThenRecorded().When(held(9, 12)).ThenConflict("already")
}

func TestBoundsOfACouncil(t *testing.T) {
	given(t).
		When(council.Held{}).ThenInvalid("decisionId", "participants", "eligible").
		When(council.Held{DecisionID: "d", TeamID: " t", Participants: 1, Eligible: 1}).ThenInvalid("teamId").
		When(held(0, 12)).ThenInvalid("participants").
		When(held(13, 12)).ThenInvalid("participants").
		When(held(1, 10_000_001)).ThenInvalid("eligible").
		When(held(10_000_000, 10_000_000)).ThenRecorded()
}
