package sale_test

import (
	"strings"
	"testing"

	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/sale"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), sale.Context, history...)
}

func TestASaleIsConcludedOnce(t *testing.T) {
	e := sale.Concluded{TeamID: "1", Touchpoint: strings.Repeat("é", 200), FollowsFeedback: true}
	given(t).When(e).ThenRecorded().When(e).ThenConflict("already")
}

func TestBoundsOfASale(t *testing.T) {
	given(t).
		When(sale.Concluded{}).ThenInvalid("teamId").
		When(sale.Concluded{TeamID: "1", Touchpoint: strings.Repeat("é", 201)}).ThenInvalid("touchpoint").
		When(sale.Concluded{TeamID: "1"}).ThenRecorded()
}
