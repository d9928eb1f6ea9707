package safety_test

import (
	"encoding/json"
	"errors"
	"testing"

	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/safety"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), safety.Context, history...)
}

var (
	opened = safety.Opened{TeamID: "1", Category: safety.Retaliation, Severity: 3}
	owned  = safety.Owned{By: "a"}
)

func TestACaseIsOpenedThenOwnedThenClosed(t *testing.T) {
	given(t).
		When(owned).ThenEarly("safety.opened").
		When(safety.Closed{}).ThenEarly("safety.opened").
		When(opened).ThenRecorded().
		When(opened).ThenConflict("another case").
		When(safety.Closed{}).ThenEarly("safety.owned").
		When(owned).ThenRecorded().
		When(safety.Closed{}).ThenRecorded().
		When(safety.Closed{Outcome: safety.Helped}).ThenConflict("closed already").
		When(opened).ThenConflict("opened already")
}

// Facts arrive late when history is imported.
func TestACaseGoesFromHandToHand(t *testing.T) {
	given(t, opened).
		When(owned).ThenRecorded().
		When(safety.Owned{By: "b"}).ThenRecorded().
		When(safety.Closed{}).ThenRecorded().
		When(safety.Owned{By: "c"}).ThenRecorded()
}

func TestEveryWordOfACaseIsTaken(t *testing.T) {
	for _, category := range safety.Mistake.Words() {
		e := opened
		e.Category, e.DelegationID, e.ByManager = safety.Category(category), "d", true
		given(t).When(e).ThenRecorded()
	}
	for _, outcome := range safety.Helped.Words() {
		given(t, opened, owned).When(safety.Closed{Outcome: safety.Outcome(outcome)}).ThenRecorded()
	}
}

func TestBoundsOfACase(t *testing.T) {
	given(t).
		When(safety.Opened{}).ThenInvalid("teamId", "category", "severity").
		When(safety.Opened{TeamID: "1", Category: "story", Severity: 4, DelegationID: "\t"}).ThenInvalid("category", "severity", "delegationId").
		When(safety.Owned{}).ThenInvalid("by").
		When(safety.Closed{Outcome: "forgotten"}).ThenInvalid("outcome")
}

func TestTheJudgementOfACaseIsAVoice(t *testing.T) {
	var said event.Event = safety.Evaluated{Satisfied: 1}
	if _, ok := said.(event.Voice); !ok {
		t.Error("it could be recorded")
	}
	log := event.NewLog(memstore.New(), event.NewCatalog(json.Unmarshal, safety.Context, safety.Voices))
	fact := event.Fact{Envelope: event.Envelope{Source: "s", ID: "1"}, Event: said}
	for _, context := range []event.Context{safety.Voices, safety.Context} {
		verdicts, err := context.Accept(t.Context(), log, "1", []event.Fact{fact})
		if err != nil {
			t.Fatal(err)
		}
		if _, refused := errors.AsType[*event.VoiceError](verdicts[0].Err); !refused {
			t.Errorf("got %v", verdicts[0].Err)
		}
	}
	for satisfied, ok := range map[int]bool{0: false, 1: true, 5: true, 6: false} {
		if err := (safety.Evaluated{Satisfied: satisfied}).Validate(); (err == nil) != ok {
			t.Errorf("%d: %v", satisfied, err)
		}
	}
}
