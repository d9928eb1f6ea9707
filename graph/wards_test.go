package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/commitment"
	"soin/domain/complaint"
	"soin/domain/council"
	"soin/domain/decision"
	"soin/domain/delegation"
	"soin/domain/feedback"
	"soin/domain/initiative"
	"soin/domain/instrument"
	"soin/domain/irritant"
	"soin/domain/means"
	"soin/domain/need"
	"soin/domain/person"
	"soin/domain/recognition"
	"soin/domain/review"
	"soin/domain/safety"
	"soin/domain/selfassessment"
	"soin/domain/survey"
	"soin/domain/team"
	"soin/domain/training"
	"soin/domain/voices"
	"soin/domain/workload"
	"soin/projections/stats"
)

// wards are five wards of ten people, one of four, and a clinic above them, over five
// quarters up to the end of March 2025 and some days. Each has its own quality of care.
type wards struct {
	*story
	random *stats.SplitMix64
}

// lateOn is the day of an irritant of the north that was recorded last of all.
const lateOn = "2024-11-05"

func tellOfWards(t testing.TB) *story {
	w := wards{&story{t: t}, stats.NewSplitMix64(11)}
	start := day(t, "2024-01-01")
	w.fact(start, "instrument-bank", instrument.Published{Version: "1", Audience: instrument.OfTeam, Items: bank()})
	w.forms(start, "clinic", "", 54)
	qualities := map[string]float64{"east": .55, "north": .85, "south": .7, "upper": .62, "west": .78}
	names := []string{"east", "north", "south", "upper", "west"}
	for _, id := range names {
		w.forms(start, id, "clinic", 10)
	}
	w.forms(start, "night", "north", 4)
	for _, first := range []string{"2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01", "2025-01-01"} {
		for _, id := range names {
			w.quarter(id, day(t, first), qualities[id])
		}
	}
	w.waits(day(t, "2025-04-01"))
	w.once(day(t, lateOn), "irritant", irritant.Reported{TeamID: "north", Severity: 3, Axis: care.Team})
	return w.story
}

func (w wards) forms(on calendar.Date, id, parent string, people int) {
	w.fact(on, "team-"+id, team.Formed{Name: "Ward " + id, Kind: "ward", ParentID: parent})
	w.fact(on, "team-"+id, team.HeadcountReported{Headcount: people})
	w.fact(on, "team-"+id, team.ManagerAppointed{Member: person.Member("m-" + id)})
}

// waits leaves something open of each kind.
func (w wards) waits(on calendar.Date) {
	w.once(on, "irritant", irritant.Reported{TeamID: "east", Severity: 2, Axis: care.Team})
	w.once(on+1, "delegation", delegation.Granted{TeamID: "north", From: "m-north", To: "north-1", Domain: "stock", Autonomy: 4, Stakes: 2})
	w.once(on+2, "commitment", commitment.Declared{TeamID: "south", Axis: care.Planet, Owner: "south-1", DueOn: on + 20, BudgetHours: 4})
	w.once(on+3, "need", need.Signalled{TeamID: "west", Axis: care.Self, Member: "west-1"})
	w.once(on+4, "safety", safety.Opened{TeamID: "upper", Category: safety.Mistake, Severity: 2})
	r := w.once(on+4, "review", review.Opened{Scope: []string{"east"}, AsOf: on})
	w.fact(on+4, r, review.ActionAssigned{Action: "rota", Owner: "m-east", DueOn: on + 30, About: "the rota"})
}

// rating is 1..5, the higher the better the ward.
func (w wards) rating(quality float64) int {
	return int(stats.Clip(quality*5+w.random.Normal()*.8+.5, 1, 5))
}

// quarter is three months in the life of a ward.
func (w wards) quarter(id string, from calendar.Date, quality float64) {
	m := func(i int) person.Member { return person.Member(fmt.Sprintf("%s-%d", id, i%10)) }
	end := from + 80
	for i := range 6 {
		on := from + calendar.Date(9*i)
		w.asked(i, id, on, quality, m)
		w.delegated(i, id, on, quality, m)
		w.thanked(id, on, i, m)
		w.outside(id, on, i, quality, m)
	}
	envelope := w.once(from, "means", means.Allocated{TeamID: id, Axis: care.Self, Hours: 20})
	w.fact(from+30, envelope, means.Used{TeamID: id, Axis: care.Self, Hours: 20 * quality})
	w.once(end, "workload", workload.Sampled{TeamID: id, PeriodStart: from, PeriodEnd: end, PersonDays: 500, BreachDays: 12})
	w.once(end, "selfassessment", selfassessment.Submitted{
		TeamID: id, Member: person.Member("m-" + id), InstrumentID: "bank", Version: "1", Answers: map[string]float64{"Q01": 4},
	})
	s := w.once(from, "safety", safety.Opened{TeamID: id, Category: safety.Mistake, Severity: 1})
	w.fact(from+2, s, safety.Owned{By: person.Member("m-" + id)})
	w.fact(from+20, s, safety.Closed{Outcome: safety.Learned})
	w.voices(id, from, quality)
	w.survey(id, end, quality)
}

// asked is what members need and what stands in their way.
func (w wards) asked(i int, id string, on calendar.Date, quality float64, m func(int) person.Member) {
	answered := on + calendar.Date(2+w.random.Bounded(20))
	n := w.once(on, "need", need.Signalled{TeamID: id, Axis: care.Self, Member: m(i)})
	w.fact(answered, n, need.Answered{Origin: need.Asked, Means: true})
	w.once(on, "training", training.Completed{
		TeamID: id, Member: m(i), Competence: training.SelfCare, Hours: 8, Validated: true, Transfer: w.rating(quality),
	})
	x := w.once(on, "irritant", irritant.Reported{TeamID: id, Severity: 1, Basic: i%2 == 0, Axis: care.Team})
	w.fact(on+1, x, irritant.Acknowledged{By: irritant.Manager})
	w.fact(on+calendar.Date(3+40*(1-quality)), x, irritant.Resolved{By: irritant.Team})
	d := fmt.Sprintf("%s-%d-%d", id, on, i)
	w.once(on, "council", council.Held{DecisionID: d, TeamID: id, Participants: int(10 * quality), Eligible: 10})
	w.fact(on+3, "decision-"+d, decision.Taken{AffectsTeamID: id, Mode: decision.Chosen, CitesCareEvidence: true})
}

func (w wards) delegated(i int, id string, on calendar.Date, quality float64, m func(int) person.Member) {
	d := w.once(on, "delegation", delegation.Granted{
		TeamID: id, From: person.Member("m-" + id), To: m(i), Domain: "stock", Autonomy: 1 + int(6*quality),
		Stakes: 1 + i%3, Means: []delegation.Means{delegation.Time},
	})
	w.fact(on+1, d, delegation.Accepted{})
	outcome := delegation.Success
	if i == 3 {
		outcome = delegation.Error
	}
	w.fact(on+30, d, delegation.Completed{Outcome: outcome})
}

func (w wards) thanked(id string, on calendar.Date, i int, m func(int) person.Member) {
	kinds := [...]recognition.Kind{recognition.Relational, recognition.Effort, recognition.Result}
	w.once(on, "recognition", recognition.Given{TeamID: id, From: m(i), To: m(i + 3), Kind: kinds[i%3]})
	w.once(on+2, "recognition", recognition.Given{TeamID: id, From: person.Member("m-" + id), To: m(i + 1), Kind: recognition.Effort})
	w.once(on+9, "recognition", recognition.Given{TeamID: id, From: m(i + 5), To: person.Member("m-" + id), Kind: recognition.Relational})
}

func (w wards) outside(id string, on calendar.Date, i int, quality float64, m func(int) person.Member) {
	c := w.once(on, "complaint", complaint.Reported{TeamID: id, Severity: 1, Axis: care.Planet})
	w.fact(on+calendar.Date(2+50*(1-quality)), c, complaint.Resolved{By: complaint.Team})
	d := w.once(on, "commitment", commitment.Declared{TeamID: id, Axis: care.Planet, Owner: m(i), DueOn: on + 30, BudgetHours: 10})
	if i < int(8*quality) {
		w.fact(on+25, d, commitment.Kept{})
	}
	holders := [...]initiative.Stakeholder{initiative.Customers, initiative.Suppliers, initiative.Society}
	w.once(on, "initiative", initiative.Started{
		TeamID: id, Axis: care.Planet, Origin: initiative.FromTeam, Stakeholder: holders[i%3], Participants: []person.Member{m(i), m(i + 4)},
	})
	for range 5 {
		answers := map[string]float64{}
		for _, q := range []string{"C1", "C2", "C3", "C4"} {
			answers[q] = float64(w.rating(quality))
		}
		w.once(on, "feedback", feedback.Received{TeamID: id, Metric: feedback.Mirror, Answers: answers})
	}
}

// voices are a month's ratings of care, of how errors were answered, and of safety.
func (w wards) voices(id string, from calendar.Date, quality float64) {
	for _, box := range []voices.Released{
		{Kind: voices.Care, Axis: care.Self}, {Kind: voices.Care, Axis: care.Team},
		{Kind: voices.Care, Axis: care.Planet, From: voices.Suppliers}, {Kind: voices.Error}, {Kind: voices.Safety},
	} {
		box.TeamIDs, box.PeriodStart, box.PeriodEnd = []string{id}, from, from+29
		for range 10 {
			x := w.rating(quality)
			if box.Kind == voices.Care {
				box.Ratings = append(box.Ratings, voices.Rating{Fit: x, Autonomy: x})
			} else {
				box.Ratings = append(box.Ratings, voices.Rating{Score: x})
			}
		}
		slices.SortFunc(box.Ratings, voices.CompareRatings)
		w.once(from+32, "voices", box)
	}
}

func (w wards) survey(id string, on calendar.Date, quality float64) {
	e := survey.Released{InstrumentID: "bank", Version: "1", TeamIDs: []string{id}, ClosedOn: on, Eligible: 10, Responses: 10}
	for _, item := range bank() {
		e.Items = append(e.Items, item.ID)
	}
	for range 10 {
		row := make([]*int, len(e.Items))
		for i, item := range bank() {
			x := w.rating(quality)
			if item.Reversed {
				x = 6 - x
			}
			row[i] = &x
		}
		e.Ballots = append(e.Ballots, row)
	}
	slices.SortFunc(e.Ballots, survey.CompareBallots)
	w.once(on, "survey", e)
}

// bank are the questions that the built-in model asks members.
func bank() (items []instrument.Item) {
	const table = `XS XS XS SS SS SS PS PS PS XT XT XT XT XT ST ST ST ST ST PT PT PT PT XP XP XP SP SP SP PP PP PP`
	for i, word := range strings.Fields(table) {
		cell := care.Cell(word)
		items = append(items, instrument.Item{
			ID: fmt.Sprintf("Q%02d", i+1), Need: care.Needs[i%4], Dimension: care.Dimensions[i/2%4],
			Criterion: cell.Criterion(), Axis: cell.Axis(), Reversed: i%7 == 5, Min: 1, Max: 5,
		})
	}
	return items
}
