package selfassessment_test

import (
	"fmt"
	"math"
	"testing"

	"soin/domain/event/eventtest"
	"soin/domain/selfassessment"
	"soin/infra/memstore"
)

func submitted(answers map[string]float64) selfassessment.Submitted {
	return selfassessment.Submitted{TeamID: "1", Member: "boss", InstrumentID: "care-manager", Version: "1", Answers: answers}
}

func TestASelfAssessmentIsSubmittedOnce(t *testing.T) {
	e := submitted(map[string]float64{"m1": 4})
	eventtest.Given(t, memstore.New(), selfassessment.Context).
		When(e).ThenRecorded().
		When(e).ThenConflict("subject of its own")
}

func TestBoundsOfASelfAssessment(t *testing.T) {
	many := map[string]float64{}
	for i := range 1001 {
		many[fmt.Sprint(i)] = 1
	}
	s := eventtest.Given(t, memstore.New(), selfassessment.Context).
		When(selfassessment.Submitted{Version: " "}).ThenInvalid("teamId", "member", "instrumentId", "version", "answers").
		When(submitted(many)).ThenInvalid("answers").
		When(submitted(map[string]float64{"": 1001})).ThenInvalid("answers").
		When(submitted(map[string]float64{"a": 1001, "b": math.NaN(), "c": math.Inf(-1)})).
		ThenInvalid(`answers["a"]`, `answers["b"]`, `answers["c"]`)
	delete(many, "0")
	s.When(submitted(many)).ThenRecorded()
}
