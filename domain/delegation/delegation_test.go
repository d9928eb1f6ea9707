package delegation_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"soin/domain/delegation"
	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/person"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), delegation.Context, history...)
}

func granted(change func(*delegation.Granted)) delegation.Granted {
	e := delegation.Granted{
		TeamID: "1", From: "boss", To: "ana", Domain: "refunds", Autonomy: 7, Stakes: 3,
		Means: []delegation.Means{delegation.Time, delegation.Budget, delegation.Training, delegation.Authority},
	}
	if change != nil {
		change(&e)
	}
	return e
}

var (
	accepted   = delegation.Accepted{}
	declined   = delegation.Declined{Reason: "not now"}
	overridden = delegation.Overridden{By: "boss", Reason: "urgent"}
	ends       = [...]event.Event{
		delegation.Revoked{By: "boss", Agreed: true},
		delegation.Completed{Outcome: delegation.Success},
		delegation.Completed{Outcome: delegation.Error},
	}
)

func TestADelegationIsGrantedOnce(t *testing.T) {
	given(t).When(granted(nil)).ThenRecorded().When(granted(nil)).ThenConflict("granted already")
}

func TestADelegationIsAcceptedOrDeclinedOnce(t *testing.T) {
	for _, answer := range []event.Event{accepted, declined} {
		s := given(t).When(answer).ThenEarly("delegation.granted")
		s = s.When(granted(nil)).ThenRecorded().When(answer).ThenRecorded()
		s.When(accepted).ThenConflict("answered already by " + answer.EventName()).
			When(declined).ThenConflict("grant a new one")
	}
}

func TestWhatBefallsADelegationAwaitsItsAcceptance(t *testing.T) {
	for _, e := range append(ends[:], overridden) {
		given(t).When(e).ThenEarly("delegation.accepted")
		given(t, granted(nil)).When(e).ThenEarly("delegation.accepted")
		given(t, granted(nil), declined).When(e).ThenConflict("declined")
		given(t, granted(nil), accepted).When(e).ThenRecorded()
	}
}

func TestADelegationEndsOnce(t *testing.T) {
	for _, end := range ends {
		s := given(t, granted(nil), accepted).When(end).ThenRecorded()
		for _, again := range ends {
			s = s.When(again).ThenConflict("ended with " + end.EventName())
		}
	}
}

// Facts arrive late.
func TestADelegationIsOverriddenAsOftenAsItHappens(t *testing.T) {
	given(t, granted(nil), accepted).
		When(overridden).ThenRecorded().
		When(overridden).ThenRecorded().
		When(ends[0]).ThenRecorded().
		When(overridden).ThenRecorded()
}

func TestBoundsOfADelegation(t *testing.T) {
	long := person.Text(strings.Repeat("é", 2001))
	for _, c := range []struct {
		change func(*delegation.Granted)
		paths  []string
	}{
		{func(e *delegation.Granted) { *e = delegation.Granted{} }, []string{"teamId", "from", "to", "domain", "autonomy", "stakes"}},
		{func(e *delegation.Granted) { e.To = e.From }, []string{"to"}},
		{func(e *delegation.Granted) { e.Domain = strings.Repeat("d", 201) }, []string{"domain"}},
		{func(e *delegation.Granted) { e.Autonomy, e.Stakes = 8, 4 }, []string{"autonomy", "stakes"}},
		{func(e *delegation.Granted) { e.Means[1] = delegation.Time }, []string{"means"}},
		{func(e *delegation.Granted) { e.Means[1] = "luck" }, []string{"means[1]"}},
	} {
		given(t).When(granted(c.change)).ThenInvalid(c.paths...)
	}
	given(t, granted(nil)).When(delegation.Declined{Reason: long}).ThenInvalid("reason")
	given(t, granted(nil), accepted).
		When(delegation.Overridden{Reason: long}).ThenInvalid("by", "reason").
		When(delegation.Revoked{}).ThenInvalid("by").
		When(delegation.Completed{}).ThenInvalid("outcome")
	given(t).When(granted(func(e *delegation.Granted) { e.Means, e.Autonomy, e.Stakes = nil, 1, 1 })).ThenRecorded()
}

func TestHowAnErrorWasAnsweredIsSaidInConfidence(t *testing.T) {
	log := event.NewLog(memstore.New(), event.NewCatalog(json.Unmarshal, delegation.Voices))
	verdicts, err := delegation.Voices.Accept(t.Context(), log, "1", []event.Fact{{
		Envelope: event.Envelope{Source: "test", ID: "1", Time: time.Unix(0, 0)},
		Event:    delegation.ErrorAnswered{Protected: 5},
	}})
	if _, refused := verdicts[0].Err.(*event.VoiceError); err != nil || !refused {
		t.Errorf("got %v, %v", verdicts, err)
	}
	for n, ok := range map[int]bool{0: false, 1: true, 5: true, 6: false} {
		if err := (delegation.ErrorAnswered{Protected: n}).Validate(); (err == nil) != ok {
			t.Errorf("protected %d: %v", n, err)
		}
	}
}
