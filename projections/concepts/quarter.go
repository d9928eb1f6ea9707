package concepts

import (
	"fmt"
	"time"

	"soin/domain/calendar"
	"soin/projections/evidence"
	"soin/projections/maturity"
	"soin/projections/stats"
)

// quarter is a quarter of a year, cut off at the date asked.
type quarter struct {
	name        string
	first, last calendar.Date
	running     bool // its last day is yet to come
}

// quarters of a curve: two years.
const quarters = 8

// quarters are the last ones up to the date asked, oldest first; the last one may still
// be running.
func (q *inquiry) quarters() []quarter {
	day := q.on.Start()
	begin := time.Date(day.Year(), (day.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	var list []quarter
	for i := quarters - 1; i >= 0; i-- {
		first := begin.AddDate(0, -3*i, 0)
		last := calendar.Of(first.AddDate(0, 3, -1))
		list = append(list, quarter{
			name:    fmt.Sprintf("%d-Q%d", first.Year(), (first.Month()+2)/3),
			first:   calendar.Of(first),
			last:    min(last, q.on),
			running: q.on < last,
		})
	}
	return list
}

// has reports whether something happened in the quarter.
func (p quarter) has(m evidence.Moment) bool {
	day := m.At.Date()
	return p.first <= day && day <= p.last
}

// during is what happened in a quarter and fulfils a condition; the finding rests on it.
func during[T happening](q *inquiry, p quarter, list []T, holds func(T) bool) (picked []T) {
	for _, t := range list {
		if m := t.Happened(); p.has(m) && (holds == nil || holds(t)) {
			picked = append(picked, t)
			q.saw(m.In)
		}
	}
	return picked
}

// stage is a row of a curve.
func (q *inquiry) stage(p quarter, figures ...Figure) {
	state := "closed"
	if p.running {
		state = "running"
	}
	q.row(Row{
		ID: p.name, TeamID: q.team.ID, On: p.last, What: Text{FR: "trimestre", EN: "quarter"}, State: state,
		Age: q.on.Days(p.last), Figures: figures,
	})
}

// trend is Sen's slope of the i-th figure of the closed quarters so far, per year, told
// when Mann and Kendall's test gives chance less than one case in ten.
func (q *inquiry) trend(fr, en string, i int) Figure {
	var x, y []float64
	for _, r := range q.found.Rows {
		if r.State == "closed" && i < len(r.Figures) && r.Figures[i].Value != nil {
			x, y = append(x, float64(r.On)/daysPerYear), append(y, *r.Figures[i].Value)
		}
	}
	f := figureOf(fr, en, Slope, stats.SenSlope(x, y), len(y), trendFrom)
	if f.Value != nil && stats.MannKendall(y).P >= trendP {
		f.Value, f.Status = nil, maturity.Insufficient
		f.Reason = Text{FR: "aucun mouvement que le hasard n'explique", EN: "no movement that chance does not explain"}
	}
	return f
}

// A trend needs four quarters, and one case in ten is chance (scoring, 2.8).
const (
	trendFrom   = 4
	trendP      = 0.10
	daysPerYear = 365.25
)
