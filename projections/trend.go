package projections

import (
	"soin/domain/calendar"
	"soin/projections/stats"
)

// Direction is where a figure is going.
type Direction string

// The directions.
const (
	Rising    Direction = "rising"
	Falling   Direction = "falling"
	Steady    Direction = "steady"  // no movement that chance does not explain
	Unsettled Direction = "unknown" // too few waves
)

// Trend is a figure's movement over the waves of one instrument.
type Trend struct {
	Points    []TrendPoint // oldest first, those without a value included
	Direction Direction
	Slope     *float64 // points a year, Sen 1968
	P         *float64 // two-sided, Mann-Kendall, exact up to ten waves
	Reason    string   // why there is no direction
}

// TrendPoint is a figure in one wave.
type TrendPoint struct {
	SurveyID string
	On       calendar.Date
	Score    Number
}

// A direction is told from four waves on, when chance explains it in fewer than one
// case in ten and it moved by five points or more (scoring: trend).
const (
	minWaves    = 4
	significant = 0.10
	minMovement = 5.0
	daysPerYear = 365.25
)

// TrendOf follows one figure through readings of one instrument, oldest first.
func TrendOf(readings []Reading, figure func(Reading) Number) Trend {
	t := Trend{Direction: Unsettled}
	var line series
	for _, r := range readings {
		p := TrendPoint{r.SurveyID, r.On, figure(r)}
		t.Points = append(t.Points, p)
		line.add(p)
	}
	switch {
	case line.mixed:
		t.Reason = "some waves are reported as means and others as shares"
		return t
	case len(line.y) < minWaves:
		t.Reason = "fewer than 4 waves, on days of their own, have a value"
		return t
	}
	mk, slope := stats.MannKendall(line.y), stats.SenSlope(line.x, line.y)
	t.P, t.Slope, t.Direction = rounded(mk.P), rounded(slope), Steady
	if moved := slope * (line.x[len(line.x)-1] - line.x[0]); mk.P < significant {
		switch {
		case moved >= minMovement:
			t.Direction = Rising
		case moved <= -minMovement:
			t.Direction = Falling
		}
	}
	return t
}

// series is what a trend is computed from: one value a day, the mean of that day's waves,
// so that no order among them is made up.
type series struct {
	x, y  []float64 // years, points
	waves float64   // of the last day
	basis Basis
	mixed bool
}

func (s *series) add(p TrendPoint) {
	if p.Score.Value == nil {
		return
	}
	s.mixed = s.mixed || s.basis != NoBasis && s.basis != p.Score.Basis
	s.basis = p.Score.Basis
	day, last := float64(p.On)/daysPerYear, len(s.x)-1
	if last >= 0 && s.x[last] == day {
		s.waves++
		s.y[last] += (*p.Score.Value - s.y[last]) / s.waves
		return
	}
	s.x, s.y, s.waves = append(s.x, day), append(s.y, *p.Score.Value), 1
}
