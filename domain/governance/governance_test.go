package governance_test

import (
	"strings"
	"testing"

	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/governance"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), governance.Context, history...)
}

func TestAChangeOfRulesIsToldOnce(t *testing.T) {
	for _, what := range governance.Pay.Words() {
		e := governance.Changed{Scope: governance.Organisation, What: governance.What(what), Evidence: "minutes of 12 May"}
		given(t).When(e).ThenRecorded().When(e).ThenConflict("already")
	}
}

func TestBoundsOfAChangeOfRules(t *testing.T) {
	long := strings.Repeat("é", 500)
	given(t).
		When(governance.Changed{}).ThenInvalid("scope", "what", "evidence").
		When(governance.Changed{Scope: "1", What: "mood", Evidence: long + "é"}).ThenInvalid("what", "evidence").
		When(governance.Changed{Scope: "1", What: governance.Mandate, Evidence: long}).ThenRecorded()
}
