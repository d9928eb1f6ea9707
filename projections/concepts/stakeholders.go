package concepts

import (
	"soin/domain/calendar"
	"soin/projections/evidence"
	"soin/projections/maturity"
	"soin/projections/stats"
)

// stakeholders is section I: all who have a part, and who decides.
var stakeholders = [...]row{
	{"I1", "sept parties prenantes", "seven stakeholders", View, "irritant.reported need.signalled recognition.given feedback.received complaint.reported decision.taken council.held governance.changed initiative.started impact.reported voices.released", "PP2", "shops", (*inquiry).chairs},
	{"I2", "les critères de performance changent", "criteria of performance changed", Ledger, "governance.changed", "", "exemplary", (*inquiry).criteria},
	{"I3", "gouvernance : le dossier de revue", "governance: the review pack", Ledger, "review.opened review.decided review.action-assigned review.action-done review.closed", "exigeante,située,partagée,self,team,planet,system-of-needs,care-chain,PP1", "reorganised-region", (*inquiry).reviewPack},
	{"I4", "réussite collective", "collective success", View, "initiative.completed prize.adopted help.given irritant.confirmed commitment.kept", "", "reorganised-region", (*inquiry).collective},
	{"I5", "autonomie durable", "lasting autonomy", View, "decision.taken help.given training.completed delegation.accepted", "", "taker-back", (*inquiry).lastingAutonomy},
	{"I6", "attractivité de l'employeur", "the employer's attraction", View, "turnover.reported", "", "exemplary", (*inquiry).attraction},
}

// chair is what one stakeholder said and rated, was given, and had decided.
type chair struct {
	id, fr, en                     string
	said, rated, received, decided int // rated is of voices
}

// chairs: seven stakeholders, and those whose chair is empty.
func (q *inquiry) chairs() {
	empty := 0
	var emitted []float64
	for _, c := range q.seated() {
		state := "heard"
		if c.said+c.rated == 0 {
			state = "empty chair"
			empty++
		}
		emitted = append(emitted, float64(c.said+floor(c.rated)))
		q.row(Row{ID: c.id, TeamID: q.team.ID, On: q.on, What: Text{FR: c.fr, EN: c.en}, State: state, Figures: []Figure{
			count("s'est exprimé", "spoke", c.said), spoken("a évalué le care reçu", "rated the care received", c.rated),
			count("a reçu", "received", c.received), count("a décidé", "decided", c.decided),
		}})
	}
	q.figure(figureOf("parties prenantes entendues, sur sept", "stakeholders heard, of seven", Acts, float64(len(emitted)-empty), len(emitted), 1))
	q.figure(count("chaises vides", "empty chairs", empty))
	q.figure(figureOf("équilibre de la parole", "balance of who speaks", Points, 100*stats.Evenness(emitted), len(emitted), 1))
}

func (q *inquiry) seated() []chair {
	irritants, complaints, needs := lately(q, q.Irritants), lately(q, q.Complaints), q.signalled()
	decisions := lately(q, q.Decisions)
	settled := func(t evidence.Ticket) bool { return q.fateOf(t).settled() }
	mode := func(m evidence.Mode) int {
		return some(decisions, func(d evidence.Decision) bool { return d.Mode == m })
	}
	initiatives := func(word string) int {
		return len(pick(q, q.Initiatives, year, func(i evidence.Initiative) bool { return q.word(i.Stakeholder) == word }))
	}
	impacts := func(words string) int {
		return len(pick(q, q.Impacts, year, func(i evidence.Impact) bool { return q.word(i.Domain) == words }))
	}
	said := func(m ...evidence.Metric) (n int) {
		for _, metric := range m {
			n += len(pick(q, q.Feedbacks, year, func(f evidence.Feedback) bool { return f.Metric == metric }))
		}
		return n
	}
	rated := func(from ...string) (n int) {
		for _, box := range q.boxes(evidence.OfCare, year, from...) {
			n += len(box.Ratings)
		}
		return n
	}
	changed := len(pick(q, q.changed(), year, nil))
	return []chair{
		{
			"employees", "collaborateurs", "employees", len(irritants) + len(needs), rated(),
			some(irritants, settled) + some(needs, func(n evidence.Need) bool { return !q.unanswered(n) }) + initiatives("employees"),
			mode(evidence.Chosen),
		},
		{
			"managers", "managers", "managers",
			len(lately(q, q.SelfAssessments)) + len(pick(q, q.Incidents, year, func(i evidence.Incident) bool { return i.ByManager })), 0,
			q.toManagers(), mode(evidence.Consulted),
		},
		{
			"organisation", "organisation", "organisation", len(lately(q, q.Commitments)) + len(pick(q, q.Reviews, year, nil)), 0,
			len(lately(q, q.Practices)), mode(evidence.Imposed) + changed,
		},
		{
			"customers", "clients", "customers", said(evidence.CSAT, evidence.CES, evidence.NPS, evidence.Mirror) + len(complaints), rated("customers"),
			some(complaints, settled) + initiatives("customers"), 0,
		},
		{
			"suppliers", "fournisseurs", "suppliers", said(evidence.Suppliers), rated("suppliers"), initiatives("suppliers") + impacts("supplier"), 0,
		},
		{
			"community", "société et riverains", "community", said(evidence.Community, evidence.Partners), rated("community", "partners"),
			initiatives("society") + impacts("community") + impacts("social"), 0,
		},
		{"environment", "environnement", "environment", impacts("environmental"), 0, initiatives("environment"), 0},
	}
}

// toManagers counts recognition that reached whoever managed the team at the time.
func (q *inquiry) toManagers() int {
	return len(pick(q, q.Recognitions, year, func(r evidence.Recognition) bool {
		manager, ok := q.Managers.On(r.At.Date())
		return ok && manager == r.To
	}))
}

// criteria: what performance means, as it was changed for the sake of care.
func (q *inquiry) criteria() {
	all := pick(q, q.changed(), 3*year, func(g evidence.Governance) bool { return q.by(g.Moment) })
	of := func(word string) int {
		return some(all, func(g evidence.Governance) bool { return q.word(g.What) == word })
	}
	q.figure(count("critères de performance changés en trois ans", "criteria of performance changed in three years", of("criteria")))
	q.figure(count("rémunérations changées", "pay changed", of("pay")))
	q.figure(count("missions et processus changés", "mandates and processes changed", of("mandate")+of("process")))
	q.rules(all)
}

// reviewPack: what a review looks at as of the date, and what former ones left to do.
func (q *inquiry) reviewPack() {
	card := q.card()
	open, due, done := 0, 0, 0
	for _, r := range pick(q, q.Reviews, 2*year, nil) {
		state := "open"
		if q.has(r.Steps, evidence.Closed) {
			state = "closed"
		} else {
			open++
		}
		q.row(Row{
			ID: r.ID, TeamID: q.team.ID, On: r.At.Date(), State: state, Age: q.on.Days(r.At.Date()),
			What: Text{FR: "revue au " + calendar.Date(r.AsOf).String(), EN: "review as of " + calendar.Date(r.AsOf).String()},
		})
		for _, a := range r.Actions {
			if !q.by(a.Moment) {
				continue
			}
			state := "assigned"
			switch {
			case q.done(a):
				state = "done"
				done++
			case calendar.Date(a.DueOn) < q.on:
				state = "overdue"
				due++
			}
			q.link(a.ID, a.Moment, Text{FR: "action d'une revue", EN: "action of a review"}, state, 0)
		}
	}
	q.figure(maturityOf(card.Level))
	q.figure(count("points qui retiennent le niveau suivant", "points that hold back the next level", len(card.Blockers)))
	q.figure(count("alertes levées", "flags raised", len(card.Flags)))
	q.figure(count("revues ouvertes", "open reviews", open))
	q.figure(count("actions faites", "actions done", done))
	q.figure(count("actions en retard", "actions overdue", due))
	for _, b := range card.Blockers {
		q.row(Row{ID: b.Gate, TeamID: q.team.ID, On: q.on, What: b.Text, State: "blocks"})
	}
}

// collective: what the team and those below it achieve together.
func (q *inquiry) collective() {
	var teams, adopted, across, settled, completed int
	q.below(func(d *evidence.Dossier) {
		teams++
		for _, p := range pick(q, d.Prizes, 2*year, nil) {
			adopted += q.taken(p, evidence.Adopted)
		}
		across += len(pick(q, d.Helps, year, func(h evidence.Help) bool { return h.ToTeam != 0 && h.ToTeam != h.FromTeam }))
		settled += len(pick(q, d.Irritants, year, func(t evidence.Ticket) bool { return q.fateOf(t).settled() }))
		completed += len(pick(q, d.Initiatives, 2*year, func(i evidence.Initiative) bool { return q.has(i.Steps, evidence.Completed) }))
	})
	q.figure(count("équipes de 5 personnes et plus, celle-ci comprise", "teams of five people or more, this one included", teams))
	q.figure(count("irritants réglés ensemble", "irritants settled together", settled))
	q.figure(count("initiatives menées à leur terme en deux ans", "initiatives brought to their end in two years", completed))
	q.figure(count("reprises d'initiatives par d'autres équipes", "times an initiative was taken over by another team", adopted))
	q.figure(count("entraides entre équipes", "help between teams", across))
	q.note("Ce que les équipes ont fait ensemble ; il n'y a pas de classement.", "What teams did together; there is no ranking.")
}

// lastingAutonomy: dependency falls as skills grow.
func (q *inquiry) lastingAutonomy() {
	for _, p := range q.quarters() {
		decisions := during(q, p, q.Decisions, nil)
		helps := during(q, p, q.HelpsFromOutside, nil)
		var degrees []float64
		for _, d := range during(q, p, q.Delegations, q.agreed) {
			degrees = append(degrees, float64(d.Autonomy))
		}
		skills := some(q.Trainings, func(t evidence.Training) bool { return t.Validated && t.At.By(p.last) })
		q.stage(p,
			share("décisions qui ont dû monter", "decisions that had to go up", some(decisions, func(d evidence.Decision) bool { return d.Escalated }), len(decisions)),
			count("aides reçues d'autres équipes", "help received from other teams", len(helps)),
			count("compétences validées jusque-là", "competences validated so far", skills),
			mean("autonomie des délégations", "autonomy of delegations", Degrees, degrees, 3),
		)
	}
	q.figure(q.trend("tendance de la dépendance : décisions qui montent", "trend of dependency: decisions that go up", 0))
	q.figure(q.trend("tendance de la dépendance : aides reçues", "trend of dependency: help received", 1))
	q.figure(q.trend("tendance des compétences", "trend of competences", 2))
}

// attraction: who comes, who leaves, and who comes because a member said so. People are
// told in bands.
func (q *inquiry) attraction() {
	var joined, left, referred int
	reports := lately(q, q.Turnovers)
	for _, t := range reports {
		joined, left, referred = joined+int(t.Joined), left+int(t.Left), referred+int(t.Referred)
	}
	if len(reports) == 0 {
		q.figure(unreported("arrivées et départs", "who came and who left", People))
		return
	}
	q.figure(people("arrivées en un an", "people who joined in a year", joined))
	q.figure(people("départs en un an", "people who left in a year", left))
	q.figure(reach("départs, à dix points près", "people who left, to ten points", left, q.headcount()))
	q.figure(reach("arrivées par cooptation, à dix points près", "joined on a member's word, to ten points", referred, joined))
}

// unreported is a figure of people of whom no report tells.
func unreported(fr, en string, unit Unit) Figure {
	return Figure{
		Label: Text{FR: fr, EN: en}, Unit: unit, Status: maturity.Insufficient,
		Reason: Text{FR: "personne ne les a rapportés", EN: "nobody reported them"},
	}
}
