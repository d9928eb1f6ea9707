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
	var x, y []float64
	for _, r := range readings {
		p := TrendPoint{r.SurveyID, r.On, figure(r)}
		t.Points = append(t.Points, p)
		if p.Score.Value != nil {
			x = append(x, float64(p.On)/daysPerYear)
			y = append(y, *p.Score.Value)
		}
	}
	if len(y) < minWaves {
		t.Reason = "fewer than 4 waves have a value"
		return t
	}
	if x[0] == x[len(x)-1] {
		t.Reason = "all waves fell on one day"
		return t
	}
	mk, slope := stats.MannKendall(y), stats.SenSlope(x, y)
	t.P, t.Slope, t.Direction = rounded(mk.P), rounded(slope), Steady
	if moved := slope * (x[len(x)-1] - x[0]); mk.P < significant {
		switch {
		case moved >= minMovement:
			t.Direction = Rising
		case moved <= -minMovement:
			t.Direction = Falling
		}
	}
	return t
}
