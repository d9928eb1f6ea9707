package concepts

import (
	"soin/domain/care"
	"soin/projections/evidence"
	"soin/projections/fold"
	"soin/projections/stats"
)

// needs is section B: four needs that make a system.
var needs = [...]row{
	{"B1", "confiance", "trust", Lens, "delegation.granted delegation.accepted delegation.revoked commitment.declared commitment.kept commitment.kept-late commitment.broken survey.released", "confiance,XT1", "exemplary", (*inquiry).trust},
	{"B2", "écoute", "listening", Lens, "need.signalled need.acknowledged need.answered irritant.reported irritant.acknowledged listening.held voices.released survey.released", "écoute,ST2,ST4", "ward", (*inquiry).listening},
	{"B3", "pouvoir d'agir", "power to act", Lens, "delegation.granted delegation.accepted delegation.overridden decision.taken survey.released", "pouvoir d'agir,XT1,XS3", "taker-back", (*inquiry).power},
	{"B4", "reconnaissance", "recognition", Lens, "recognition.given survey.released", "reconnaissance,PT1,PT2", "ring", (*inquiry).recognition},
	{"B5", "un seul système", "one system", Indicator, "survey.released recognition.given delegation.granted need.answered commitment.kept", "system-of-needs,confiance,écoute,pouvoir d'agir,reconnaissance", "exemplary", (*inquiry).oneSystem},
}

// trust: shown by what is entrusted, and felt.
func (q *inquiry) trust() {
	all := lately(q, q.Delegations)
	accepted := some(all, q.agreed)
	back := some(all, q.takenBack)
	q.figure(count("délégations acceptées avec des moyens", "delegations accepted with means", accepted))
	q.figure(share("reprises sans accord", "taken back without agreement", back, len(all)))
	q.figure(q.keptShare("engagements tenus, un retard comptant moitié", "commitments kept, a late one counting half"))
	q.figure(q.heard("après une erreur, soutenu plutôt qu'exposé", "after an error, backed rather than exposed",
		q.boxes(evidence.OfError, year), score))
}

// listening: heard, answered, and useful to those who were heard.
func (q *inquiry) listening() {
	needs, irritants := q.signalled(), lately(q, q.Irritants)
	var noticed, answered waits
	done := 0
	for _, n := range needs {
		q.wait(&noticed, n.Moment, n.Steps, evidence.Acknowledged, evidence.Answered)
		q.wait(&answered, n.Moment, n.Steps, evidence.Answered)
		if !q.unanswered(n) {
			done++
		}
	}
	for _, t := range irritants {
		q.wait(&noticed, t.Moment, t.Steps, evidence.Acknowledged, evidence.Resolved)
		q.wait(&answered, t.Moment, t.Steps, evidence.Resolved)
		if q.has(t.Steps, evidence.Resolved) {
			done++
		}
	}
	held := lately(q, q.Listenings)
	participants, promises := 0, 0
	for _, l := range held {
		participants += int(l.Participants)
		promises += int(l.Commitments)
	}
	for _, f := range []Figure{
		share("besoins et irritants répondus", "needs and irritants answered", done, len(needs)+len(irritants)),
		noticed.median("jours jusqu'à être entendu, médiane", "days until heard, median"),
		answered.median("jours jusqu'à la réponse, médiane", "days until answered, median"),
		q.heard("le soin reçu convenait au besoin", "the care received met the need", q.boxes(evidence.OfCare, year), fit),
		count("temps d'écoute tenus", "times to listen that were held", len(held)),
		people("places à ces temps d'écoute", "places at these times to listen", participants),
		count("engagements qui en sont sortis", "commitments that came of them", promises),
	} {
		q.figure(f)
	}
}

// power: how much is really decided close to the work.
func (q *inquiry) power() {
	accepted := pick(q, q.Delegations, year, q.agreed)
	var degrees []float64
	for _, d := range accepted {
		degrees = append(degrees, float64(d.Autonomy))
	}
	overridden := some(accepted, func(d evidence.Delegation) bool { return q.has(d.Steps, evidence.Overridden) })
	q.figure(mean("autonomie moyenne, de 1 à 7", "mean autonomy, 1 to 7", Degrees, degrees, fewest))
	q.figure(share("délégations contournées", "delegations overridden", overridden, len(accepted)))
	q.escalations()
}

// escalations tells how many decisions were taken where the work is done.
func (q *inquiry) escalations() {
	decisions := lately(q, q.Decisions)
	near := some(decisions, func(d evidence.Decision) bool { return !d.Escalated })
	q.figure(share("décisions prises au plus près du travail", "decisions taken close to the work", near, len(decisions)))
}

// fewestThanks that a view of recognition rests on (scoring, PT1).
const fewestThanks = 10

// recognition: how far it reaches, how evenly, how precisely; not how much.
func (q *inquiry) recognition() {
	thanks := lately(q, q.Recognitions)
	received := map[fold.Word]float64{}
	var order []fold.Word
	specific := 0
	for _, r := range thanks {
		if received[r.To] == 0 {
			order = append(order, r.To)
		}
		received[r.To]++
		if r.Digest != 0 {
			specific++
		}
	}
	shares := make([]float64, max(q.headcount(), len(order)))
	for i, who := range order {
		shares[i] = received[who]
	}
	relational := some(thanks, func(r evidence.Recognition) bool { return r.Kind == evidence.Relational })
	q.figure(reach("personnes remerciées, à dix points près", "people thanked, to ten points", len(order), q.headcount()))
	q.figure(figureOf("répartition, 100 quand chacun en reçoit autant", "spread, 100 when all receive as much", Points,
		100*(1-stats.GiniCorrected(shares)), len(thanks), fewestThanks))
	q.figure(share("avec un message", "with a message", specific, len(thanks)))
	q.figure(share("pour le travail relationnel", "for relational work", relational, len(thanks)))
	q.figure(count("remerciements en un an", "thanks in a year", len(thanks)))
	q.note("Le volume ne compte pas : remercier plus souvent les mêmes ne change aucun score.",
		"Volume does not count: thanking the same people more changes no score.")
}

// imbalance is how far the weakest need may lie below the strongest before it is told.
const imbalance = 20

// oneSystem: the weakest need rules.
func (q *inquiry) oneSystem() {
	weakest, strongest, known := 100.0, 0.0, 0
	var name care.Need
	for i, s := range q.card().Needs {
		if s.Value == nil || i >= len(care.Needs) {
			continue
		}
		known++
		if *s.Value <= weakest {
			weakest, name = *s.Value, care.Needs[i]
		}
		strongest = max(strongest, *s.Value)
	}
	gap := figureOf("écart entre le besoin le plus fort et le plus faible", "from the strongest need to the weakest", Points,
		strongest-weakest, known, len(care.Needs))
	q.figure(gap)
	if gap.Value != nil && *gap.Value >= imbalance {
		q.note("Déséquilibre : le besoin le plus faible, "+string(name)+", tire le système vers le bas.",
			"Out of balance: the weakest need, "+string(name)+", pulls the system down.")
	}
}
