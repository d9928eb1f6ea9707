package concepts

import (
	"slices"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/projections/evidence"
	"soin/projections/maturity"
)

// duration: care that stays, told by quarters with acts of care, and how old the newest
// is.
func (q *inquiry) duration() {
	streak, relapses, newest := 0, 0, -1
	levels := q.levels()
	for _, p := range q.quarters() {
		n := len(during(q, p, q.CareActs, nil)) + len(during(q, p, q.Helps, nil)) + len(during(q, p, q.Recognitions, nil)) +
			len(during(q, p, q.Listenings, nil)) + q.resolvedIn(p) + q.answeredIn(p)
		if n == 0 && streak > 0 {
			relapses++
			streak = 0
		}
		if n > 0 {
			streak++
		}
		level := levels[p.last]
		q.stage(p, count("actes de care", "acts of care", n),
			maturityOf(level))
	}
	for _, m := range q.moments() {
		if age := q.on.Days(m.At.Date()); age >= 0 && (newest < 0 || age < newest) {
			newest = age
		}
	}
	q.figure(count("trimestres d'affilée avec des actes de care, sur huit", "quarters in a row with acts of care, of eight", streak))
	q.figure(count("interruptions en deux ans", "interruptions in two years", relapses))
	f := figureOf("âge de l'acte le plus récent", "age of the newest act", Days, float64(newest), 1, 1)
	if newest < 0 {
		f = Figure{Label: f.Label, Unit: Days, Status: maturity.Insufficient, Reason: Text{FR: "aucun acte", EN: "no act"}}
	}
	q.figure(f)
	q.note("Sans preuve nouvelle, la voix d'une enquête perd la moitié de son poids tous les 180 jours ; un acte compte un an.",
		"Without fresh evidence, a survey's voice loses half its weight every 180 days; an act counts for a year.")
}

// maturityOf is a level as a figure.
func maturityOf(level care.Level) Figure {
	f := figureOf("niveau de maturité, de 1 à 5", "level of maturity, 1 to 5", Degrees, float64(level), int(level), 1)
	if level == care.Insuffisante {
		f.Reason = Text{FR: "trop peu de preuves pour un niveau", EN: "too little evidence for a level"}
	}
	return f
}

// levels are the team's at quarter ends.
func (q *inquiry) levels() map[calendar.Date]care.Level {
	levels := map[calendar.Date]care.Level{}
	for _, quarter := range q.board.History(q.views, q.team.ID, q.quarters()[0].first, q.on) {
		levels[quarter.On] = quarter.Level
	}
	return levels
}

// moments are those of the acts of care.
func (q *inquiry) moments() (all []evidence.Moment) {
	for _, a := range q.CareActs {
		all = append(all, a.Moment)
	}
	for _, a := range q.Helps {
		all = append(all, a.Moment)
	}
	for _, a := range q.Recognitions {
		all = append(all, a.Moment)
	}
	for _, a := range q.Listenings {
		all = append(all, a.Moment)
	}
	return all
}

// resolvedIn counts resolutions in a quarter, of irritants and complaints.
func (q *inquiry) resolvedIn(p quarter) (n int) {
	for _, t := range slices.Concat(q.Irritants, q.Complaints) {
		n += q.steps(p, t.Steps, evidence.Resolved)
	}
	return n
}

// answeredIn counts the needs answered in a quarter.
func (q *inquiry) answeredIn(p quarter) (n int) {
	for _, need := range q.Needs {
		n += q.steps(p, need.Steps, evidence.Answered)
	}
	return n
}

// steps counts those of one kind that a thread took in a quarter.
func (q *inquiry) steps(p quarter, steps []evidence.Step, kind evidence.StepKind) (n int) {
	for _, s := range steps {
		if s.Kind == kind && p.has(s.Moment) {
			n++
			q.saw(s.In)
		}
	}
	return n
}

// chains: this signal became this act with this effect.
func (q *inquiry) chains() {
	irritants, needs := lately(q, q.Irritants), q.signalled()
	var acted, effective int
	var w waits
	for _, t := range irritants {
		f := q.fateOf(t)
		if _, ok := q.step(t.Steps, evidence.Resolved); ok {
			acted++
		}
		if f.settled() {
			effective++
		}
		q.wait(&w, t.Moment, t.Steps, evidence.Resolved)
		q.link(t.ID, t.Moment, Text{FR: "irritant", EN: "irritant"}, f.state, int(t.Severity))
	}
	for _, n := range needs {
		state := "signalled"
		if s, ok := q.step(n.Steps, evidence.Answered); ok {
			acted++
			state = "answered"
			if s.Flag {
				state = "answered with means"
			}
		}
		q.wait(&w, n.Moment, n.Steps, evidence.Answered)
		q.link(n.ID, n.Moment, Text{FR: "besoin", EN: "need"}, state, 0)
	}
	q.oldestFirst()
	q.figure(share("signaux devenus un acte", "signals that became an act", acted, len(irritants)+len(needs)))
	q.figure(share("irritants dont l'acte a eu l'effet voulu", "irritants whose act had its effect", effective, len(irritants)))
	q.figure(w.median("délai médian du signal à l'acte", "median time from signal to act"))
}

func (q *inquiry) link(id string, m evidence.Moment, what Text, state string, severity int) {
	q.row(Row{
		ID: id, TeamID: q.team.ID, On: m.At.Date(), What: what, State: state, Age: q.on.Days(m.At.Date()), Severity: severity,
	})
}
