package calendar_test

import (
	"errors"
	"slices"
	"testing"

	"soin/domain/calendar"
	"soin/domain/rule"
)

func TestAPeriodEndsAtMost366DaysAfterItStarts(t *testing.T) {
	const day calendar.Date = 20_000
	for _, c := range []struct {
		start, end calendar.Date
		paths      []string
	}{
		{day, day, nil},
		{day, day + 366, nil},
		{-1, 0, nil},
		{day, day + 367, []string{"periodEnd"}},
		{day, day - 1, []string{"periodEnd"}},
		{0, 1, []string{"periodStart"}},
		{0, day, []string{"periodStart", "periodEnd"}},
	} {
		var paths []string
		if broken, ok := errors.AsType[rule.Broken](calendar.CheckPeriod(c.start, c.end)); ok {
			for _, v := range broken {
				paths = append(paths, v.Path)
			}
		}
		if !slices.Equal(paths, c.paths) {
			t.Errorf("%s to %s: violations at %q, want %q", c.start, c.end, paths, c.paths)
		}
	}
}
