package instruments

import (
	"time"

	"soin/domain/calendar"
	"soin/domain/rule"
)

// Wave is one time a survey was held.
type Wave struct {
	Label string        // "2013", "2025-03" or "2025-03-17"
	Year  int           // which meaning of a code and which name of a team hold
	Date  calendar.Date // when its results are dated in the log
}

// Wave reads the label of a wave. A label with a day is that day, a month its last day,
// a year the day of the year that the file names.
func (in *Instrument) Wave(label string) (Wave, error) {
	t, err := in.day(label)
	if err != nil || t.Year() < 1900 || t.Year() >= 2200 {
		return Wave{}, rule.Break("wave", label, "must be a year, a month or a day between 1900 and 2199: 2013, 2013-10 or 2013-10-31")
	}
	w := Wave{Label: label, Year: t.Year(), Date: calendar.Of(t)}
	if in.Version != "" && w.Date < in.Since {
		return Wave{}, rule.Break("wave", label, "lies before "+in.Since.String()+", from when version "+in.Version+" of "+in.ID+" is known")
	}
	return w, nil
}

func (in *Instrument) day(label string) (time.Time, error) {
	switch len(label) {
	case len("2013"):
		return time.Parse(time.DateOnly, label+"-"+in.Layout.day)
	case len("2013-10"):
		t, err := time.Parse("2006-01", label)
		return t.AddDate(0, 1, -1), err
	}
	return time.Parse(time.DateOnly, label)
}
