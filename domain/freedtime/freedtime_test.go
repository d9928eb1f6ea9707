package freedtime_test

import (
	"math"
	"strings"
	"testing"

	"soin/domain/event/eventtest"
	"soin/domain/freedtime"
	"soin/infra/memstore"
)

func freed(hours float64, by string) freedtime.Freed {
	return freedtime.Freed{TeamID: "1", PeriodStart: 20_000, PeriodEnd: 20_030, Hours: hours, By: by, SpentOn: freedtime.Rest}
}

func TestFreedHoursAreToldOnce(t *testing.T) {
	eventtest.Given(t, memstore.New(), freedtime.Context).
		When(freed(10_000_000, strings.Repeat("b", 64))).ThenRecorded().
		When(freed(1, "callbot")).ThenConflict("subject of its own")
}

func TestBoundsOfFreedHours(t *testing.T) {
	s := eventtest.Given(t, memstore.New(), freedtime.Context).
		When(freedtime.Freed{}).ThenInvalid("teamId", "periodStart", "by", "spentOn").
		When(freedtime.Freed{TeamID: "1", PeriodStart: 20_000, By: "x", SpentOn: "profit"}).ThenInvalid("periodEnd", "spentOn").
		When(freed(1, strings.Repeat("b", 65))).ThenInvalid("by")
	for _, hours := range []float64{-0.1, 10_000_000.5, math.NaN(), math.Inf(1)} {
		s = s.When(freed(hours, "callbot")).ThenInvalid("hours")
	}
}
