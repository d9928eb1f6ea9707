package concepts

import (
	"cmp"
	"slices"

	"soin/domain/calendar"
	"soin/projections/evidence"
)

// resistance: what was granted and taken back in deed, and what was asked in vain.
func (q *inquiry) resistance() {
	all := lately(q, q.Delegations)
	needs := pick(q, q.Needs, year, q.unanswered)
	old := some(needs, func(n evidence.Need) bool { return q.on.Days(n.At.Date()) > patience })
	q.figure(share("délégations contournées", "delegations overridden",
		some(all, func(d evidence.Delegation) bool { return q.has(d.Steps, evidence.Overridden) }), len(all)))
	q.figure(share("délégations reprises sans accord", "delegations taken back without agreement", some(all, q.takenBack), len(all)))
	q.figure(count("besoins sans réponse depuis plus de 28 jours", "needs without an answer for more than 28 days", old))
	for _, n := range needs {
		q.link(n.ID, n.Moment, Text{FR: "besoin sans réponse", EN: "need without an answer"}, "unanswered", 0)
	}
	q.oldestFirst()
}

// patience is how long a need may wait (scoring, SS1).
const patience = 28

// oldestFirst puts a queue in the order of its age.
func (q *inquiry) oldestFirst() { slices.SortStableFunc(q.found.Rows, byAge) }

func byAge(a, b Row) int {
	return cmp.Or(cmp.Compare(b.Age, a.Age), cmp.Compare(a.TeamID, b.TeamID), cmp.Compare(a.ID, b.ID))
}

// prizes: each award with what spoke for it and where it went from there.
func (q *inquiry) prizes() {
	won := pick(q, q.Prizes, 2*year, nil)
	adopted := 0
	for _, p := range won {
		state, adopters := "awarded", q.taken(p, evidence.Adopted)
		if adopters > 0 {
			state = "adopted"
			adopted++
		}
		q.row(Row{
			ID: p.Initiative, TeamID: q.team.ID, On: p.At.Date(), What: Text{
				FR: "prix décerné, édition " + q.word(p.Edition), EN: "prize awarded, edition " + q.word(p.Edition),
			}, State: state, Age: q.on.Days(p.At.Date()), Figures: append([]Figure{
				count("fois présentée", "times it was put forward", q.taken(p, evidence.Nominated)),
				count("équipes qui l'ont reprise", "teams that took it over", adopters),
			}, q.dossierOf(p)...),
		})
	}
	q.figure(count("prix en deux ans", "prizes in two years", len(won)))
	q.figure(count("initiatives reprises ailleurs", "initiatives taken over elsewhere", adopted))
	q.raised("prize")
}

// taken counts the steps of one kind on a prize's trail by the date asked.
func (q *inquiry) taken(p evidence.Prize, kind evidence.StepKind) int {
	return some(p.Steps, func(s evidence.Step) bool { return s.Kind == kind && q.by(s.Moment) })
}

// dossierOf is what spoke for an initiative: how far it had come, and what receivers of
// its axis had said in the year before the award.
func (q *inquiry) dossierOf(p evidence.Prize) []Figure {
	i := slices.IndexFunc(q.Initiatives, func(i evidence.Initiative) bool { return i.ID == p.Initiative })
	if i < 0 {
		return nil
	}
	initiative := q.Initiatives[i]
	q.saw(initiative.In)
	var boxes []evidence.Release
	for _, box := range q.Voices {
		age := p.At.Date().Days(box.At.Date())
		if box.Kind == evidence.OfCare && box.Axis == initiative.Axis && age >= 0 && age < year {
			boxes = append(boxes, box)
			q.saw(box.In)
		}
	}
	return []Figure{
		yes("menée à son terme", "brought to its end", q.has(initiative.Steps, evidence.Completed)),
		people("participants", "participants", len(initiative.Participants)),
		q.heard("ceux qui ont reçu ce care", "those who received this care", boxes, fit),
	}
}

// irritants: what waits, the oldest first, and what it costs customers.
func (q *inquiry) irritants() {
	var open, reopened, basic int
	for _, t := range q.Irritants {
		f := q.fateOf(t)
		if !q.by(t.Moment) || !f.open() {
			continue
		}
		q.saw(t.In)
		open++
		what := Text{FR: "irritant", EN: "irritant"}
		if t.Basic {
			basic++
			what = Text{FR: "irritant élémentaire", EN: "basic irritant"}
		}
		if f.contests > 0 {
			reopened++
		}
		q.row(Row{
			ID: t.ID, TeamID: q.team.ID, On: t.At.Date(), What: what, State: f.state, Age: q.on.Days(t.At.Date()), Severity: int(t.Severity),
			Figures: []Figure{
				count("réouvertures", "times reopened", f.contests),
				count("réclamations de clients au même endroit depuis", "complaints of customers at the same touchpoint since", q.complaintsAt(t)),
			},
		})
	}
	q.oldestFirst()
	q.figure(count("irritants ouverts", "open irritants", open))
	q.figure(count("dont élémentaires", "basic ones among them", basic))
	q.figure(count("dont rouverts", "reopened ones among them", reopened))
	q.figure(q.settling(lately(q, q.Irritants)).median("jours jusqu'au règlement, médiane", "days until settled, median"))
}

// complaintsAt counts what customers complained of at the touchpoint of an irritant while
// it was open.
func (q *inquiry) complaintsAt(t evidence.Ticket) int {
	if t.Touchpoint == 0 {
		return 0
	}
	return some(q.Complaints, func(c evidence.Ticket) bool {
		return c.Touchpoint == t.Touchpoint && c.At >= t.At && q.by(c.Moment)
	})
}

// cooperation: help across teams, and no league table of it.
func (q *inquiry) cooperation() {
	helps := lately(q, q.Helps)
	across := some(helps, func(h evidence.Help) bool { return h.ToTeam != 0 && h.ToTeam != h.FromTeam })
	from := lately(q, q.HelpsFromOutside)
	q.figure(count("entraides au-delà de l'équipe", "help beyond the team", across))
	q.figure(share("parmi les entraides données", "among the help given", across, len(helps)))
	q.figure(count("entraides reçues d'autres équipes", "help received from other teams", len(from)))
	q.note("Il n'y a pas de classement des équipes : coopérer n'est pas gagner.",
		"There is no league table of teams: to cooperate is not to win.")
}

// autonomous: decisions that did not have to go up.
func (q *inquiry) autonomous() {
	q.escalations()
	for _, p := range q.quarters() {
		decisions := during(q, p, q.Decisions, nil)
		q.stage(p, share("décisions prises au plus près du travail", "decisions taken close to the work",
			some(decisions, func(d evidence.Decision) bool { return !d.Escalated }), len(decisions)))
	}
	q.figure(q.trend("tendance", "trend", 0))
}

// improvement: the cadence of improvements that their receivers confirmed.
func (q *inquiry) improvement() {
	all := 0
	for _, p := range q.quarters() {
		n := 0
		for _, t := range slices.Concat(q.Irritants, q.Complaints) {
			if f := q.fateOf(t); f.settled() && p.has(f.resolved.Moment) {
				n++
				q.saw(f.resolved.In)
			}
		}
		for _, i := range q.Initiatives {
			n += q.steps(p, i.Steps, evidence.Completed)
		}
		all += n
		q.stage(p, count("améliorations confirmées", "improvements confirmed", n))
	}
	q.figure(total("améliorations confirmées par trimestre", "improvements confirmed in a quarter", Acts, float64(all)/quarters, all))
	q.figure(q.trend("tendance", "trend", 0))
}

// modes: the part in decisions of those whom they affect.
func (q *inquiry) modes() {
	decisions := lately(q, q.Decisions)
	for _, m := range [...]struct {
		mode   evidence.Mode
		fr, en string
	}{
		{evidence.Imposed, "imposées", "imposed"}, {evidence.Consulted, "après consultation", "after asking"}, {evidence.Chosen, "choisies", "chosen"},
	} {
		q.figure(share("décisions "+m.fr, "decisions "+m.en, some(decisions, func(d evidence.Decision) bool { return d.Mode == m.mode }), len(decisions)))
	}
}

// freeForCustomers: what is on people's minds while they meet customers.
func (q *inquiry) freeForCustomers() {
	for _, p := range q.quarters() {
		met := 0
		for _, c := range during(q, p, q.Contacts, nil) {
			met += int(c.Contacts)
		}
		open := q.waitingOn(p.last)
		q.stage(p, total("contacts", "contacts", Acts, float64(met), met), count("irritants et besoins en attente", "irritants and needs waiting", open),
			figureOf("en attente pour mille contacts", "waiting for each thousand contacts", Ratio, 1000*float64(open)/float64(met), met, fewest))
	}
	q.figure(count("irritants et besoins en attente", "irritants and needs waiting", q.waitingOn(q.on)))
	q.figure(q.trend("tendance", "trend", 1))
}

// waitingOn counts the irritants and needs that were open at the end of a day.
func (q *inquiry) waitingOn(day calendar.Date) (n int) {
	then := inquiry{desk: &desk{on: day}}
	for _, t := range q.Irritants {
		if then.by(t.Moment) && then.fateOf(t).open() {
			n++
			q.saw(t.In)
		}
	}
	for _, need := range q.Needs {
		if then.by(need.Moment) && then.unanswered(need) {
			n++
			q.saw(need.In)
		}
	}
	return n
}

// saidAndDone: promises, what they were given, and what became of them.
func (q *inquiry) saidAndDone() {
	said := lately(q, q.Commitments)
	withMeans := some(said, func(c evidence.Commitment) bool { return c.Hours > 0 || c.Amount > 0 })
	publicly := some(said, func(c evidence.Commitment) bool { return c.Publicly })
	due, _ := q.due()
	broken := some(due, func(c evidence.Commitment) bool { return q.has(c.Steps, evidence.Broken) })
	for _, c := range said {
		q.row(Row{
			ID: c.ID, TeamID: q.team.ID, On: c.At.Date(), What: Text{FR: "engagement", EN: "commitment"}, State: q.fateOfCommitment(c),
			Age: q.on.Days(c.At.Date()), Figures: []Figure{
				yes("annoncé publiquement", "announced publicly", c.Publicly), yes("avec des moyens", "with means", c.Hours > 0 || c.Amount > 0),
				figureOf("jours avant l'échéance", "days until due", Days, float64(calendar.Date(c.DueOn).Days(q.on)), 1, 1),
			},
		})
	}
	q.figure(count("dit : engagements déclarés", "said: commitments declared", len(said)))
	q.figure(count("dit publiquement", "said publicly", publicly))
	q.figure(share("doté de moyens", "given means", withMeans, len(said)))
	q.figure(q.keptShare("fait : tenus à l'échéance, un retard comptant moitié", "done: kept when due, a late one counting half"))
	q.figure(count("rompus", "broken", broken))
	q.figure(count("temps d'écoute tenus", "times to listen that were held", len(lately(q, q.Listenings))))
	q.envelope()
	q.raised("facade", "soul", "inflation")
}

// fateOfCommitment is what had become of a promise by the date asked.
func (q *inquiry) fateOfCommitment(c evidence.Commitment) string {
	switch {
	case q.has(c.Steps, evidence.Broken):
		return "broken"
	case q.has(c.Steps, evidence.KeptLate):
		return "kept late"
	case q.has(c.Steps, evidence.Kept):
		return "kept"
	case calendar.Date(c.DueOn) < q.on:
		return "overdue"
	}
	return "promised"
}
