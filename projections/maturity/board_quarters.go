package maturity

import (
	"time"

	"soin/domain/calendar"
)

// monthsInQuarter divide the year.
const monthsInQuarter = 3

// quarterEnd is the last day of the quarter that a date lies in.
func quarterEnd(on calendar.Date) calendar.Date {
	year, month, _ := on.Start().Date()
	next := (int(month)-1)/monthsInQuarter*monthsInQuarter + monthsInQuarter + 1
	return calendar.Of(time.Date(year, time.Month(next), 1, 0, 0, 0, 0, time.UTC)) - 1
}

// quarterEnds lists those from one date to another, both included.
func quarterEnds(from, to calendar.Date) (ends []calendar.Date) {
	if from > to {
		return nil
	}
	for end := quarterEnd(from); end <= to; end = quarterEnd(end + 1) {
		ends = append(ends, end)
	}
	return ends
}
