package prize_test

import (
	"strings"
	"testing"

	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/prize"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), prize.Context, history...)
}

var opened = prize.Opened{Edition: "2026"}

func nominated(initiative string) prize.Nominated {
	return prize.Nominated{InitiativeID: initiative, By: "ana"}
}

func TestAnEditionIsOpenedOnce(t *testing.T) {
	given(t).
		When(nominated("a")).ThenEarly("prize.opened").
		When(opened).ThenRecorded().
		When(opened).ThenConflict("another edition").
		When(nominated("a")).ThenRecorded().
		When(nominated("a")).ThenRecorded().
		When(nominated("b")).ThenRecorded()
}

func TestAnAwardAwaitsTheNominationOfThatInitiative(t *testing.T) {
	award := prize.Awarded{InitiativeID: "a"}
	given(t, opened, nominated("b")).
		When(award).ThenEarly("prize.nominated").
		When(nominated("a")).ThenRecorded().
		When(award).ThenRecorded().
		When(award).ThenConflict("awarded already").
		When(prize.Awarded{InitiativeID: "b"}).ThenRecorded()
}

func TestATeamAdoptsAnInitiativeOnce(t *testing.T) {
	adopted := prize.Adopted{InitiativeID: "a", ByTeamID: "1"}
	given(t, opened, nominated("b")).
		When(adopted).ThenEarly("prize.nominated").
		When(nominated("a")).ThenRecorded().
		When(adopted).ThenRecorded().
		When(adopted).ThenConflict(`team "1" has adopted initiative "a" already`).
		When(prize.Adopted{InitiativeID: "a", ByTeamID: "2"}).ThenRecorded().
		When(prize.Adopted{InitiativeID: "b", ByTeamID: "1"}).ThenRecorded()
}

func TestBoundsOfAPrize(t *testing.T) {
	given(t).
		When(prize.Opened{}).ThenInvalid("edition").
		When(prize.Opened{Edition: strings.Repeat("e", 201)}).ThenInvalid("edition").
		When(opened).ThenRecorded().
		When(prize.Nominated{}).ThenInvalid("initiativeId", "by").
		When(prize.Awarded{}).ThenInvalid("initiativeId").
		When(prize.Adopted{}).ThenInvalid("initiativeId", "byTeamId")
}
