package calendar_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"soin/domain/calendar"
)

// dates are all that can be written: of the years 0000 to 9999.
func dates(t *rapid.T) calendar.Date {
	return calendar.Date(rapid.Int32Range(int32(parse(t, "0000-01-01")), int32(parse(t, "9999-12-31"))).Draw(t, "date"))
}

func parse(t interface{ Fatal(...any) }, s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestADateReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := dates(t)
		if got, err := calendar.Parse(d.String()); err != nil || got != d || len(d.String()) != len("2006-01-02") {
			t.Errorf("%d is written %s and read %d, %v", d, d, got, err)
		}
		data, err := json.Marshal(d)
		var got calendar.Date
		if err != nil || json.Unmarshal(data, &got) != nil || got != d || string(data) != `"`+d.String()+`"` {
			t.Errorf("%d is encoded %s and decoded %d, %v", d, data, got, err)
		}
	})
}

func TestADateIsEveryInstantOfItsDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := dates(t)
		within := time.Duration(rapid.Int64Range(0, int64(24*time.Hour)-1).Draw(t, "within"))
		zone := time.FixedZone("", rapid.IntRange(-14*3600, 14*3600).Draw(t, "offset"))
		at := d.Start().Add(within)
		if calendar.Of(at) != d || calendar.Of(at.In(zone)) != d {
			t.Errorf("%v is of %s, want %s", at, calendar.Of(at), d)
		}
		if calendar.Of(d.Start().Add(-1)) != d-1 || d.Start().Location() != time.UTC {
			t.Errorf("%s starts at %v", d, d.Start())
		}
	})
}

func TestDaysAreCountedAsIntegers(t *testing.T) {
	for _, c := range []struct {
		from, to string
		days     int
	}{
		{"1970-01-01", "1970-01-01", 0}, {"1969-12-31", "1970-01-01", 1}, {"2024-02-28", "2024-03-01", 2},
		{"2023-02-28", "2023-03-01", 1}, {"2025-03-29", "2025-03-31", 2}, {"2000-01-01", "2100-01-01", 36525},
	} {
		from, to := parse(t, c.from), parse(t, c.to)
		if to.Days(from) != c.days || from.Days(to) != -c.days {
			t.Errorf("from %s to %s: %d days, want %d", from, to, to.Days(from), c.days)
		}
	}
}

func TestTheFirstDayIsZero(t *testing.T) {
	if d := parse(t, "1970-01-01"); d != 0 {
		t.Errorf("1970-01-01 is %d", d)
	}
	if got := calendar.Of(time.Unix(-1, 0)); got != -1 {
		t.Errorf("the second before 1970 is of %s", got)
	}
}

func TestADateIsWrittenInOneWay(t *testing.T) {
	for _, s := range []string{
		"", "2026", "2026-1-2", "2026-02-30", "2026-13-01", "2026-00-10", "26-01-02", "2026/01/02", "2026-01-02T00:00:00Z",
		" 2026-01-02", "2026-01-02 ", "+2026-01-02", "10000-01-01", "2026-01-0x", "２026-01-02",
	} {
		if d, err := calendar.Parse(s); err == nil {
			t.Errorf("%q reads as %s", s, d)
		}
	}
}

func TestAWrongDateLeavesWhatWasThere(t *testing.T) {
	d := calendar.Date(7)
	if err := d.UnmarshalText([]byte("tomorrow")); err == nil || d != 7 {
		t.Errorf("got %s, %v", d, err)
	}
}
