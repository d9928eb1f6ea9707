package invitation_test

import (
	"testing"

	"soin/domain/event/eventtest"
	"soin/domain/invitation"
	"soin/infra/memstore"
)

func TestNoMoreContactsAreInvitedThanThereWere(t *testing.T) {
	of := func(contacts, invited int) invitation.Invited {
		return invitation.Invited{TeamID: "1", PeriodStart: 20_000, PeriodEnd: 20_030, Contacts: contacts, Invited: invited, ByAgent: true}
	}
	eventtest.Given(t, memstore.New(), invitation.Context).
		When(of(10, 11)).ThenInvalid("invited").
		When(of(10, -1)).ThenInvalid("invited").
		When(of(10_000_001, 0)).ThenInvalid("contacts").
		When(of(-1, 0)).ThenInvalid("contacts").
		When(of(10, 10)).ThenRecorded().
		When(of(10, 10)).ThenConflict("subject of its own")
}

func TestBoundsOfAnInvitation(t *testing.T) {
	eventtest.Given(t, memstore.New(), invitation.Context).
		When(invitation.Invited{}).ThenInvalid("teamId", "periodStart").
		When(invitation.Invited{TeamID: "1", PeriodStart: 20_000, PeriodEnd: 20_367}).ThenInvalid("periodEnd").
		When(invitation.Invited{TeamID: "1", PeriodStart: 20_000, PeriodEnd: 19_999}).ThenInvalid("periodEnd").
		When(invitation.Invited{TeamID: "1", PeriodStart: 20_000, PeriodEnd: 20_366}).ThenRecorded()
}
