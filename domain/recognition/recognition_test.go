package recognition_test

import (
	"strings"
	"testing"

	"soin/domain/event/eventtest"
	"soin/domain/person"
	"soin/domain/recognition"
	"soin/infra/memstore"
)

func TestAThankYouIsToldOnceAndGoesToSomebodyElse(t *testing.T) {
	thanks := recognition.Given{TeamID: "1", From: "ana", To: "bob", Kind: recognition.Skill, Message: "Merci !"}
	myself := thanks
	myself.To = "ana"
	eventtest.Given(t, memstore.New(), recognition.Context).
		When(myself).ThenInvalid("to").
		When(thanks).ThenRecorded().
		When(thanks).ThenConflict("subject of its own")
}

func TestBoundsOfAThankYou(t *testing.T) {
	eventtest.Given(t, memstore.New(), recognition.Context).
		When(recognition.Given{}).ThenInvalid("teamId", "from", "to", "kind").
		When(recognition.Given{
			TeamID: "1", From: "ana", To: "bob", Kind: "seniority", Message: person.Text(strings.Repeat("m", 2001)),
		}).ThenInvalid("kind", "message")
}
