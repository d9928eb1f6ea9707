package contact_test

import (
	"math"
	"testing"

	"soin/domain/contact"
	"soin/domain/event/eventtest"
	"soin/infra/memstore"
)

func handled(change func(*contact.Handled)) contact.Handled {
	e := contact.Handled{
		TeamID: "1", PeriodStart: 20_000, PeriodEnd: 20_000,
		Contacts: 100, WaitSecondsMedian: 40.5, ByRobot: 100, Handovers: 150, Routed: 100,
	}
	if change != nil {
		change(&e)
	}
	return e
}

func TestAPeriodOfContactsIsToldOnce(t *testing.T) {
	eventtest.Given(t, memstore.New(), contact.Context).
		When(handled(nil)).ThenRecorded().
		When(handled(nil)).ThenConflict("subject of its own")
}

func TestBoundsOfContacts(t *testing.T) {
	for _, c := range []struct {
		change func(*contact.Handled)
		paths  []string
	}{
		{func(e *contact.Handled) { *e = contact.Handled{} }, []string{"teamId", "periodStart"}},
		{func(e *contact.Handled) { e.PeriodEnd-- }, []string{"periodEnd"}},
		{func(e *contact.Handled) { e.Contacts = 10_000_001 }, []string{"contacts"}},
		{func(e *contact.Handled) { e.Contacts = 99 }, []string{"byRobot", "routed"}},
		{func(e *contact.Handled) { e.ByRobot, e.Handovers, e.Routed = -1, -1, -1 }, []string{"byRobot", "handovers", "routed"}},
		{func(e *contact.Handled) { e.WaitSecondsMedian = math.NaN() }, []string{"waitSecondsMedian"}},
		{func(e *contact.Handled) { e.WaitSecondsMedian = math.Inf(1) }, []string{"waitSecondsMedian"}},
		{func(e *contact.Handled) { e.WaitSecondsMedian = -1 }, []string{"waitSecondsMedian"}},
	} {
		eventtest.Given(t, memstore.New(), contact.Context).When(handled(c.change)).ThenInvalid(c.paths...)
	}
}
