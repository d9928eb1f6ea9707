package turnover_test

import (
	"testing"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/turnover"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), turnover.Context, history...)
}

const day calendar.Date = 20_000

func reported(joined, left, referred int) turnover.Reported {
	return turnover.Reported{
		TeamID: "1", PeriodStart: day, PeriodEnd: day, Joined: joined, Left: left, Referred: referred,
	}
}

func TestTurnoverIsReportedOnce(t *testing.T) {
	given(t).When(reported(0, 0, 0)).ThenRecorded().When(reported(3, 1, 3)).ThenConflict("already")
}

func TestBoundsOfTurnover(t *testing.T) {
	backwards := reported(3, 1, 0)
	backwards.PeriodEnd = day - 1
	given(t).
		When(turnover.Reported{}).ThenInvalid("teamId", "periodStart").
		When(backwards).ThenInvalid("periodEnd").
		When(reported(-1, -1, -1)).ThenInvalid("joined", "left", "referred").
		When(reported(-1, 0, 0)).ThenInvalid("joined").
		When(reported(10_000_001, 10_000_001, 0)).ThenInvalid("joined", "left").
		When(reported(3, 1, 4)).ThenInvalid("referred").
		When(reported(10_000_000, 10_000_000, 10_000_000)).ThenRecorded()
}
