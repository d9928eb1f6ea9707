package erasure_test

import (
	"testing"

	"soin/domain/erasure"
	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), erasure.Context, history...)
}

func TestSomebodyIsErasedOnce(t *testing.T) {
	given(t).
		When(erasure.Erased{}).ThenInvalid("member").
		When(erasure.Erased{Member: "p_1"}).ThenRecorded().
		When(erasure.Erased{Member: "p_1"}).ThenConflict("already")
}
