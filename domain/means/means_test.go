package means_test

import (
	"testing"

	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/means"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), means.Context, history...)
}

var (
	allocated = means.Allocated{TeamID: "1", Axis: care.Self, Hours: 10}
	used      = means.Used{TeamID: "1", Axis: care.Self, Hours: 8}
)

func TestAnEnvelopeIsAllocatedOnce(t *testing.T) {
	given(t).When(allocated).ThenRecorded().
		When(allocated).ThenConflict("an envelope of its own")
}

func TestMeansAreUsedAfterTheyAreAllocated(t *testing.T) {
	given(t).When(used).ThenEarly("means.allocated")
}

func TestMeansAreUsedBitByBitAndEvenBeyondWhatThereWas(t *testing.T) {
	given(t, allocated).
		When(used).ThenRecorded().
		When(used).ThenRecorded().
		When(means.Used{TeamID: "2", Axis: care.Self, Amount: 100}).ThenRecorded()
}

func TestBoundsOfMeans(t *testing.T) {
	given(t).
		When(means.Allocated{}).ThenInvalid("teamId", "axis", "hours").
		When(means.Allocated{TeamID: "1", Axis: "x", Hours: -1, Amount: -1}).ThenInvalid("axis", "hours", "amount").
		When(means.Allocated{TeamID: "1", Axis: care.Self, Hours: 10_000_001, Amount: 1.1e12}).ThenInvalid("hours", "amount").
		When(means.Allocated{TeamID: "1", Axis: care.Self, Hours: 10_000_000, Amount: 1e12}).ThenRecorded().
		When(means.Used{}).ThenInvalid("teamId", "axis", "hours").
		When(means.Used{TeamID: "1", Axis: care.Planet, Amount: 0.5}).ThenRecorded()
}
