package concepts

import (
	"slices"

	"soin/domain/calendar"
	"soin/projections/evidence"
	"soin/projections/stats"
)

// process is section C: the four phases of care, from attention to the receiver's word
// (Tronto 1993).
var process = [...]row{
	{"C1", "attention", "attention", Lens, "irritant.reported irritant.acknowledged complaint.reported complaint.acknowledged need.signalled need.acknowledged survey.released", "attention,ST2", "ward", (*inquiry).attention},
	{"C2", "responsabilité", "responsibility", Ledger, "irritant.reported irritant.acknowledged irritant.resolved safety.opened safety.owned commitment.declared survey.released", "responsabilité", "silent", (*inquiry).responsibility},
	{"C3", "compétence", "competence", Lens, "need.signalled need.answered means.allocated training.completed survey.released", "compétence,XT2", "back-office", (*inquiry).competence},
	{"C4", "capacité de réponse", "responsiveness", Lens, "irritant.resolved irritant.confirmed irritant.contested complaint.resolved complaint.confirmed voices.released survey.released", "capacité de réponse", "exemplary", (*inquiry).responsiveness},
	{"C5", "le cycle entier", "the whole cycle", View, "irritant.reported irritant.acknowledged irritant.resolved irritant.confirmed irritant.contested complaint.reported complaint.resolved complaint.confirmed", "care-chain", "facade", (*inquiry).funnel},
}

// signals are the irritants and complaints of the last year.
func (q *inquiry) signals() []evidence.Ticket {
	return slices.Concat(lately(q, q.Irritants), lately(q, q.Complaints))
}

// attention: from a signal to somebody's notice.
func (q *inquiry) attention() {
	var w waits
	for _, t := range q.signals() {
		q.wait(&w, t.Moment, t.Steps, evidence.Acknowledged, evidence.Resolved)
	}
	for _, n := range q.signalled() {
		q.wait(&w, n.Moment, n.Steps, evidence.Acknowledged, evidence.Answered)
	}
	q.figure(count("signaux", "signals", len(w.days)))
	q.figure(w.median("jours jusqu'à être remarqués, médiane", "days until noticed, median"))
	q.figure(w.by("remarqués en sept jours", "noticed within seven days", 7))
}

// responsibility: who takes it up, and what waiting costs.
func (q *inquiry) responsibility() {
	signals := q.signals()
	owned := 0
	var waited stats.Sum
	for _, t := range signals {
		f := q.fateOf(t)
		switch {
		case f.owned:
			owned++
		case f.open():
			q.link(t.ID, t.Moment, Text{FR: "signal dont personne ne s'est saisi", EN: "signal that nobody took up"}, f.state, int(t.Severity))
		}
		if f.open() {
			waited.Add(float64(t.Severity) * float64(q.on.Days(t.At.Date())))
		}
	}
	incidents := lately(q, q.Incidents)
	taken := some(incidents, func(i evidence.Incident) bool { return q.has(i.Steps, evidence.Owned) })
	promised := lately(q, q.Commitments)
	q.figure(share("signaux dont quelqu'un s'est saisi", "signals that somebody took up", owned, len(signals)))
	q.figure(share("incidents pris en charge", "incidents owned", taken, len(incidents)))
	q.figure(share("engagements que quelqu'un porte", "commitments with an owner",
		some(promised, func(c evidence.Commitment) bool { return c.Owner != 0 }), len(promised)))
	q.figure(total("coût de l'inaction : jours d'attente des signaux ouverts, pesés par leur gravité",
		"cost of inaction: days that open signals have waited, by severity", Days, waited.Total(), len(signals)))
}

// competence: what is needed beside what there is to meet it.
func (q *inquiry) competence() {
	needs := q.signalled()
	withMeans := some(needs, func(n evidence.Need) bool {
		s, ok := q.step(n.Steps, evidence.Answered)
		return ok && s.Flag
	})
	var hours stats.Sum
	trainings := lately(q, q.Trainings)
	for _, t := range trainings {
		hours.Add(t.Hours)
	}
	q.figure(count("besoins signalés", "needs signalled", len(needs)))
	q.figure(share("répondus avec des moyens", "answered with means", withMeans, len(needs)))
	q.envelope()
	q.figure(total("heures de formation", "hours of training", Hours, hours.Total(), len(trainings)))
	q.trained()
}

// responsiveness: the receiver judges, and is left more able.
func (q *inquiry) responsiveness() {
	resolved, confirmed, contested := 0, 0, 0
	for _, t := range q.signals() {
		if !q.has(t.Steps, evidence.Resolved) {
			continue
		}
		resolved++
		f := q.fateOf(t)
		if f.state == "confirmed" {
			confirmed++
		}
		if f.contests > 0 {
			contested++
		}
	}
	care := q.boxes(evidence.OfCare, year)
	q.figure(share("résolutions que le receveur confirme", "resolutions that the receiver confirms", confirmed, resolved))
	q.figure(share("résolutions contestées", "resolutions contested", contested, resolved))
	q.figure(q.heard("convenait au besoin", "met the need", care, fit))
	q.figure(q.heard("laisse plus autonome", "leaves the receiver more autonomous", care, autonomy))
	boxes := q.boxes(evidence.OfCare, 3*year)
	for _, p := range q.quarters() {
		now := slices.DeleteFunc(slices.Clone(boxes), func(r evidence.Release) bool {
			end := calendar.Date(r.Period.End)
			return end < p.first || end > p.last
		})
		q.stage(p, q.heard("laisse plus autonome", "leaves the receiver more autonomous", now, autonomy))
	}
	q.figure(q.trend("tendance de l'autonomie", "trend of autonomy", 0))
}

// funnel: where care drops, from the signal to the receiver's confirmation. Each stage
// counts what passed all those before it.
func (q *inquiry) funnel() {
	stages := [...]struct {
		fr, en string
		passes func(fate) bool
	}{
		{"signalés", "signalled", func(fate) bool { return true }},
		{"remarqués", "noticed", func(f fate) bool { return f.noticed }},
		{"pris en charge", "owned", func(f fate) bool { return f.owned }},
		{"résolus avec des moyens", "resolved with means", func(f fate) bool { return f.resolved.Flag }},
		{"confirmés par le receveur", "confirmed by the receiver", fate.settled},
	}
	var left []fate
	for _, t := range q.signals() {
		left = append(left, q.fateOf(t))
	}
	drop := 0
	for _, stage := range stages {
		before := len(left)
		left = slices.DeleteFunc(left, func(f fate) bool { return !stage.passes(f) })
		if lost := before - len(left); lost > drop {
			drop = lost
			q.note("Le soin se perd surtout à l'étape « "+stage.fr+" ».", "Care is lost mostly at the stage “"+stage.en+"”.")
		}
		q.figure(count(stage.fr, stage.en, len(left)))
	}
}
