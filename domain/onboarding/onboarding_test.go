package onboarding_test

import (
	"strings"
	"testing"

	"soin/domain/event/eventtest"
	"soin/domain/onboarding"
	"soin/infra/memstore"
)

func reached(step string) onboarding.StepReached {
	return onboarding.StepReached{TeamID: "1", Member: "ana", Step: step, Safe: true}
}

func TestANewcomerReachesAStepOnce(t *testing.T) {
	eventtest.Given(t, memstore.New(), onboarding.Context).
		When(reached("first-contact")).ThenRecorded().
		When(reached("alone")).ThenRecorded().
		When(reached("first-contact")).ThenConflict("reached already")
}

func TestBoundsOfAStep(t *testing.T) {
	eventtest.Given(t, memstore.New(), onboarding.Context).
		When(onboarding.StepReached{}).ThenInvalid("teamId", "member", "step").
		When(reached(strings.Repeat("s", 65))).ThenInvalid("step").
		When(reached(strings.Repeat("s", 64))).ThenRecorded()
}
