package maturity

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/projections"
	"soin/projections/stats"
)

// Precedence is whether changes of what members receive precede changes of what
// customers receive. It never says that one brings the other about.
type Precedence struct {
	AsOf     calendar.Date
	Position event.Position
	Model    Edition
	All      Lag
	Teams    []TeamLag // those with enough months of their own, by id
}

// TeamLag is one team's own.
type TeamLag struct {
	TeamID string
	Lag    Lag
}

// Lag is the shift in months at which two series of monthly changes go together most.
type Lag struct {
	Status      projections.Status
	Months      *int     // above 0: members first; nil unless ok
	Correlation *float64 // at that lag
	ByLag       []*float64
	P           *float64 // of a correlation as high at any lag by chance
	Teams       int      // with enough months
	Overlap     int      // months of theirs with both
	Text        Text
}

// pooledTeams is how many teams the test over all of them looks at: those with the most
// months, which is far beyond what it needs, and keeps it within a second.
const pooledTeams = 100

// lagKey is what precedence was asked for; equal positions, equal answers.
type lagKey struct {
	on calendar.Date
	at event.Position
}

// LeadLag is which comes first, over all teams and in each. It looks at the months that
// are over.
func (b *Board) LeadLag(views *projections.Views, on calendar.Date) Precedence {
	key := lagKey{on, views.Position()}
	b.mu.Lock()
	known, found := b.lags.get(key)
	b.mu.Unlock()
	if found {
		return known
	}
	p := b.precedence(views, on)
	b.mu.Lock()
	b.lags.put(key, p)
	b.mu.Unlock()
	return p
}

func (b *Board) precedence(views *projections.Views, on calendar.Date) Precedence {
	p := Precedence{AsOf: on, Position: views.Position(), Model: b.edition()}
	rows := rosterOf(&b.model, views.Teams.List(on))
	ex, cx := make([][]float64, len(rows)), make([][]float64, len(rows))
	each(len(rows), func(i int) {
		s := b.subject(views, &rows[i], on)
		ex[i], cx[i] = s.monthlyEX(), s.monthlyCX()
	})
	own := make([]Lag, len(rows))
	each(len(rows), func(i int) { own[i] = b.lag(rows[i].team.ID, on, ex[i:i+1], cx[i:i+1]) })
	for i, l := range own {
		if l.Status == OK {
			p.Teams = append(p.Teams, TeamLag{rows[i].team.ID, l})
		}
	}
	ex, cx = longest(ex, cx)
	p.All = b.lag("", on, ex, cx)
	return p
}

// longest chooses the series with the most months, in their order.
func longest(ex, cx [][]float64) (exs, cxs [][]float64) {
	months := func(i int) (n int) {
		for k := range ex[i] {
			n += one(!math.IsNaN(ex[i][k]) && !math.IsNaN(cx[i][k]))
		}
		return n
	}
	order := make([]int, 0, len(ex))
	for i := range ex {
		if months(i) > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(months(j), months(i)) })
	order = order[:min(len(order), pooledTeams)]
	slices.Sort(order)
	for _, i := range order {
		exs, cxs = append(exs, ex[i]), append(cxs, cx[i])
	}
	return exs, cxs
}

// trimmed leaves out the months before the first one that any series knows.
func trimmed(ex, cx [][]float64) (exs, cxs [][]float64) {
	first := monthsBack
	for i := range ex {
		known := func(x float64) bool { return !math.IsNaN(x) }
		for _, series := range [...][]float64{ex[i], cx[i]} {
			if k := slices.IndexFunc(series, known); k >= 0 {
				first = min(first, k)
			}
		}
	}
	for i := range ex {
		exs, cxs = append(exs, ex[i][first:]), append(cxs, cx[i][first:])
	}
	return exs, cxs
}

// lag tests the series of one team, or with no id those of all.
func (b *Board) lag(teamID string, on calendar.Date, ex, cx [][]float64) Lag {
	rule := b.model.Statistics
	ex, cx = trimmed(ex, cx)
	seed := stats.Seed("care", b.model.Version, teamID, "lead-lag", on.String(), "")
	r, ok := stats.LeadLag(ex, cx, rule.MaxLag, stats.NewSplitMix64(seed), rule.Permutations)
	if !ok {
		return Lag{Status: Insufficient, Text: says(
			fmt.Sprintf("il faut %d mois communs pour une équipe, ou %d équipes de %d mois", rule.LagMonths, rule.LagTeams, rule.LagTeamMonths),
			fmt.Sprintf("%d months with both are needed of one team, or %d teams with %d months", rule.LagMonths, rule.LagTeams, rule.LagTeamMonths),
		)}
	}
	l := Lag{Status: OK, Months: &r.Lag, Correlation: published(r.C), P: published(r.P), Teams: r.Teams, Overlap: r.Months}
	for _, c := range r.ByLag {
		l.ByLag = append(l.ByLag, published(c))
	}
	l.Text = precedes(r, rule.TrendP)
	return l
}

// precedes words a lag as an order in time and nothing else.
func precedes(r stats.LeadLagResult, chance float64) Text {
	switch {
	case r.P >= chance:
		return says("aucun des deux ne précède l'autre au-delà du hasard", "neither precedes the other beyond chance")
	case r.Lag > 0:
		return says(
			fmt.Sprintf("ce que vivent les membres précède de %d mois ce que vivent les clients (corrélation %.2f)", r.Lag, r.C),
			fmt.Sprintf("what members receive precedes what customers receive by %d months (correlation %.2f)", r.Lag, r.C),
		)
	case r.Lag < 0:
		return says(
			fmt.Sprintf("ce que vivent les clients précède de %d mois ce que vivent les membres (corrélation %.2f)", -r.Lag, r.C),
			fmt.Sprintf("what customers receive precedes what members receive by %d months (correlation %.2f)", -r.Lag, r.C),
		)
	}
	return says(
		fmt.Sprintf("les deux bougent le même mois, aucun ne précède l'autre (corrélation %.2f)", r.C),
		fmt.Sprintf("both change in the same month, neither precedes the other (correlation %.2f)", r.C),
	)
}

// monthsBack bounds the calendar of monthly series: twenty years.
const monthsBack = 240

// month is how many months a date's month lies after the first one of the calendar; false
// outside of it.
func (s *subject) month(on calendar.Date) (int, bool) {
	at, now := on.Start(), s.on.Start()
	back := (now.Year()-at.Year())*12 + int(now.Month()) - int(at.Month())
	return monthsBack - 1 - back, back >= 0 && back < monthsBack && monthEnd(on) <= s.on
}

// series is a month's figures, each NaN.
func series() []float64 {
	months := make([]float64, monthsBack)
	for i := range months {
		months[i] = math.NaN()
	}
	return months
}

// monthlyCX is what customers said, month by month, by the metric that CX uses.
func (s *subject) monthlyCX() []float64 {
	months := series()
	if s.measure(customers).Status == Insufficient {
		return months
	}
	for _, metric := range metrics {
		batches := s.months(metric.of, metric.points)
		for _, b := range batches {
			if i, in := s.month(s.on - calendar.Date(b.age)); in { //nolint:gosec // days
				months[i] = b.mean
			}
		}
		if len(batches) > 0 {
			break
		}
	}
	return months
}
