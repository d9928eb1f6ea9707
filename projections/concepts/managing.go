package concepts

import (
	"slices"

	"soin/projections/evidence"
	"soin/projections/fold"
)

// managing is section F: what managers do.
var managing = [...]row{
	{"F1", "la délégation, premier acte et prise de risque", "delegation, the first act and a risk", Ledger, "delegation.granted delegation.accepted delegation.declined delegation.overridden delegation.revoked delegation.completed", "XT1", "taker-back", (*inquiry).delegations},
	{"F2", "sécurité psychologique", "psychological safety", Ledger, "safety.opened safety.owned safety.closed delegation.completed delegation.revoked voices.released survey.released", "PT3", "silent", (*inquiry).mistakes},
	{"F3", "servant leadership et formation", "servant leadership and training for it", Lens, "training.completed listening.held irritant.acknowledged team.manager-appointed survey.released", "servant-leadership,XT2", "exemplary", (*inquiry).servant},
	{"F4", "exemplarité et humilité", "exemplarity and humility", View, "safety.opened safety.closed self-assessment.submitted", "PS2", "exemplary", (*inquiry).exemplarity},
	{"F5", "résistance au changement", "resistance to change", View, "delegation.overridden delegation.revoked need.signalled need.answered irritant.reported", "", "taker-back", (*inquiry).resistance},
	{"F6", "Prix de l'initiative care", "care prize", Ledger, "prize.opened prize.nominated prize.awarded prize.adopted initiative.started initiative.completed voices.released", "", "campaign", (*inquiry).prizes},
	{"F7", "irritants de base", "basic irritants", Ledger, "irritant.reported irritant.acknowledged irritant.resolved irritant.reopened irritant.contested complaint.reported", "XT3", "contact-centre", (*inquiry).irritants},
	{"F8", "coopération", "cooperation", View, "help.given", "", "reorganised-region", (*inquiry).cooperation},
	{"F9", "autonomie", "autonomy", View, "decision.taken delegation.granted delegation.accepted", "", "taker-back", (*inquiry).autonomous},
	{"F10", "amélioration continue", "steady improvement", View, "irritant.resolved irritant.confirmed complaint.resolved complaint.confirmed initiative.completed", "", "back-office", (*inquiry).improvement},
	{"F11", "donner envie, ne pas imposer", "making people want to, not imposing", View, "decision.taken", "", "facade", (*inquiry).modes},
	{"F12", "disponible pour le client", "free for the customer", View, "contact.handled irritant.reported irritant.resolved need.signalled need.answered", "", "contact-centre", (*inquiry).freeForCustomers},
	{"F13", "et nous, managers, que faisons-nous ?", "what do we managers actually do", Ledger, "commitment.declared commitment.kept commitment.kept-late commitment.broken means.allocated self-assessment.submitted listening.held", "", "facade", (*inquiry).saidAndDone},
}

// delegations: each one with what was at stake, how much room it gave, and its fate.
func (q *inquiry) delegations() {
	all := lately(q, q.Delegations)
	var kept, overridden, back int
	depth := map[int8][]float64{}
	for _, d := range all {
		state := q.fateOfDelegation(d)
		switch state {
		case "overridden":
			overridden++
		case "taken back":
			back++
		case "accepted", "completed", "handed back":
			kept++
		}
		depth[d.Stakes] = append(depth[d.Stakes], float64(d.Autonomy))
		q.row(Row{
			ID: d.ID, TeamID: q.team.ID, On: d.At.Date(), What: Text{FR: "délégation", EN: "delegation"}, State: state,
			Age: q.on.Days(d.At.Date()), Severity: int(d.Stakes), Figures: []Figure{
				figureOf("enjeu, de 1 à 3", "stakes, 1 to 3", Degrees, float64(d.Stakes), 1, 1),
				figureOf("autonomie, de 1 à 7", "autonomy, 1 to 7", Degrees, float64(d.Autonomy), 1, 1),
				count("moyens", "means", int(d.Means)),
			},
		})
	}
	q.figure(share("tenues", "kept", kept, len(all)))
	q.figure(share("contournées", "overridden", overridden, len(all)))
	q.figure(share("reprises sans accord", "taken back without agreement", back, len(all)))
	for stakes, name := range [...]Text{
		{FR: "autonomie à enjeu faible", EN: "autonomy at low stakes"}, {FR: "autonomie à enjeu moyen", EN: "autonomy at middle stakes"},
		{FR: "autonomie à enjeu fort", EN: "autonomy at high stakes"},
	} {
		q.figure(mean(name.FR, name.EN, Degrees, depth[int8(stakes+1)], 3))
	}
}

// fateOfDelegation is what had become of a delegation by the date asked; the worst that
// befell it counts.
func (q *inquiry) fateOfDelegation(d evidence.Delegation) string {
	switch {
	case q.has(d.Steps, evidence.Declined):
		return "declined"
	case q.takenBack(d):
		return "taken back"
	case q.has(d.Steps, evidence.Overridden):
		return "overridden"
	case q.has(d.Steps, evidence.Revoked):
		return "handed back"
	case q.has(d.Steps, evidence.Completed):
		return "completed"
	case q.has(d.Steps, evidence.Accepted):
		return "accepted"
	}
	return "offered"
}

// aftermath are the days in which it shows what a mistake told is answered with.
const aftermath = 90

// fewestForIncidents is the size of a team whose incidents are told one by one (privacy,
// release units of psychological safety).
const fewestForIncidents = 10

// mistakes: what came in the 90 days after each mistake that was told.
func (q *inquiry) mistakes() {
	told := pick(q, q.Incidents, 2*year, func(i evidence.Incident) bool { return i.Category == evidence.Mistake })
	outcomes := map[string]int{}
	var owned, withdrawn, punished int
	for _, i := range told {
		state := q.answerTo(i)
		outcomes[state]++
		took := q.soon(i, evidence.Owned)
		if took {
			owned++
		}
		back := q.withdrawnAfter(i)
		if back {
			withdrawn++
		}
		if state == "sanctioned" || q.retaliated(i) {
			punished++
		}
		if sizeOf(q.team) >= fewestForIncidents {
			q.row(Row{
				ID: i.ID, TeamID: q.team.ID, On: i.At.Date(), What: Text{FR: "erreur dite", EN: "mistake told"}, State: state,
				Age: q.on.Days(i.At.Date()), Severity: int(i.Severity), Figures: []Figure{
					yes("prise en charge", "owned", took), yes("délégation retirée", "delegation withdrawn", back),
				},
			})
		}
	}
	q.figure(count("erreurs dites en deux ans", "mistakes told in two years", len(told)))
	q.figure(share("prises en charge en 90 jours", "owned within 90 days", owned, len(told)))
	q.figure(share("suivies d'une aide", "answered with help", outcomes["helped"], len(told)))
	q.figure(share("suivies d'un apprentissage", "answered with learning", outcomes["learned"], len(told)))
	q.figure(share("suivies d'une sanction ou de représailles", "answered with a sanction or retaliation", punished, len(told)))
	q.figure(share("suivies d'un retrait de délégation", "answered with the delegation withdrawn", withdrawn, len(told)))
	q.figure(q.heard("satisfaits de la réponse", "satisfied with the answer", q.boxes(evidence.OfSafety, 2*year), score))
	q.note("Le nombre d'erreurs dites n'est jamais un défaut : les dire est un signe de sécurité.",
		"The number of mistakes told is never a fault: telling them is a sign of safety.")
}

// yes is a figure of 1 or 0.
func yes(fr, en string, is bool) Figure {
	if is {
		return count(fr, en, 1)
	}
	return count(fr, en, 0)
}

// soon reports whether an incident took a step within the aftermath.
func (q *inquiry) soon(i evidence.Incident, kind evidence.StepKind) bool {
	s, ok := q.step(i.Steps, kind)
	return ok && s.At.Date().Days(i.At.Date()) <= aftermath
}

// answerTo is what an incident was answered with in its aftermath.
func (q *inquiry) answerTo(i evidence.Incident) string {
	switch {
	case q.soon(i, evidence.Closed) && i.Outcome != 0:
		return q.word(i.Outcome)
	case q.soon(i, evidence.Closed):
		return "closed"
	case q.has(i.Steps, evidence.Closed):
		return "late"
	}
	return "open"
}

// withdrawnAfter reports whether the delegation in which it happened was taken back in
// the aftermath.
func (q *inquiry) withdrawnAfter(i evidence.Incident) bool {
	return i.Delegation != "" && slices.ContainsFunc(q.Delegations, func(d evidence.Delegation) bool {
		s, ok := q.step(d.Steps, evidence.Revoked)
		after := s.At.Date().Days(i.At.Date())
		return d.ID == i.Delegation && ok && !s.Flag && after >= 0 && after <= aftermath
	})
}

// retaliated reports whether retaliation over the same delegation was reported in the
// aftermath.
func (q *inquiry) retaliated(i evidence.Incident) bool {
	return i.Delegation != "" && slices.ContainsFunc(q.Incidents, func(r evidence.Incident) bool {
		after := r.At.Date().Days(i.At.Date())
		return r.Category == evidence.Retaliation && r.Delegation == i.Delegation && q.by(r.Moment) && after >= 0 && after <= aftermath
	})
}

// habits are the days before and after a training in which conduct is compared.
const habits = 180

// servant: conduct before and after the first training that was carried over by whoever
// manages the team.
func (q *inquiry) servant() {
	managers := map[fold.Word]bool{}
	for _, m := range q.Managers {
		managers[m.Value] = managers[m.Value] || m.At.By(q.on)
	}
	trained := pick(q, q.Trainings, 3*year, func(t evidence.Training) bool {
		return managers[t.Member] && t.Validated && t.Transfer >= carriedOver
	})
	q.figure(count("formations de l'encadrement, transposées dans le travail", "trainings of management, carried over into the work", len(trained)))
	if len(trained) == 0 {
		return
	}
	day := trained[0].At.Date()
	before := quarter{first: day - habits, last: day - 1}
	after := quarter{first: day, last: min(day+habits-1, q.on)}
	q.figure(count("temps d'écoute et accusés de réception, 180 jours avant", "times to listen and acknowledgements, 180 days before", q.attentions(before)))
	q.figure(count("les mêmes, 180 jours après", "the same, 180 days after", q.attentions(after)))
}

// attentions are times to listen, and signals acknowledged by management.
func (q *inquiry) attentions(p quarter) int {
	n := len(during(q, p, q.Listenings, nil))
	for _, t := range q.Irritants {
		n += some(t.Steps, func(s evidence.Step) bool {
			return s.Kind == evidence.Acknowledged && s.Role == evidence.ByManager && p.has(s.Moment)
		})
	}
	return n
}

// exemplarity: management tells its own mistakes, and one rule holds for all.
func (q *inquiry) exemplarity() {
	told := pick(q, q.Incidents, 2*year, func(i evidence.Incident) bool { return i.Category == evidence.Mistake })
	own := slices.DeleteFunc(slices.Clone(told), func(i evidence.Incident) bool { return !i.ByManager })
	others := slices.DeleteFunc(slices.Clone(told), func(i evidence.Incident) bool { return i.ByManager })
	sanctioned := func(i evidence.Incident) bool { return q.answerTo(i) == "sanctioned" }
	q.figure(count("erreurs que l'encadrement a dites lui-même, en deux ans", "mistakes that management told itself, in two years", len(own)))
	q.figure(share("parmi les erreurs dites", "among the mistakes told", len(own), len(told)))
	q.figure(share("sanctions après les erreurs de l'encadrement", "sanctions after mistakes of management", some(own, sanctioned), len(own)))
	q.figure(share("sanctions après celles de l'équipe", "sanctions after those of the team", some(others, sanctioned), len(others)))
	q.figure(count("autoévaluations faites en un an", "self-assessments done in a year", len(lately(q, q.SelfAssessments))))
}
