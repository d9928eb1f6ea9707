package maturity

import (
	"fmt"
	"slices"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/commitment"
	"soin/domain/complaint"
	"soin/domain/council"
	"soin/domain/decision"
	"soin/domain/delegation"
	"soin/domain/feedback"
	"soin/domain/initiative"
	"soin/domain/irritant"
	"soin/domain/means"
	"soin/domain/need"
	"soin/domain/person"
	"soin/domain/recognition"
	"soin/domain/safety"
	"soin/domain/selfassessment"
	"soin/domain/training"
	"soin/domain/voices"
	"soin/domain/workload"
)

type member = person.Member

// quarter is three months in the life of a team, about 150 facts of all kinds.
func (c *chronicle) quarter(id string, from calendar.Date, quality float64) {
	m := func(i int) member { return member(fmt.Sprintf("%s-%d", id, i)) }
	manager := "m-" + member(id)
	end := from + 80
	c.asked(end, id, 10, 12, quality)
	for i := range 6 {
		c.once(from, "training", training.Completed{
			TeamID: id, Member: m(i), Competence: training.SelfCare, Hours: 8, Validated: true, Transfer: c.rating(quality),
		})
	}
	c.once(from, "training", training.Completed{
		TeamID: id, Member: manager, Competence: training.Listening, Hours: 8, Validated: true, Transfer: 5,
	})
	envelope := c.once(from, "means", means.Allocated{TeamID: id, Axis: care.Self, Hours: 20})
	c.fact(from+30, envelope, means.Used{TeamID: id, Axis: care.Self, Hours: 1 + 19*quality})
	c.once(end, "workload", workload.Sampled{
		TeamID: id, PeriodStart: from, PeriodEnd: end, PersonDays: 500, BreachDays: float64(c.below(20)),
	})
	for i := range 4 {
		n := c.once(from+calendar.Date(i), "need", need.Signalled{TeamID: id, Axis: care.Self, Member: m(i)})
		c.fact(from+calendar.Date(2+c.below(20)), n, need.Answered{Origin: need.Asked, Means: true})
	}
	c.once(from, "need", need.Answered{Origin: need.Anticipated, TeamID: id, Axis: care.Team})
	c.tickets(id, from, quality)
	c.delegate(id, from, quality, manager, m)
	c.recognise(id, from, manager, m)
	c.outside(id, from, quality, m)
	c.rated(id, from, quality)
	for i := range 3 {
		on := from + calendar.Date(10*i)
		d := fmt.Sprintf("d%d-%s", c.next, id)
		c.once(on, "council", council.Held{DecisionID: d, TeamID: id, Participants: max(1, int(10*quality)), Eligible: 10})
		c.fact(on+3, "decision-"+d, decision.Taken{AffectsTeamID: id, Mode: decision.Chosen, CitesCareEvidence: true})
	}
	c.once(end, "self-assessment", selfassessment.Submitted{
		TeamID: id, Member: manager, InstrumentID: bank, Answers: map[string]float64{"Q01": 4},
	})
	s := c.once(from, "safety", safety.Opened{TeamID: id, Category: safety.Mistake, Severity: 1})
	c.fact(from+2, s, safety.Owned{By: manager})
	c.fact(from+20, s, safety.Closed{Outcome: safety.Learned})
}

func (c *chronicle) tickets(id string, from calendar.Date, quality float64) {
	for i := range 4 {
		on := from + calendar.Date(5*i)
		t := c.once(on, "irritant", irritant.Reported{TeamID: id, Severity: 1, Basic: i%2 == 0, Axis: care.Team})
		c.fact(on+1, t, irritant.Acknowledged{By: irritant.Manager})
		if float64(c.below(100)) < 100*quality {
			c.fact(on+calendar.Date(3+c.below(10)), t, irritant.Resolved{By: irritant.Team})
		}
		t = c.once(on, "complaint", complaint.Reported{TeamID: id, Severity: 1, Axis: care.Planet})
		if float64(c.below(100)) < 100*quality {
			c.fact(on+calendar.Date(3+c.below(10)), t, complaint.Resolved{By: complaint.Team})
		}
	}
}

func (c *chronicle) delegate(id string, from calendar.Date, quality float64, manager member, m func(int) member) {
	for i := range 4 {
		on := from + calendar.Date(i)
		d := c.once(on, "delegation", delegation.Granted{
			TeamID: id, From: manager, To: m((i + c.below(3)) % 10), Domain: "stock", Autonomy: 1 + int(6*quality),
			Stakes: 1 + i%3, Means: []delegation.Means{delegation.Time},
		})
		c.fact(on+1, d, delegation.Accepted{})
		outcome := delegation.Success
		if i == 3 {
			outcome = delegation.Error
		}
		c.fact(on+40, d, delegation.Completed{Outcome: outcome})
	}
}

func (c *chronicle) recognise(id string, from calendar.Date, manager member, m func(int) member) {
	kinds := []recognition.Kind{recognition.Relational, recognition.Effort, recognition.Result}
	for i := range 10 {
		on := from + calendar.Date(8*i)
		c.once(on, "recognition", recognition.Given{TeamID: id, From: m(i), To: m((i + 3) % 10), Kind: kinds[i%3]})
		c.once(on, "recognition", recognition.Given{TeamID: id, From: manager, To: m(i), Kind: recognition.Effort})
		c.once(on+9, "recognition", recognition.Given{TeamID: id, From: m(i), To: manager, Kind: recognition.Relational})
	}
}

func (c *chronicle) outside(id string, from calendar.Date, quality float64, m func(int) member) {
	holders := []initiative.Stakeholder{initiative.Customers, initiative.Suppliers, initiative.Society, initiative.Environment}
	for i := range 4 {
		d := c.once(from, "commitment", commitment.Declared{
			TeamID: id, Axis: care.Planet, Owner: m(i), DueOn: from + 60, BudgetHours: 10,
		})
		if float64(c.below(100)) < 100*quality {
			c.fact(from+50, d, commitment.Kept{})
		}
		c.once(from+calendar.Date(i), "initiative", initiative.Started{
			TeamID: id, Axis: care.Planet, Origin: initiative.FromTeam, Stakeholder: holders[i],
			Participants: []member{m(i), m(i + 4), m((i + 7) % 10)},
		})
	}
	for i := range 8 {
		c.mirrored(from+calendar.Date(10*i), id, 3, quality)
	}
}

// mirrored is what n customers say on a day.
func (c *chronicle) mirrored(on calendar.Date, id string, n int, quality float64) {
	for range n {
		answers := map[string]float64{}
		for _, q := range []string{"C1", "C2", "C3", "C4"} {
			answers[q] = float64(c.rating(quality))
		}
		c.once(on, "feedback", feedback.Received{TeamID: id, Metric: feedback.Mirror, Answers: answers})
	}
}

func (c *chronicle) rated(id string, from calendar.Date, quality float64) {
	box := func(kind voices.Kind, axis care.Axis, whose string, n int) {
		e := voices.Released{
			Kind: kind, TeamIDs: []string{id}, PeriodStart: from, PeriodEnd: from + 29, Axis: axis, From: whose,
		}
		for range n {
			x := c.rating(quality)
			if kind == voices.Care {
				e.Ratings = append(e.Ratings, voices.Rating{Fit: x, Autonomy: x})
			} else {
				e.Ratings = append(e.Ratings, voices.Rating{Score: x})
			}
		}
		slices.SortFunc(e.Ratings, voices.CompareRatings)
		c.once(from+32, "voices", e)
	}
	box(voices.Care, care.Self, voices.Members, 8)
	box(voices.Care, care.Team, voices.Members, 12)
	box(voices.Care, care.Planet, voices.Suppliers, 6)
	box(voices.Error, "", "", 6)
	box(voices.Safety, "", "", 10)
}
