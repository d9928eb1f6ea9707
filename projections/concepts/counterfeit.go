package concepts

import (
	"cmp"
	"slices"

	"soin/domain/calendar"
	"soin/domain/governance"
	"soin/projections/evidence"
	"soin/projections/fold"
)

// counterfeit is section H: what care is not.
var counterfeit = [...]row{
	{"H1", "façade", "façade", Warning, "commitment.declared commitment.kept commitment.broken self-assessment.submitted prize.awarded irritant.resolved irritant.confirmed survey.released", "", "facade", (*inquiry).facade},
	{"H2", "signes consommés", "consumed signs", View, "recognition.given survey.released decision.taken governance.changed commitment.declared", "", "campaign", (*inquiry).consumed},
	{"H3", "servir sans se perdre", "serving without losing oneself", View, "contact.handled workload.sampled need.signalled care-act.logged help.given survey.released", "XS,XS2", "contact-centre", (*inquiry).emotionalLoad},
	{"H4", "complaisance", "indulgence", Warning, "safety.opened irritant.contested delegation.declined commitment.declared commitment.kept survey.released", "exigeante,située,partagée", "campaign", (*inquiry).indulgence},
	{"H5", "posture isolée", "isolated posture", Warning, "care-act.logged help.given recognition.given irritant.resolved practice.adapted governance.changed", "", "facade", (*inquiry).isolated},
	{"H6", "une injonction de plus", "one more injunction", Ledger, "irritant.reported need.signalled complaint.reported safety.opened delegation.granted review.action-assigned means.allocated", "", "contact-centre", (*inquiry).burden},
	{"H7", "supplément d'âme", "care as an ornament", Warning, "decision.taken governance.changed commitment.declared means.allocated", "", "facade", (*inquiry).ornament},
}

// facade: signs of care, minus care that was enacted.
func (q *inquiry) facade() {
	said := lately(q, q.Commitments)
	signs := some(said, func(c evidence.Commitment) bool { return c.Publicly }) + len(lately(q, q.Prizes)) + len(lately(q, q.SelfAssessments))
	due, _ := q.due()
	enacted := some(due, func(c evidence.Commitment) bool {
		return (c.Hours > 0 || c.Amount > 0) && q.has(c.Steps, evidence.Kept, evidence.KeptLate)
	}) + some(q.signals(), func(t evidence.Ticket) bool { return q.fateOf(t).settled() })
	q.figure(count("signes : annonces publiques, prix, autoévaluations", "signs: public announcements, prizes, self-assessments", signs))
	q.figure(count("actes : engagements dotés et tenus, signaux réglés", "acts: commitments given means and kept, signals settled", enacted))
	q.figure(share("part des signes", "share of signs", signs, signs+enacted))
	q.figure(q.keptShare("engagements tenus, un retard comptant moitié", "commitments kept, a late one counting half"))
	q.raised("facade", "inflation")
}

// consequence is in how many days a survey is followed by something.
const consequence = 90

// consumed: thanks that are copies, surveys that change nothing.
func (q *inquiry) consumed() {
	type text struct {
		from   fold.Word
		digest uint32
	}
	seen := map[text]int{}
	thanks := lately(q, q.Recognitions)
	written, copies := 0, 0
	for _, r := range thanks {
		if r.Digest == 0 {
			continue
		}
		written++
		if seen[text{r.From, r.Digest}]++; seen[text{r.From, r.Digest}] > 1 {
			copies++
		}
	}
	surveys, idle := 0, 0
	for _, i := range q.Units {
		u := q.views.Evidence.Unit(i)
		if age := q.on.Days(calendar.Date(u.ClosedOn)); !q.by(u.Moment) || age < consequence || age >= 2*year {
			continue
		}
		surveys++
		q.saw(u.In)
		if !q.followed(calendar.Date(u.ClosedOn)) {
			idle++
		}
	}
	q.figure(share("remerciements copiés", "thanks that are copies", copies, written))
	q.figure(count("enquêtes closes depuis 90 jours et plus", "surveys closed 90 days ago or more", surveys))
	q.figure(count("enquêtes sans suite en 90 jours", "surveys that nothing followed within 90 days", idle))
	q.raised("burst", "ring", "straight-lining", "stuffing", "pressure", "box-ticking")
}

// followed reports whether a decision that cites evidence of care, a change of rules or a
// commitment with means came within the days of consequence.
func (q *inquiry) followed(day calendar.Date) bool {
	soon := func(m evidence.Moment) bool {
		after := m.At.Date().Days(day)
		return q.by(m) && after >= 0 && after <= consequence
	}
	return slices.ContainsFunc(q.Decisions, func(d evidence.Decision) bool { return d.Cites && soon(d.Moment) }) ||
		slices.ContainsFunc(q.Commitments, func(c evidence.Commitment) bool { return (c.Hours > 0 || c.Amount > 0) && soon(c.Moment) }) ||
		slices.ContainsFunc(q.changed(), func(g evidence.Governance) bool { return soon(g.Moment) })
}

// changed are the changes of rules that hold for the team.
func (q *inquiry) changed() (list []evidence.Governance) {
	for _, g := range q.views.Evidence.Governance() {
		if g.Scope == governance.Organisation || g.Scope == q.team.ID {
			list = append(list, g)
		}
	}
	return list
}

// emotionalLoad: contacts, and what is left for those who take them.
func (q *inquiry) emotionalLoad() {
	met := 0
	for _, c := range lately(q, q.Contacts) {
		met += int(c.Contacts)
	}
	support := len(pick(q, q.CareActs, year, func(a evidence.CareAct) bool { return a.Axis == evidence.Self || a.Axis == evidence.Team })) +
		len(pick(q, q.Helps, year, func(h evidence.Help) bool { return h.Kind == evidence.Relational }))
	asked := q.ofAxis(evidence.Self)
	q.figure(total("contacts", "contacts", Acts, float64(met), met))
	q.figure(figureOf("soutiens entre collègues pour mille contacts", "support between colleagues for each thousand contacts", Ratio,
		1000*float64(support)/float64(met), met, fewest))
	q.figure(figureOf("besoins de prendre soin de soi pour mille contacts", "needs of self care for each thousand contacts", Ratio,
		1000*float64(len(asked))/float64(met), met, fewest))
	q.breaches()
}

// indulgence: does anybody say no, and are standards kept?
func (q *inquiry) indulgence() {
	disagreed := pick(q, q.Incidents, year, func(i evidence.Incident) bool { return i.Category == evidence.Disagreement })
	signals := q.signals()
	contested := some(signals, func(t evidence.Ticket) bool { return q.fateOf(t).contests > 0 })
	declined := pick(q, q.Delegations, year, func(d evidence.Delegation) bool { return q.has(d.Steps, evidence.Declined) })
	q.figure(count("désaccords dits", "disagreements told", len(disagreed)))
	q.figure(count("résolutions contestées", "resolutions contested", contested))
	q.figure(count("délégations déclinées", "delegations declined", len(declined)))
	q.figure(q.keptShare("exigence tenue : engagements tenus, un retard comptant moitié", "standards kept: commitments kept, a late one counting half"))
	q.raised("complaisance")
}

// isolated: acts that change how work is organised, and acts that rest on a posture.
func (q *inquiry) isolated() {
	resolved := 0
	for _, t := range q.signals() {
		if q.fateOf(t).resolved.Flag {
			resolved++
		}
	}
	structure := resolved + len(lately(q, q.Practices)) + len(pick(q, q.changed(), year, nil)) + len(lately(q, q.Means))
	posture := len(lately(q, q.CareActs)) + len(lately(q, q.Helps)) + len(lately(q, q.Recognitions))
	q.figure(count("actes qui changent l'organisation du travail", "acts that change how work is organised", structure))
	q.figure(count("actes de posture", "acts of posture", posture))
	q.figure(share("part de ceux qui changent l'organisation", "share of those that change how work is organised", structure, structure+posture))
	q.raised("isolated")
}

// mostTasks is how many tasks this platform puts before whoever manages a team at a time;
// what is beyond goes to the level above.
const mostTasks = 10

// burden: the tasks that wait for management, the gravest and oldest first, capped.
func (q *inquiry) burden() {
	q.tasks()
	slices.SortStableFunc(q.found.Rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), byAge(a, b))
	})
	all := len(q.found.Rows)
	q.found.Rows = q.found.Rows[:min(all, mostTasks)]
	q.figure(count("tâches en attente de l'encadrement", "tasks that wait for management", all))
	q.figure(count("tâches présentées, dix au plus", "tasks put forward, ten at most", len(q.found.Rows)))
	q.figure(count("tâches renvoyées au niveau au-dessus", "tasks sent to the level above", all-len(q.found.Rows)))
	q.envelope(evidence.Self)
	for _, f := range q.card().Flags {
		if f.ID == "injunction" {
			q.note(f.Because.FR, f.Because.EN)
		}
	}
}

// tasks are what waits for an answer of management.
func (q *inquiry) tasks() {
	for _, t := range q.Irritants {
		if f := q.fateOf(t); q.by(t.Moment) && (f.state == "reported" || f.state == "contested") {
			q.saw(t.In)
			q.link(t.ID, t.Moment, Text{FR: "irritant à écouter", EN: "irritant to listen to"}, f.state, int(t.Severity))
		}
	}
	for _, t := range q.Complaints {
		if f := q.fateOf(t); q.by(t.Moment) && (f.state == "reported" || f.state == "contested") {
			q.saw(t.In)
			q.link(t.ID, t.Moment, Text{FR: "réclamation à écouter", EN: "complaint to listen to"}, f.state, int(t.Severity))
		}
	}
	for _, n := range q.Needs {
		if q.by(n.Moment) && q.unanswered(n) {
			q.saw(n.In)
			q.link(n.ID, n.Moment, Text{FR: "besoin à répondre", EN: "need to answer"}, "unanswered", 1)
		}
	}
	for _, i := range q.Incidents {
		if sizeOf(q.team) >= fewestForIncidents && q.by(i.Moment) && !q.has(i.Steps, evidence.Owned, evidence.Closed) {
			q.saw(i.In)
			q.link(i.ID, i.Moment, Text{FR: "incident à prendre en charge", EN: "incident to own"}, "unowned", int(i.Severity))
		}
	}
	for _, r := range q.Reviews {
		for _, a := range r.Actions {
			if q.by(a.Moment) && !q.done(a) {
				q.saw(a.In)
				q.link(a.ID, a.Moment, Text{FR: "action d'une revue", EN: "action of a review"}, "assigned", 1)
			}
		}
	}
}

// done reports whether an action had been done by the date asked.
func (q *inquiry) done(a evidence.Action) bool { return a.Done != nil && q.by(*a.Done) }

// ornament: does care reach decisions, criteria and pay?
func (q *inquiry) ornament() {
	decisions := lately(q, q.Decisions)
	cite := some(decisions, func(d evidence.Decision) bool { return d.Cites })
	changes := pick(q, q.changed(), year, nil)
	said := lately(q, q.Commitments)
	q.figure(share("décisions qui citent des preuves de care", "decisions that cite evidence of care", cite, len(decisions)))
	q.figure(count("règles changées", "rules changed", len(changes)))
	q.figure(share("engagements avec un budget", "commitments with a budget",
		some(said, func(c evidence.Commitment) bool { return c.Hours > 0 || c.Amount > 0 }), len(said)))
	q.rules(changes)
	q.raised("soul")
}

// rules tells of changes of rules, one by one.
func (q *inquiry) rules(changes []evidence.Governance) {
	for _, g := range changes {
		what := q.word(g.What)
		q.row(Row{
			ID: g.At.Date().String() + " " + what, TeamID: q.team.ID, On: g.At.Date(), What: ruleNames(what), State: "changed",
			Age: q.on.Days(g.At.Date()),
		})
	}
}

func ruleNames(what string) Text {
	switch governance.What(what) {
	case governance.Criteria:
		return Text{FR: "critères de performance", EN: "criteria of performance"}
	case governance.Pay:
		return Text{FR: "rémunération", EN: "pay"}
	case governance.Mandate:
		return Text{FR: "mandat", EN: "mandate"}
	case governance.Process:
		return Text{FR: "processus", EN: "process"}
	}
	return Text{FR: what, EN: what}
}
