package decision_test

import (
	"testing"

	"soin/domain/decision"
	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), decision.Context, history...)
}

func TestADecisionIsTakenOnce(t *testing.T) {
	for _, mode := range decision.Imposed.Words() {
		e := decision.Taken{AffectsTeamID: "1", Mode: decision.Mode(mode)}
		given(t).When(e).ThenRecorded().When(e).ThenConflict("already")
	}
}

func TestBoundsOfADecision(t *testing.T) {
	given(t).
		When(decision.Taken{}).ThenInvalid("affectsTeamId", "mode").
		When(decision.Taken{AffectsTeamID: "1", Mode: "voted"}).ThenInvalid("mode").
		When(decision.Taken{AffectsTeamID: "1", Mode: decision.Chosen, CitesCareEvidence: true, Escalated: true}).ThenRecorded()
}
