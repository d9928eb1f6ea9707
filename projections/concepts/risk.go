package concepts

import (
	"math"

	"soin/domain/calendar"
	"soin/projections/evidence"
	"soin/projections/fold"
	"soin/projections/stats"
)

// reason is one cause of a risk in a stretch of days, in percent, 0 at rest.
type reason func(q *inquiry, p quarter) Figure

// curve is a risk by quarter, each point telling of the year up to it: the mean of the
// reasons that have a value, of two or more, with the reasons beside it.
func (q *inquiry) curve(fr, en string, reasons ...reason) {
	for _, p := range q.quarters() {
		var known []float64
		figures := make([]Figure, 1, 1+len(reasons))
		for _, r := range reasons {
			f := r(q, quarter{first: p.last - year + 1, last: p.last})
			figures = append(figures, f)
			if f.Value != nil {
				known = append(known, *f.Value)
			}
		}
		figures[0] = mean(fr, en, Percent, known, fewestReasons)
		q.stage(p, figures...)
	}
	points := q.found.Rows
	latest, before := points[len(points)-1].Figures, points[len(points)-1-yearOfQuarters].Figures
	q.found.Figures = append(q.found.Figures, latest...)
	change := figureOf("d'il y a un an à maintenant", "from a year ago to now", Percent, math.NaN(), 0, fewestReasons)
	if latest[0].Value != nil && before[0].Value != nil {
		change = figureOf(change.Label.FR, change.Label.EN, Percent, *latest[0].Value-*before[0].Value, len(reasons), fewestReasons)
	}
	q.figure(change)
	q.note("Un risque de l'équipe, moyenne de ses raisons en pour cent sur un an ; il en faut deux. Ce n'est pas un diagnostic et il ne dit rien d'une personne.",
		"A risk of the team, the mean of its reasons in percent over a year; it takes two. It is no diagnosis and says nothing of a person.")
}

// yearOfQuarters is how many of them make a year.
const yearOfQuarters = 4

// fewestReasons a risk is told from.
const fewestReasons = 2

// exhaustion: no rest, needs left alone, freed time turned into more volume.
func (q *inquiry) exhaustion() {
	q.curve("risque d'épuisement", "risk of exhaustion",
		func(q *inquiry, p quarter) Figure { return breached(during(q, p, q.Workloads, nil)) },
		func(q *inquiry, p quarter) Figure {
			asked, alone := q.standing(p, func(n evidence.Need) bool { return n.Axis == evidence.Self })
			return share("besoins de prendre soin de soi restés sans réponse", "needs of self care left unanswered", alone, asked)
		},
		func(q *inquiry, p quarter) Figure {
			var all, volume stats.Sum
			records := during(q, p, q.Freed, nil)
			for _, f := range records {
				all.Add(f.Hours)
				if q.word(f.SpentOn) == "volume" {
					volume.Add(f.Hours)
				}
			}
			return figureOf("temps libéré rendu au volume", "freed time given to more volume", Percent, 100*volume.Total()/all.Total(), len(records), 1)
		},
	)
}

// standing counts the needs voiced in the year up to the end of a quarter, and those of
// them that were unanswered then.
func (q *inquiry) standing(p quarter, of func(evidence.Need) bool) (asked, alone int) {
	then := inquiry{desk: &desk{on: p.last}}
	for _, n := range q.Needs {
		if n.Signalled && of(n) && then.within(n.Moment, year) {
			asked++
			q.saw(n.In)
			if then.unanswered(n) {
				alone++
			}
		}
	}
	return asked, alone
}

// disengagement: people without a part, silence in surveys, departures.
func (q *inquiry) disengagement() {
	q.curve("risque de désengagement", "risk of disengagement",
		func(q *inquiry, p quarter) Figure {
			taking := q.takingPart(p)
			absent := max(0, q.headcount()-len(taking))
			return reach("personnes sans part à la reconnaissance, à l'entraide ni aux initiatives, à dix points près",
				"people without a part in recognition, help or initiatives, to ten points", absent, q.headcount())
		},
		func(q *inquiry, p quarter) Figure {
			var eligible, silent int
			for _, i := range q.Units {
				if u := q.views.Evidence.Unit(i); p.first <= calendar.Date(u.ClosedOn) && calendar.Date(u.ClosedOn) <= p.last && q.by(u.Moment) {
					eligible += int(u.Eligible)
					silent += max(0, int(u.Eligible-u.Responses))
					q.saw(u.In)
				}
			}
			return reach("invités qui n'ont pas répondu aux enquêtes, à dix points près", "people asked who did not answer surveys, to ten points", silent, eligible)
		},
		func(q *inquiry, p quarter) Figure {
			left := 0
			reports := during(q, p, q.Turnovers, nil)
			for _, t := range reports {
				left += int(t.Left)
			}
			if len(reports) == 0 {
				return unreported("départs, à dix points près", "people who left, to ten points", Percent)
			}
			return reach("départs, à dix points près", "people who left, to ten points", left, q.headcount())
		},
	)
}

// takingPart are those who had a part in something in a quarter.
func (q *inquiry) takingPart(p quarter) map[fold.Word]bool {
	taking := map[fold.Word]bool{}
	for _, r := range during(q, p, q.Recognitions, nil) {
		taking[r.From], taking[r.To] = true, true
	}
	for _, h := range during(q, p, q.Helps, nil) {
		taking[h.From] = true
	}
	for _, i := range during(q, p, q.Initiatives, nil) {
		for _, who := range i.Participants {
			taking[who] = true
		}
	}
	return taking
}

// lossOfMeaning: decided over people's heads, promises not kept, work undone.
func (q *inquiry) lossOfMeaning() {
	q.curve("risque de perte de sens", "risk of a loss of meaning",
		func(q *inquiry, p quarter) Figure {
			decisions := during(q, p, q.Decisions, nil)
			return share("décisions imposées", "decisions imposed",
				some(decisions, func(d evidence.Decision) bool { return d.Mode == evidence.Imposed }), len(decisions))
		},
		func(q *inquiry, p quarter) Figure {
			due, missed := 0, 0
			for _, c := range q.Commitments {
				if day := calendar.Date(c.DueOn); q.by(c.Moment) && p.first <= day && day <= p.last {
					due++
					q.saw(c.In)
					if !q.has(c.Steps, evidence.Kept, evidence.KeptLate) {
						missed++
					}
				}
			}
			return figureOf("engagements à échéance non tenus", "commitments due and not kept", Percent, 100*float64(missed)/float64(due), due, fewestDue)
		},
		func(q *inquiry, p quarter) Figure {
			resolved, contested := 0, 0
			for _, t := range q.Irritants {
				resolved += q.steps(p, t.Steps, evidence.Resolved)
				contested += q.steps(p, t.Steps, evidence.Contested)
			}
			return share("résolutions contestées", "resolutions contested", min(contested, resolved), resolved)
		},
	)
}
