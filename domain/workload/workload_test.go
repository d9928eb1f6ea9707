package workload_test

import (
	"math"
	"testing"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/workload"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), workload.Context, history...)
}

const day calendar.Date = 20_000

func sampled(change func(*workload.Sampled)) workload.Sampled {
	e := workload.Sampled{TeamID: "1", PeriodStart: day, PeriodEnd: day + 30, PersonDays: 240, BreachDays: 12}
	change(&e)
	return e
}

func TestAPeriodIsSampledOnce(t *testing.T) {
	whole := sampled(func(e *workload.Sampled) { e.BreachDays = e.PersonDays })
	given(t).When(whole).ThenRecorded().When(whole).ThenConflict("already")
}

func TestBoundsOfASample(t *testing.T) {
	given(t).
		When(workload.Sampled{}).ThenInvalid("teamId", "periodStart", "personDays").
		When(sampled(func(e *workload.Sampled) { e.PeriodEnd = day - 1 })).ThenInvalid("periodEnd").
		When(sampled(func(e *workload.Sampled) { e.PeriodEnd = day + 367 })).ThenInvalid("periodEnd").
		When(sampled(func(e *workload.Sampled) { e.PersonDays, e.BreachDays = -1, 0 })).ThenInvalid("personDays", "breachDays").
		When(sampled(func(e *workload.Sampled) { e.PersonDays = 10_000_001 })).ThenInvalid("personDays").
		When(sampled(func(e *workload.Sampled) { e.PersonDays = math.NaN() })).ThenInvalid("personDays", "breachDays").
		When(sampled(func(e *workload.Sampled) { e.BreachDays = 240.5 })).ThenInvalid("breachDays").
		When(sampled(func(e *workload.Sampled) { e.BreachDays = -0.5 })).ThenInvalid("breachDays").
		When(sampled(func(e *workload.Sampled) { e.PersonDays, e.PeriodEnd = 10_000_000, day+366 })).ThenRecorded()
}
