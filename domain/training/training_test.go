package training_test

import (
	"math"
	"strings"
	"testing"

	"soin/domain/event/eventtest"
	"soin/domain/training"
	"soin/infra/memstore"
)

func completed(competence string, hours float64, transfer int) training.Completed {
	return training.Completed{TeamID: "1", Member: "ana", Competence: competence, Hours: hours, Validated: true, Transfer: transfer}
}

func TestATrainingIsCompletedOnceInAnyCompetence(t *testing.T) {
	for _, competence := range []string{
		training.SelfCare, training.LoadRegulation, training.ServantLeadership, training.Listening, "first aid", strings.Repeat("c", 200),
	} {
		e := completed(competence, 7.5, 0)
		eventtest.Given(t, memstore.New(), training.Context).
			When(e).ThenRecorded().
			When(e).ThenConflict("subject of its own")
	}
}

func TestBoundsOfATraining(t *testing.T) {
	eventtest.Given(t, memstore.New(), training.Context).
		When(training.Completed{}).ThenInvalid("teamId", "member", "competence").
		When(completed(strings.Repeat("c", 201), 1, 1)).ThenInvalid("competence").
		When(completed("x", -1, 6)).ThenInvalid("hours", "transfer").
		When(completed("x", math.NaN(), -1)).ThenInvalid("hours", "transfer").
		When(completed("x", 10_000_001, 5)).ThenInvalid("hours").
		When(completed("x", 0, 5)).ThenRecorded()
}
