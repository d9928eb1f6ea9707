package listening_test

import (
	"fmt"
	"testing"

	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/listening"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), listening.Context, history...)
}

var held = listening.Held{TeamID: "1", Kind: listening.Round, Participants: 9}

func TestListeningIsToldOnce(t *testing.T) {
	for _, kind := range listening.Round.Words() {
		e := held
		e.Kind = listening.Kind(kind)
		given(t).When(e).ThenRecorded().When(e).ThenConflict("already")
	}
}

func commitments(ids ...string) listening.Held {
	e := held
	e.CommitmentIDs = ids
	return e
}

func TestBoundsOfListening(t *testing.T) {
	many := make([]string, 101)
	for i := range many {
		many[i] = fmt.Sprint(i)
	}
	given(t).
		When(listening.Held{}).ThenInvalid("teamId", "kind", "participants").
		When(listening.Held{TeamID: "1", Kind: "survey", Participants: 10_000_001}).ThenInvalid("kind", "participants").
		When(commitments(many...)).ThenInvalid("commitmentIds").
		When(commitments("a", "b", "a")).ThenInvalid("commitmentIds").
		When(commitments("a", "")).ThenInvalid("commitmentIds[1]").
		When(commitments(many[:100]...)).ThenRecorded()
}
