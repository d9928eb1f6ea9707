package concepts

import (
	"math"

	"soin/projections/evidence"
	"soin/projections/fold"
	"soin/projections/stats"
)

// careDebt is the share of the relational work that those who carry it get no matching
// share of something for: half the distance between the two distributions (Duncan &
// Duncan 1955, Am Sociol Rev 20:210-217), 0 when each receives as they carry.
func careDebt(carried, received map[fold.Word]float64) float64 {
	var c, r, debt stats.Sum
	for _, who := range sorted(carried) {
		c.Add(carried[who])
	}
	for _, who := range sorted(received) {
		r.Add(received[who])
	}
	if c.Total() == 0 || r.Total() == 0 {
		return math.NaN()
	}
	for _, who := range sorted(carried) {
		debt.Add(math.Max(0, carried[who]/c.Total()-received[who]/r.Total()))
	}
	return debt.Total()
}

// careDebt: who carries the relational work, beside who is thanked and given means.
func (q *inquiry) careDebt() {
	carried, thanked, equipped := map[fold.Word]float64{}, map[fold.Word]float64{}, map[fold.Word]float64{}
	acts := 0
	for _, a := range pick(q, q.CareActs, year, func(a evidence.CareAct) bool { return a.Kind == evidence.Relational && a.Member != 0 }) {
		carried[a.Member]++
		acts++
	}
	for _, h := range pick(q, q.Helps, year, func(h evidence.Help) bool { return h.Kind == evidence.Relational }) {
		carried[h.From]++
		acts++
	}
	thanks := lately(q, q.Recognitions)
	for _, r := range thanks {
		thanked[r.To]++
	}
	means := 0
	for _, d := range pick(q, q.Delegations, year, q.agreed) {
		equipped[d.To] += float64(d.Means)
		means++
	}
	q.figure(people("personnes qui portent le travail relationnel", "people who carry the relational work", len(carried)))
	q.figure(q.debt("dette de reconnaissance : part du travail relationnel sans part égale des remerciements",
		"debt of recognition: share of relational work without an equal share of thanks", carried, thanked, min(acts, len(thanks))))
	q.figure(q.debt("dette de moyens : part du travail relationnel sans part égale des moyens délégués",
		"debt of means: share of relational work without an equal share of delegated means", carried, equipped, min(acts, 2*means)))
	q.figure(share("remerciements pour le travail relationnel", "thanks for relational work",
		some(thanks, func(r evidence.Recognition) bool { return r.Kind == evidence.Relational }), len(thanks)))
}

// debt is told of five carriers or more and ten acts or more.
func (q *inquiry) debt(fr, en string, carried, received map[fold.Word]float64, n int) Figure {
	return figureOf(fr, en, Percent, 100*careDebt(carried, received), n, fewestThanks).ofPeople(len(carried))
}
