package calendar

import "soin/domain/rule"

// longestPeriod is the most days that a measured period may last after its first day.
const longestPeriod = 366

// CheckGiven refuses a date that was not given: it reads as the first day there is.
func CheckGiven(path string, d Date) error {
	return rule.Check(path, d, d != 0, "must be given")
}

// CheckPeriod is for facts that measure from a first day to a last one, both included,
// in their fields periodStart and periodEnd.
func CheckPeriod(start, end Date) error {
	days := end.Days(start)
	return rule.All(
		CheckGiven("periodStart", start),
		rule.Check("periodEnd", end, days >= 0 && days <= longestPeriod, "must lie 0 to 366 days after periodStart"),
	)
}
