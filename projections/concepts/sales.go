package concepts

import (
	"math"
	"slices"

	"soin/domain/calendar"
	"soin/projections/evidence"
	"soin/projections/stats"
)

// monthsBack of the series that a lead of the relation over sales is looked for in.
const monthsBack = 36

// sales: what follows a customer's word, and whether care acts precede sales.
func (q *inquiry) sales() {
	sold := lately(q, q.Sales)
	follow := some(sold, func(s evidence.Sale) bool { return s.Follows })
	q.figure(count("ventes", "sales", len(sold)))
	q.figure(share("ventes qui font suite à ce que le client avait dit", "sales that came of what the customer had said", follow, len(sold)))
	relation, sales := make([]float64, monthsBack), make([]float64, monthsBack)
	first := monthOf(q.on) - monthsBack // closed months only
	put := func(series []float64, m evidence.Moment) {
		if i := monthOf(m.At.Date()) - first; i >= 0 && i < monthsBack {
			series[i]++
			q.saw(m.In)
		}
	}
	for _, a := range q.CareActs {
		if a.Kind == evidence.Relational {
			put(relation, a.Moment)
		}
	}
	for _, s := range q.Sales {
		put(sales, s.Moment)
	}
	begin := begun(relation, sales)
	r, ok := stats.LeadLag([][]float64{relation[begin:]}, [][]float64{sales[begin:]}, maxLag, stats.NewSplitMix64(0), 0)
	f := figureOf("mois dont la relation précède les ventes, au décalage le plus fort", "months by which the relation precedes sales, at the strongest lag",
		Months, float64(r.Lag), monthsBack-begin, 1)
	p := figureOf("probabilité d'une corrélation aussi forte par hasard", "probability of a correlation as strong by chance", Ratio, r.P, monthsBack-begin, 1)
	if !ok {
		f = figureOf(f.Label.FR, f.Label.EN, Months, math.NaN(), monthsBack-begin, monthsBack)
		p = figureOf(p.Label.FR, p.Label.EN, Ratio, math.NaN(), monthsBack-begin, monthsBack)
	}
	q.figure(f)
	q.figure(p)
	q.note("Précède ne veut pas dire cause.", "To precede is not to cause.")
}

// maxLag is how many months one series may precede the other (scoring, 2.9).
const maxLag = 6

// begun is the first month from which both series have begun.
func begun(series ...[]float64) int {
	first := 0
	for _, s := range series {
		i := slices.IndexFunc(s, func(x float64) bool { return x != 0 })
		if i < 0 {
			return len(s)
		}
		first = max(first, i)
	}
	return first
}

// monthOf counts months on the calendar.
func monthOf(day calendar.Date) int {
	t := day.Start()
	return t.Year()*12 + int(t.Month())
}
