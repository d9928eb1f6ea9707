package impact_test

import (
	"math"
	"strings"
	"testing"

	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/impact"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), impact.Context, history...)
}

var reported = impact.Reported{TeamID: "1", Domain: impact.Social, Measure: "hours given", Value: 12.5, Unit: "h"}

func with(change func(*impact.Reported)) impact.Reported {
	e := reported
	change(&e)
	return e
}

func TestAnImpactIsReportedOnce(t *testing.T) {
	for _, d := range impact.Supplier.Words() {
		e := with(func(e *impact.Reported) { e.Domain = impact.Domain(d) })
		given(t).When(e).ThenRecorded().When(e).ThenConflict("already")
	}
}

func TestBoundsOfAnImpact(t *testing.T) {
	long := strings.Repeat("é", 500)
	given(t).
		When(impact.Reported{}).ThenInvalid("teamId", "domain", "measure", "unit").
		When(with(func(e *impact.Reported) { e.Measure, e.Unit = long[:402], long[:130] })).ThenInvalid("measure", "unit").
		When(with(func(e *impact.Reported) { e.Value = math.Inf(1) })).ThenInvalid("value").
		When(with(func(e *impact.Reported) { e.Value = math.NaN() })).ThenInvalid("value").
		When(with(func(e *impact.Reported) { e.Value = -1.1e15 })).ThenInvalid("value").
		When(with(func(e *impact.Reported) { e.Evidence = long + "é" })).ThenInvalid("evidence").
		When(with(func(e *impact.Reported) { e.Evidence, e.Measure, e.Unit, e.Value = long, long[:400], long[:128], -1e15 })).ThenRecorded()
}
