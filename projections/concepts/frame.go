package concepts

import (
	"slices"

	"soin/projections/evidence"
	"soin/projections/stats"
)

// frame is section A: what management by care is.
var frame = [...]row{
	{"A1", "exigeante", "demanding", Lens, "training.completed means.allocated means.used delegation.granted delegation.accepted commitment.declared commitment.kept commitment.kept-late survey.released", "exigeante,XS,XT,XP", "exemplary", (*inquiry).demanding},
	{"A2", "située", "situated", Ledger, "practice.adapted voices.released survey.released team.formed", "située,SS,ST,SP", "ward", (*inquiry).situated},
	{"A3", "partagée", "shared", Lens, "recognition.given help.given care-act.logged initiative.started irritant.reported irritant.resolved feedback.received voices.released survey.released", "partagée,PS,PT,PP", "exemplary", (*inquiry).shared},
	{"A4", "self care", "self care", Lens, "workload.sampled need.signalled need.answered training.completed means.allocated survey.released", "self,XS,SS,PS", "contact-centre", (*inquiry).selfCare},
	{"A5", "team care", "team care", Lens, "help.given recognition.given irritant.reported irritant.resolved irritant.confirmed survey.released", "team,XT,ST,PT", "exemplary", (*inquiry).teamCare},
	{"A6", "planet care", "planet care", Ledger, "impact.reported commitment.declared commitment.kept commitment.kept-late voices.released", "planet,XP,SP,PP", "shops", (*inquiry).planetCare},
	{"A7", "la grille", "the grid", Indicator, "survey.released survey.tallied voices.released delegation.granted irritant.resolved recognition.given commitment.kept", "XS,XT,XP,SS,ST,SP,PS,PT,PP", "exemplary", nil},
	{"A8", "le care dans la durée", "care in duration", View, "care-act.logged help.given recognition.given irritant.resolved need.answered listening.held", "", "campaign", (*inquiry).duration},
	{"A9", "vue systémique", "systemic view", Ledger, "irritant.reported irritant.resolved irritant.confirmed irritant.contested need.signalled need.answered", "", "exemplary", (*inquiry).chains},
}

// demanding: professionalised care with real room for manoeuvre.
func (q *inquiry) demanding() {
	q.trained()
	agreed := pick(q, q.Delegations, year, q.agreed)
	offered := some(q.Delegations, func(d evidence.Delegation) bool { return q.within(d.Moment, year) })
	q.figure(share("délégations acceptées avec des moyens", "delegations accepted with means", len(agreed), offered))
	q.figure(q.keptShare("engagements tenus, un retard comptant moitié", "commitments kept, a late one counting half"))
	q.envelope()
}

// trained tells of trainings, as far as they changed the work.
func (q *inquiry) trained() {
	all := lately(q, q.Trainings)
	carried := some(all, func(t evidence.Training) bool { return t.Validated && t.Transfer >= carriedOver })
	q.figure(count("formations suivies", "trainings completed", len(all)))
	q.figure(share("formations validées et transposées dans le travail", "trainings validated and carried over into the work", carried, len(all)))
}

// carriedOver is the rating from which a training changed the work.
const carriedOver = 4

// envelope tells of hours allocated to care and used for it.
func (q *inquiry) envelope(axes ...evidence.Axis) {
	given := pick(q, q.Means, year, func(m evidence.Means) bool { return len(axes) == 0 || slices.Contains(axes, m.Axis) })
	var hours, used stats.Sum
	for _, m := range given {
		hours.Add(m.Hours)
		for _, s := range m.Steps {
			if s.Kind == evidence.Used && q.by(s.Moment) {
				used.Add(s.Amount)
			}
		}
	}
	q.figure(total("heures allouées au care", "hours allocated to care", Hours, hours.Total(), len(given)))
	q.figure(total("heures utilisées", "hours used", Hours, used.Total(), len(given)))
}

// situated: common rules fitted to the place.
func (q *inquiry) situated() {
	adapted := lately(q, q.Practices)
	q.figure(count("règles communes adaptées au lieu", "common rules adapted to the place", len(adapted)))
	q.figure(q.heard("le soin reçu convenait au besoin", "the care received met the need", q.boxes(evidence.OfCare, year), fit))
	for _, p := range adapted {
		q.row(Row{
			ID: p.At.Date().String(), TeamID: q.team.ID, On: p.At.Date(), What: Text{FR: p.From + " → " + p.To, EN: p.From + " → " + p.To},
			State: "adapted", Age: q.on.Days(p.At.Date()),
		})
	}
}

// shared: every actor has a part in it.
func (q *inquiry) shared() {
	team := len(lately(q, q.Recognitions)) + len(lately(q, q.Helps)) + len(lately(q, q.CareActs)) +
		len(pick(q, q.Initiatives, year, func(i evidence.Initiative) bool { return i.Origin == evidence.ByTeam }))
	var managers, organisation int
	for _, t := range slices.Concat(lately(q, q.Irritants), lately(q, q.Complaints)) {
		switch q.fateOf(t).resolved.Role {
		case evidence.ByTeam:
			team++
		case evidence.ByManager:
			managers++
		case evidence.ByOrganisation:
			organisation++
		case evidence.NoRole:
		}
	}
	customers := len(pick(q, q.Feedbacks, year, ofCustomers)) + len(lately(q, q.Complaints))
	partners := len(pick(q, q.Feedbacks, year, func(f evidence.Feedback) bool { return !ofCustomers(f) }))
	for _, f := range []Figure{
		count("actes de l'équipe", "acts of the team", team),
		count("actes de l'encadrement", "acts of management", managers),
		count("actes de l'organisation", "acts of the organisation", organisation),
		count("retours et réclamations de clients", "feedback and complaints of customers", customers),
		count("retours de fournisseurs, de riverains et de partenaires", "feedback of suppliers, neighbours and partners", partners),
	} {
		q.figure(f)
	}
	each := []float64{float64(team), float64(managers), float64(organisation), float64(customers), float64(partners)}
	q.figure(figureOf("équilibre entre acteurs", "balance between actors", Points, 100*stats.Evenness(each),
		team+managers+organisation+customers+partners, fewest))
}

// ofCustomers holds for what customers say.
func ofCustomers(f evidence.Feedback) bool { return f.Metric <= evidence.Mirror }

// selfCare: whether the team can last, never a person.
func (q *inquiry) selfCare() {
	q.breaches()
	asked := q.ofAxis(evidence.Self)
	answered := some(asked, func(n evidence.Need) bool { return !q.unanswered(n) })
	q.figure(share("besoins de prendre soin de soi, répondus", "needs of self care that were answered", answered, len(asked)))
	q.envelope(evidence.Self)
}

// ofAxis are the needs of one axis that were voiced in the year.
func (q *inquiry) ofAxis(axis evidence.Axis) []evidence.Need {
	return pick(q, q.Needs, year, func(n evidence.Need) bool { return n.Signalled && n.Axis == axis })
}

// fewestDays of work that a share of breaches rests on (scoring, XS4).
const fewestDays = 100

// breaches tells how many working days broke a limit, of the whole team only.
func (q *inquiry) breaches() { q.figure(breached(lately(q, q.Workloads))) }

func breached(samples []evidence.Workload) Figure {
	var days, breaches stats.Sum
	for _, w := range samples {
		days.Add(w.PersonDays)
		breaches.Add(w.BreachDays)
	}
	return figureOf("jours de travail au-delà des limites : trop longs, trop tardifs, sans repos", "working days beyond the limits: too long, too late, without rest",
		Percent, 100*breaches.Total()/days.Total(), int(days.Total()), fewestDays)
}

// teamCare: balance and well-being of the team.
func (q *inquiry) teamCare() {
	helps, thanks := lately(q, q.Helps), lately(q, q.Recognitions)
	q.figure(count("entraides", "acts of help", len(helps)))
	q.figure(count("reconnaissances", "acts of recognition", len(thanks)))
	irritants := lately(q, q.Irritants)
	q.figure(share("irritants réglés de l'avis de qui les signale", "irritants settled, as those who report them say",
		some(irritants, func(t evidence.Ticket) bool { return q.fateOf(t).settled() }), len(irritants)))
	q.figure(q.settling(irritants).median("délai médian jusqu'au règlement", "median time until settled"))
}

// planetCare: what changed outside, with its proof.
func (q *inquiry) planetCare() {
	impacts := lately(q, q.Impacts)
	proved := some(impacts, func(i evidence.Impact) bool { return i.Evidence })
	q.figure(count("effets mesurés", "effects measured", len(impacts)))
	q.figure(share("avec une preuve", "with a proof", proved, len(impacts)))
	q.figure(q.heard("avis des fournisseurs, riverains et partenaires", "what suppliers, neighbours and partners say",
		q.boxes(evidence.OfCare, year, "suppliers", "community", "partners"), fit))
	for _, i := range impacts {
		state := "told"
		if i.Evidence {
			state = "proved"
		}
		measure, unit := q.word(i.Measure), q.word(i.Unit)
		q.row(Row{
			ID: q.word(i.Domain), TeamID: q.team.ID, On: i.At.Date(), What: Text{FR: measure, EN: measure}, State: state,
			Age: q.on.Days(i.At.Date()), Figures: []Figure{total(unit, unit, Other, i.Value, 1)},
		})
	}
}
