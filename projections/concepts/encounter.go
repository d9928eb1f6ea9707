package concepts

import (
	"math"

	"soin/projections/evidence"
	"soin/projections/stats"
)

// encounter is section E: what makes a meeting an encounter (Hesbeen 1999).
var encounter = [...]row{
	{"E1", "spécialistes des petites choses", "specialists of small things", Lens, "care-act.logged irritant.reported irritant.resolved irritant.confirmed survey.released", "petites-choses", "ward", (*inquiry).smallThings},
	{"E2", "tenir conseil", "holding counsel", Lens, "decision.taken council.held survey.released", "conseil,ST4", "exemplary", (*inquiry).counsel},
	{"E3", "inférence", "inference", Lens, "need.answered need.signalled survey.released", "inférence,ST3", "ward", (*inquiry).inference},
	{"E4", "la rencontre", "the encounter", Lens, "feedback.received care-act.logged council.held need.answered", "petites-choses,conseil,inférence,XP3,SP1", "shops", (*inquiry).meeting},
}

// smallThings: done in passing, and the basic irritants gone.
func (q *inquiry) smallThings() {
	acts := lately(q, q.CareActs)
	small := some(acts, func(a evidence.CareAct) bool { return a.Small })
	basic := pick(q, q.Irritants, year, func(t evidence.Ticket) bool { return t.Basic })
	q.figure(count("petites attentions", "small attentions", small))
	q.figure(share("petites, parmi les actes de care", "small ones among acts of care", small, len(acts)))
	q.figure(share("irritants élémentaires réglés", "basic irritants settled",
		some(basic, func(t evidence.Ticket) bool { return q.fateOf(t).settled() }), len(basic)))
	q.figure(q.settling(basic).median("jours jusqu'au règlement d'un irritant élémentaire, médiane", "days until a basic irritant is settled, median"))
}

// deliberated reports whether half of those concerned held counsel before a decision.
func deliberated(d evidence.Decision) bool {
	for _, c := range d.Councils {
		if c.At <= d.At && c.Eligible > 0 && 2*c.Participants >= c.Eligible {
			return true
		}
	}
	return false
}

// counsel: deliberation before the decision, with those concerned.
func (q *inquiry) counsel() {
	decisions := lately(q, q.Decisions)
	var took []float64
	for _, d := range decisions {
		for _, c := range d.Councils {
			if q.by(c.Moment) && c.Eligible > 0 {
				q.saw(c.In)
				took = append(took, 100*float64(c.Participants)/float64(c.Eligible))
			}
		}
	}
	q.figure(count("décisions qui touchent l'équipe", "decisions that affect the team", len(decisions)))
	q.figure(share("délibérées avant, avec la moitié des personnes concernées", "deliberated before, with half of those concerned",
		some(decisions, deliberated), len(decisions)))
	part, _, _ := stats.MeanSE(took)
	q.figure(figureOf("participation moyenne aux conseils", "mean participation in councils", Percent,
		math.Round(part/10)*10, len(took), fewest))
}

// inference: needs met before they were voiced.
func (q *inquiry) inference() {
	answered, anticipated := 0, 0
	for _, n := range q.Needs {
		s, ok := q.step(n.Steps, evidence.Answered)
		if !ok || !q.within(s.Moment, year) {
			continue
		}
		q.saw(s.In)
		answered++
		if s.Anticipated {
			anticipated++
		}
	}
	q.figure(count("besoins répondus", "needs answered", answered))
	q.figure(share("répondus avant d'être dits", "answered before they were voiced", anticipated, answered))
}

// meeting: small things, counsel and inference beside what customers say.
func (q *inquiry) meeting() {
	acts := lately(q, q.CareActs)
	q.figure(count("petites attentions", "small attentions", some(acts, func(a evidence.CareAct) bool { return a.Small })))
	q.figure(share("décisions délibérées avant", "decisions deliberated before", some(lately(q, q.Decisions), deliberated), len(lately(q, q.Decisions))))
	q.inference()
	var points []float64
	for _, f := range pick(q, q.Feedbacks, year, ofCustomers) {
		if y, ok := pointsOf(f); ok {
			points = append(points, y)
		}
	}
	m, _, _ := stats.MeanSE(points)
	q.figure(figureOf("ce que disent les clients", "what customers say", Points, m, len(points), fewestFeedbacks))
}
