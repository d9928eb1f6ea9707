package concepts

import (
	"slices"

	"soin/domain/calendar"
	"soin/projections"
	"soin/projections/evidence"
	"soin/projections/fold"
	"soin/projections/stats"
)

// service is section J: customers, technology and time.
var service = [...]row{
	{"J1", "disponibilité et charge de l'équipe", "availability beside the team's load", View, "contact.handled workload.sampled", "XS4", "contact-centre", (*inquiry).availability},
	{"J2", "le temps libéré", "freed-time ledger", Ledger, "time.freed", "", "contact-centre", (*inquiry).freedTime},
	{"J3", "des contacts orientés vers la compétence", "contacts routed to competence", View, "contact.handled", "", "contact-centre", (*inquiry).routed},
	{"J4", "l'accueil des nouveaux, une couveuse", "onboarding as an incubator", View, "onboarding.step-reached", "", "ward", (*inquiry).onboarding},
	{"J5", "un parcours client sans rupture", "a customer's path without breaks", View, "contact.handled complaint.reported complaint.resolved", "", "shops", (*inquiry).path},
	{"J6", "le temps du care", "time as care", View, "contact.handled listening.held care-act.logged commitment.kept commitment.kept-late need.answered", "", "ward", (*inquiry).time},
	{"J7", "hospitalité", "hospitality", View, "onboarding.step-reached feedback.invited irritant.confirmed complaint.confirmed", "", "shops", (*inquiry).hospitality},
	{"J8", "la vente, conséquence de la relation", "the sale as a consequence of the relation", View, "sale.concluded feedback.received care-act.logged", "", "shops", (*inquiry).sales},
	{"J9", "culture client, qualité perçue", "customer culture, perceived quality", Lens, "feedback.received feedback.invited complaint.reported", "XP3,SP1,SP2", "customers-first", (*inquiry).perceived},
	{"J10", "à chacun son contexte", "contexts", View, "team.formed practice.adapted", "située", "ward", (*inquiry).contexts},
}

// availability: how long customers wait, beside what the team carries.
func (q *inquiry) availability() {
	for _, p := range q.quarters() {
		contacts := during(q, p, q.Contacts, nil)
		loads := during(q, p, q.Workloads, nil)
		met := 0
		for _, c := range contacts {
			met += int(c.Contacts)
		}
		var days stats.Sum
		for _, w := range loads {
			days.Add(w.PersonDays)
		}
		q.stage(p, waited(contacts),
			figureOf("contacts par jour de travail", "contacts for each working day", Ratio, float64(met)/days.Total(), int(days.Total()), fewestDays),
			breached(loads))
	}
	q.figure(waited(lately(q, q.Contacts)))
	q.figure(q.trend("tendance de l'attente", "trend of the wait", 0))
	q.figure(q.trend("tendance de la charge", "trend of the load", 1))
}

// waited is the median wait of the periods, weighted by their contacts.
func waited(contacts []evidence.Contact) Figure {
	var seconds, weights []float64
	met := 0
	for _, c := range contacts {
		seconds, weights = append(seconds, c.WaitSeconds), append(weights, float64(c.Contacts))
		met += int(c.Contacts)
	}
	wait, _ := stats.WeightedRate(seconds, weights)
	return figureOf("attente médiane des clients", "median wait of customers", Seconds, wait, met, fewest)
}

// freedTime: hours that automation freed, one by one, and where they went.
func (q *inquiry) freedTime() {
	records := lately(q, q.Freed)
	spent := map[string]float64{}
	var all stats.Sum
	for _, f := range records {
		use := q.word(f.SpentOn)
		spent[use] += f.Hours
		all.Add(f.Hours)
		by := q.word(f.By)
		q.row(Row{
			ID: calendar.Date(f.Start).String() + " " + by, TeamID: q.team.ID, On: calendar.Date(f.End), What: Text{FR: by, EN: by}, State: use,
			Age: q.on.Days(calendar.Date(f.End)), Figures: []Figure{total("heures", "hours", Hours, f.Hours, 1)},
		})
	}
	q.figure(total("heures libérées en un an", "hours freed in a year", Hours, all.Total(), len(records)))
	for _, use := range [...]struct{ word, fr, en string }{
		{"relation", "rendues à la relation", "given to relation"}, {"training", "rendues à la formation", "given to training"},
		{"rest", "rendues au repos", "given to rest"}, {"volume", "rendues au volume", "given to more volume"},
	} {
		q.figure(figureOf(use.fr, use.en, Percent, 100*spent[use.word]/all.Total(), len(records), 1))
	}
}

// routed: contacts that reached the competence they asked for.
func (q *inquiry) routed() {
	var met, right, robots int
	for _, c := range lately(q, q.Contacts) {
		met, right, robots = met+int(c.Contacts), right+int(c.Routed), robots+int(c.ByRobot)
	}
	q.figure(total("contacts", "contacts", Acts, float64(met), met))
	q.figure(share("arrivés à la compétence demandée", "that reached the competence asked for", right, met))
	q.figure(share("pris par un robot", "taken by a robot", robots, met))
}

// onboarding: how long newcomers take, and whether their first contacts are mentored.
func (q *inquiry) onboarding() {
	type arrival struct{ first, last calendar.Date }
	arrivals := map[fold.Word]*arrival{}
	steps := pick(q, q.Onboardings, 2*year, nil)
	for _, s := range steps {
		day := s.At.Date()
		if a := arrivals[s.Member]; a != nil {
			a.last = max(a.last, day)
		} else {
			arrivals[s.Member] = &arrival{day, day}
		}
	}
	var ramp []float64
	for _, who := range sorted(arrivals) {
		if a := arrivals[who]; a.last > a.first {
			ramp = append(ramp, float64(a.last.Days(a.first)))
		}
	}
	q.figure(people("personnes accueillies en deux ans", "people welcomed in two years", len(arrivals)))
	q.figure(figureOf("jours de la première étape à la dernière, médiane", "days from the first step to the last, median", Days,
		median(ramp), len(ramp), fewestPeople).ofPeople(len(ramp)))
	q.figure(share("étapes atteintes en sécurité", "steps reached in safety",
		some(steps, func(s evidence.Onboarding) bool { return s.Safe }), len(steps)).ofPeople(len(arrivals)))
}

// path: handovers and what is said twice.
func (q *inquiry) path() {
	var met, over int
	for _, c := range lately(q, q.Contacts) {
		met, over = met+int(c.Contacts), over+int(c.Handovers)
	}
	complaints := lately(q, q.Complaints)
	q.figure(figureOf("passages de main pour cent contacts", "handovers for each hundred contacts", Ratio, 100*float64(over)/float64(met), met, fewest))
	q.figure(share("réclamations rouvertes ou contestées", "complaints reopened or contested",
		some(complaints, func(t evidence.Ticket) bool { return q.fateOf(t).contests > 0 }), len(complaints)))
	for _, p := range q.quarters() {
		met, over := 0, 0
		for _, c := range during(q, p, q.Contacts, nil) {
			met, over = met+int(c.Contacts), over+int(c.Handovers)
		}
		q.stage(p, figureOf("passages de main pour cent contacts", "handovers for each hundred contacts", Ratio, 100*float64(over)/float64(met), met, fewest))
	}
	q.figure(q.trend("tendance", "trend", 0))
}

// time: waited for, given, and respected.
func (q *inquiry) time() {
	q.figure(waited(lately(q, q.Contacts)))
	acts := pick(q, q.CareActs, year, func(a evidence.CareAct) bool { return a.Minutes > 0 })
	var minutes stats.Sum
	for _, a := range acts {
		minutes.Add(a.Minutes)
	}
	q.figure(total("heures de care données", "hours of care given", Hours, minutes.Total()/60, len(acts)))
	q.figure(count("temps d'écoute tenus", "times to listen that were held", len(lately(q, q.Listenings))))
	due, _ := q.due()
	q.figure(figureOf("promesses tenues à l'heure", "promises kept on time", Percent,
		100*float64(some(due, func(c evidence.Commitment) bool { return q.has(c.Steps, evidence.Kept) }))/float64(len(due)), len(due), fewestDue))
	var w waits
	for _, n := range q.signalled() {
		q.wait(&w, n.Moment, n.Steps, evidence.Answered)
	}
	q.figure(w.median("jours d'attente d'un besoin, médiane", "days a need waits, median"))
}

// hospitality: the welcome, and whether anybody asks afterwards.
func (q *inquiry) hospitality() {
	steps, newcomers := lately(q, q.Onboardings), map[fold.Word]bool{}
	for _, s := range steps {
		newcomers[s.Member] = true
	}
	var contacts, invited int
	for _, i := range lately(q, q.Invitations) {
		contacts, invited = contacts+int(i.Contacts), invited+int(i.Invited)
	}
	resolved := slices.DeleteFunc(q.signals(), func(t evidence.Ticket) bool { return !q.has(t.Steps, evidence.Resolved) })
	q.figure(share("nouveaux accompagnés à chaque étape", "newcomers mentored at each step",
		some(steps, func(s evidence.Onboarding) bool { return s.Safe }), len(steps)).ofPeople(len(newcomers)))
	q.figure(share("clients à qui l'on demande leur avis", "customers who are asked afterwards", invited, contacts))
	q.figure(share("résolutions dont le receveur a dit quelque chose", "resolutions of which the receiver said something",
		some(resolved, func(t evidence.Ticket) bool {
			return q.has(t.Steps, evidence.Confirmed, evidence.Contested, evidence.Reopened)
		}), len(resolved)))
	q.raised("cherry-picking")
}

// perceived: what customers say, by each metric, beside who was asked.
func (q *inquiry) perceived() {
	for _, m := range [...]struct {
		metric evidence.Metric
		fr, en string
	}{
		{evidence.Mirror, "questions en miroir", "mirror questions"}, {evidence.CSAT, "satisfaction", "satisfaction"},
		{evidence.CES, "facilité", "ease"}, {evidence.NPS, "intention de recommander", "recommendation"},
	} {
		var points []float64
		for _, f := range pick(q, q.Feedbacks, year, func(f evidence.Feedback) bool { return f.Metric == m.metric }) {
			if y, ok := pointsOf(f); ok {
				points = append(points, y)
			}
		}
		q.figure(mean(m.fr, m.en, Points, points, fewestFeedbacks))
	}
	q.figure(count("réclamations", "complaints", len(lately(q, q.Complaints))))
	q.hospitality()
}

// contexts: the conditions of work of the team, and how teams of five people or more
// under the same ones adapt common rules.
func (q *inquiry) contexts() {
	teams := q.views.Teams.List(q.on)
	for _, context := range q.team.Contexts {
		alike := slices.DeleteFunc(slices.Clone(teams), func(t projections.Team) bool {
			return sizeOf(t) < fewestPeople || !slices.Contains(t.Contexts, context)
		})
		adapted := 0
		for _, t := range alike {
			adapted += len(lately(q, seat(q.views, q.board, t, q.on).Practices))
		}
		q.row(Row{ID: context, TeamID: q.team.ID, On: q.on, What: Text{FR: context, EN: context}, State: "lived", Figures: []Figure{
			count("équipes de 5 personnes et plus dans ce contexte", "teams of five people or more in this context", len(alike)),
			count("règles adaptées dans ces équipes", "rules adapted in these teams", adapted),
		}})
	}
	q.figure(count("conditions de travail de l'équipe", "contexts the team works in", len(q.team.Contexts)))
	q.figure(count("règles que l'équipe a adaptées", "rules the team adapted", len(lately(q, q.Practices))))
}
