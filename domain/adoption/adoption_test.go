package adoption_test

import (
	"strings"
	"testing"

	"soin/domain/adoption"
	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), adoption.Context, history...)
}

func adopted(version, hash string) adoption.Adopted {
	return adoption.Adopted{Version: version, Hash: hash}
}

func TestModelsAreAdoptedOneAfterTheOther(t *testing.T) {
	given(t).
		When(adopted("1", "abc")).ThenRecorded().
		When(adopted("2", "def")).ThenRecorded().
		When(adopted("1", "abc")).ThenRecorded()
}

func TestAVersionOfAModelIsOneModel(t *testing.T) {
	given(t, adopted("1", "abc"), adopted("2", "def")).
		When(adopted("1", "xyz")).ThenConflict(`with the hash "abc"`)
}

func TestBoundsOfAnAdoption(t *testing.T) {
	given(t).
		When(adopted("", "")).ThenInvalid("version", "hash").
		When(adopted(strings.Repeat("v", 129), strings.Repeat("h", 129))).ThenInvalid("version", "hash").
		When(adopted(strings.Repeat("v", 128), strings.Repeat("h", 128))).ThenRecorded()
}
