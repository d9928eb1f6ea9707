package concepts

import (
	"cmp"
	"math"
	"slices"

	"soin/projections/evidence"
	"soin/projections/fold"
	"soin/projections/maturity"
	"soin/projections/stats"
)

// symmetry is section D: employees get the attention that is asked of them, and care goes
// both ways.
var symmetry = [...]row{
	{"D1", "symétrie", "symmetry", Indicator, "survey.released feedback.received", "PP1,XP3", "customers-first", (*inquiry).bothSides},
	{"D2", "même niveau d'exigence pour les deux expériences", "one level of demand for both experiences", View, "complaint.reported complaint.resolved irritant.reported irritant.resolved need.signalled need.answered", "", "customers-first", (*inquiry).sameDemand},
	{"D3", "cascade", "cascade", View, "irritant.acknowledged irritant.resolved listening.held delegation.granted help.given care-act.logged initiative.started feedback.received", "", "shops", (*inquiry).cascade},
	{"D4", "réciprocité entre personnes et équipes", "reciprocity between people and teams", View, "help.given recognition.given", "PT2", "reorganised-region", (*inquiry).reciprocity},
	{"D5", "besoins en miroir", "mirrored needs", View, "feedback.received survey.released", "confiance,écoute,pouvoir d'agir,reconnaissance", "customers-first", (*inquiry).mirrors},
	{"D6", "les collaborateurs, premiers clients", "employees as first customers", View, "need.signalled need.answered irritant.reported irritant.resolved", "", "back-office", (*inquiry).firstCustomers},
	{"D7", "les besoins des managers", "managers' own needs", View, "team.manager-appointed need.signalled need.answered", "", "reorganised-region", (*inquiry).managersNeeds},
}

// bothSides: what members receive beside what customers receive, and which moves first.
func (q *inquiry) bothSides() {
	s := q.card().Symmetry
	gap := Figure{
		Label: Text{FR: "écart, négatif quand les clients sont mieux traités", EN: "gap, negative when customers are treated better"},
		Unit:  Points, Value: s.Gap, Status: maturity.OK,
	}
	if s.Gap == nil {
		gap.Status = maturity.Insufficient
		gap.Reason = Text{FR: "il faut les deux côtés", EN: "both sides are needed"}
	}
	q.figure(gap)
	order := q.board.LeadLag(q.views, q.on)
	q.lag("toutes les équipes : mois dont ce que vivent les équipes précède ce que vivent les clients",
		"all teams: months by which what teams live precedes what customers live", order.All)
	for _, t := range order.Teams {
		if t.TeamID == q.team.ID {
			q.lag("cette équipe : mois dont ce qu'elle vit précède ce que vivent ses clients",
				"this team: months by which what it lives precedes what its customers live", t.Lag)
		}
	}
	q.note("Précède ne veut pas dire cause.", "To precede is not to cause.")
}

func (q *inquiry) lag(fr, en string, l maturity.Lag) {
	f := Figure{Label: Text{FR: fr, EN: en}, Unit: Months, Status: l.Status, Reason: l.Text, Sample: band(l.Overlap)}
	if l.Months != nil {
		months := float64(*l.Months)
		f.Value, f.Reason = &months, Text{}
	}
	if f.Status == "" {
		f.Status = maturity.Insufficient
	}
	q.figure(f)
}

// sameDemand: how long a customer waits for an answer, and how long an employee does.
func (q *inquiry) sameDemand() {
	customers := q.settling(lately(q, q.Complaints))
	employees := q.settling(lately(q, q.Irritants))
	for _, n := range q.signalled() {
		q.wait(&employees, n.Moment, n.Steps, evidence.Answered)
	}
	c := customers.median("jours d'attente d'un client, médiane", "days a customer waits, median")
	e := employees.median("jours d'attente d'un collaborateur, médiane", "days an employee waits, median")
	q.figure(c)
	q.figure(e)
	ratio := math.NaN()
	if c.Value != nil && e.Value != nil && *c.Value > 0 {
		ratio = *e.Value / *c.Value
	}
	q.figure(figureOf("attente des collaborateurs pour un jour d'attente des clients", "days an employee waits for each day a customer waits",
		Ratio, ratio, min(len(customers.days), len(employees.days)), fewest))
}

// fewestFeedbacks that a mean of what customers say rests on (scoring, XP3).
const fewestFeedbacks = 20

// cascade: what management does, what the team does, what customers say, side by side.
func (q *inquiry) cascade() {
	for _, p := range q.quarters() {
		above := len(during(q, p, q.Listenings, nil)) + len(during(q, p, q.Delegations, nil))
		for _, t := range q.Irritants {
			for _, s := range t.Steps {
				if (s.Role == evidence.ByManager || s.Role == evidence.ByOrganisation) && p.has(s.Moment) {
					above++
				}
			}
		}
		within := len(during(q, p, q.Helps, nil)) + len(during(q, p, q.CareActs, nil)) + len(during(q, p, q.Initiatives, nil))
		q.stage(p, count("actes de l'encadrement", "acts of management", above), count("actes de l'équipe", "acts of the team", within),
			q.satisfaction(p))
	}
	q.figure(q.trend("tendance des actes de l'encadrement", "trend of acts of management", 0))
	q.figure(q.trend("tendance des actes de l'équipe", "trend of acts of the team", 1))
	q.figure(q.trend("tendance de ce que disent les clients", "trend of what customers say", 2))
	q.note("Trois courbes côte à côte ; qu'une précède l'autre ne dit pas qu'elle la cause.",
		"Three curves side by side; that one precedes another does not say that it causes it.")
}

// satisfaction is the mean of what customers said in a quarter.
func (q *inquiry) satisfaction(p quarter) Figure {
	var points []float64
	for _, f := range during(q, p, q.Feedbacks, ofCustomers) {
		if y, ok := pointsOf(f); ok {
			points = append(points, y)
		}
	}
	return mean("ce que disent les clients", "what customers say", Points, points, fewestFeedbacks)
}

// pointsOf puts a customer's answer on 0..100, each metric by its own scale (scoring, CX).
func pointsOf(f evidence.Feedback) (float64, bool) {
	switch f.Metric {
	case evidence.CSAT:
		return 25 * (f.Value - 1), true
	case evidence.CES:
		return 100 * (f.Value - 1) / 6, true
	case evidence.NPS:
		return 10 * f.Value, true
	case evidence.Mirror:
		var answered []float64
		for _, x := range f.Mirror {
			if x > 0 {
				answered = append(answered, 25*float64(x-1))
			}
		}
		m, _, _ := stats.MeanSE(answered)
		return m, len(answered) > 0
	case evidence.Suppliers, evidence.Community, evidence.Partners:
	}
	return 0, false
}

// mirrors: the same four needs, as customers tell of them; those of the team are its
// scores.
func (q *inquiry) mirrors() {
	said := pick(q, q.Feedbacks, year, func(f evidence.Feedback) bool { return f.Metric == evidence.Mirror })
	names := [...]Text{
		{FR: "clients : l'équipe tient ce qu'elle dit (confiance)", EN: "customers: the team does what it says (trust)"},
		{FR: "clients : ma situation a été comprise (écoute)", EN: "customers: my situation was understood (listening)"},
		{FR: "clients : la personne avait la main (pouvoir d'agir)", EN: "customers: the person had the power to act (power to act)"},
		{FR: "clients : traité comme une personne (reconnaissance)", EN: "customers: treated as a person (recognition)"},
	}
	team := q.card().Needs
	agree, told := 0, 0
	for i, name := range names {
		var points []float64
		for _, f := range said {
			if x := f.Mirror[i]; x > 0 {
				points = append(points, 25*float64(x-1))
			}
		}
		f := mean(name.FR, name.EN, Points, points, fewestFeedbacks)
		q.figure(f)
		if f.Value != nil && i < len(team) && team[i].Value != nil {
			told++
			if math.Abs(*f.Value-*team[i].Value) <= agreement {
				agree++
			}
		}
	}
	q.figure(figureOf("besoins où les deux côtés disent la même chose, à 15 points près", "needs on which both sides agree, to 15 points",
		Percent, 100*float64(agree)/float64(told), told, len(names)))
}

// agreement of two sides is a gap of so many points at most (scoring, level 4 of symmetry).
const agreement = 15

// firstCustomers: what employees ask of those above, and what comes of it.
func (q *inquiry) firstCustomers() {
	needs, irritants := q.signalled(), lately(q, q.Irritants)
	answered := some(needs, func(n evidence.Need) bool { return !q.unanswered(n) })
	served := some(irritants, func(t evidence.Ticket) bool {
		f := q.fateOf(t)
		return f.settled() && f.resolved.Role != evidence.ByTeam
	})
	upward := some(irritants, func(t evidence.Ticket) bool { return q.fateOf(t).resolved.Role != evidence.ByTeam })
	q.figure(share("besoins répondus", "needs answered", answered, len(needs)))
	q.figure(share("irritants non réglés par l'équipe elle-même, servis par l'encadrement ou l'organisation",
		"irritants the team could not settle itself, served by management or the organisation", served, upward))
}

// managersNeeds: of five managers or more, those of the team and of the teams below it.
func (q *inquiry) managersNeeds() {
	managers := map[fold.Word]bool{}
	var needs []evidence.Need
	q.below(func(d *evidence.Dossier) {
		if m, ok := d.Managers.On(q.on); ok {
			managers[m] = true
		}
		needs = append(needs, d.Needs...)
	})
	q.figure(people("managers de cette équipe et de celles en dessous", "managers of this team and of those below", len(managers)))
	if len(managers) < fewestPeople {
		return
	}
	asked := pick(q, needs, year, func(n evidence.Need) bool { return n.Signalled && managers[n.Member] })
	q.figure(count("besoins qu'ils ont signalés", "needs they signalled", len(asked)))
	q.figure(share("répondus", "answered", some(asked, func(n evidence.Need) bool { return !q.unanswered(n) }), len(asked)))
}

// below visits the evidence of the team and of all living teams of five people or more
// below it, each with the small ones that count in it.
func (d *desk) below(visit func(*evidence.Dossier)) {
	visit(d.Dossier)
	seen := map[string]bool{d.team.ID: true}
	queue := d.views.Teams.Children(d.team.ID, d.on)
	for len(queue) > 0 {
		team := queue[0]
		queue = queue[1:]
		if seen[team.ID] {
			continue
		}
		seen[team.ID] = true
		if sizeOf(team) >= fewestPeople {
			visit(seat(d.views, d.board, team, d.on).Dossier)
		}
		queue = append(queue, d.views.Teams.Children(team.ID, d.on)...)
	}
}

// sorted are the keys of a map in order.
func sorted[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
