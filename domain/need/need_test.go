package need_test

import (
	"strings"
	"testing"

	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/need"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), need.Context, history...)
}

var (
	signalled    = need.Signalled{TeamID: "1", Axis: care.Self, Member: "ana", Kind: "rest"}
	acknowledged = need.Acknowledged{By: "manager"}
	asked        = need.Answered{Origin: need.Asked, TeamID: "1", Axis: care.Self}
	anticipated  = need.Answered{Origin: need.Anticipated, TeamID: "1", Axis: care.Self, Means: true}
)

func TestANeedIsSignalledOnceAndAnsweredOnce(t *testing.T) {
	given(t).
		When(signalled).ThenRecorded().
		When(signalled).ThenConflict("another need").
		When(acknowledged).ThenRecorded().
		When(acknowledged).ThenRecorded().
		When(asked).ThenRecorded().
		When(asked).ThenConflict("answered already").
		When(anticipated).ThenConflict("answered already").
		When(acknowledged).ThenRecorded()
}

func TestANeedThatIsAskedForAwaitsItsSignal(t *testing.T) {
	for _, e := range []event.Event{acknowledged, asked, need.Answered{Origin: need.Anticipated}} {
		given(t).When(e).ThenEarly("need.signalled")
		given(t, signalled).When(e).ThenRecorded()
	}
}

func TestAnAnticipatedNeedNeedsNoSignal(t *testing.T) {
	given(t).
		When(anticipated).ThenRecorded().
		When(anticipated).ThenConflict("answered already").
		When(acknowledged).ThenEarly("need.signalled").
		When(signalled).ThenRecorded().
		When(acknowledged).ThenRecorded()
}

func TestBoundsOfANeed(t *testing.T) {
	given(t).
		When(need.Signalled{}).ThenInvalid("teamId", "axis").
		When(need.Signalled{TeamID: "1", Axis: "moon", Member: " ", Kind: strings.Repeat("k", 65)}).ThenInvalid("axis", "member", "kind").
		When(need.Signalled{TeamID: "1", Axis: care.Planet}).ThenRecorded().
		When(need.Acknowledged{By: strings.Repeat("b", 65)}).ThenInvalid("by").
		When(need.Acknowledged{}).ThenRecorded().
		When(need.Answered{}).ThenInvalid("origin").
		When(need.Answered{Origin: need.Asked, TeamID: "1"}).ThenInvalid("axis").
		When(need.Answered{Origin: need.Asked, Axis: care.Team}).ThenInvalid("axis").
		When(need.Answered{Origin: need.Asked, TeamID: " ", Axis: "moon"}).ThenInvalid("teamId", "axis")
}
