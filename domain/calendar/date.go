// Package calendar has the one notion of a day that scoring knows: a UTC date, counted
// in whole days, so that ages are integers and no time zone enters a number.
package calendar

import (
	"fmt"
	"time"
)

// Date is a UTC date, in days since 1970-01-01.
type Date int32

const day = 24 * 60 * 60

// Of is the UTC date an instant falls on.
func Of(t time.Time) Date {
	sec := t.Unix()
	d := sec / day
	if sec%day < 0 {
		d--
	}
	return Date(d) //nolint:gosec // an int32 holds five million years of days
}

// Parse reads "YYYY-MM-DD".
func Parse(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("date %q must be written YYYY-MM-DD", s)
	}
	return Of(t), nil
}

// Start is the first instant of the day.
func (d Date) Start() time.Time { return time.Unix(int64(d)*day, 0).UTC() }

// Days counts the days from e to d.
func (d Date) Days(since Date) int { return int(d - since) }

func (d Date) String() string { return d.Start().Format(time.DateOnly) }

// MarshalText writes "YYYY-MM-DD".
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "YYYY-MM-DD". What cannot be read changes nothing.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}
