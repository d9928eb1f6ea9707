package maturity

import (
	"fmt"
	"slices"
	"testing"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/instrument"
	"soin/domain/survey"
	teams "soin/domain/team"
	"soin/infra/caremodel"
	"soin/projections"
	"soin/projections/stats"
)

// chronicle is a log in the making, folded as it is told.
type chronicle struct {
	t      testing.TB
	views  *projections.Views
	random *stats.SplitMix64
	next   event.Position
	told   []event.Recorded // all of it, for those who fold it again

	forgetful bool // a long one, which nobody folds again
}

func tell(t testing.TB) *chronicle {
	c := &chronicle{t: t, views: projections.NewViews(), random: stats.NewSplitMix64(7)}
	c.fact(day0, "instrument-"+bank, instrument.Published{Version: "1", Audience: instrument.OfTeam, Items: questions()})
	return c
}

// day0 is the first day of every story: the beginning of a quarter.
var day0 = must("2024-01-01")

func must(s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func aModel(t testing.TB) care.Model {
	t.Helper()
	model, err := caremodel.Default()
	if err != nil {
		t.Fatal(err)
	}
	return model
}

func aBoard(t testing.TB) *Board { return NewBoard(aModel(t), "hash") }

// record makes a fact of a day; several of one day come in the order they are told.
func (c *chronicle) record(on calendar.Date, stream string, e event.Event) event.Recorded {
	if err := e.Validate(); err != nil {
		c.t.Fatalf("%s on %s: %v", e.EventName(), stream, err)
	}
	c.next += 3
	return event.Recorded{
		Envelope: event.Envelope{Source: "test", ID: fmt.Sprint(c.next), Time: on.Start().Add(12 * 3600e9)},
		Place:    event.Place{Stream: stream, Position: c.next, RecordedAt: on.Start()},
		Event:    e,
	}
}

func (c *chronicle) fact(on calendar.Date, stream string, e event.Event) {
	r := c.record(on, stream, e)
	c.views.Fold(r)
	if !c.forgetful {
		c.told = append(c.told, r)
	}
}

// once is a fact with a stream of its own.
func (c *chronicle) once(on calendar.Date, category string, e event.Event) string {
	id := fmt.Sprintf("%s-%d", category, c.next)
	c.fact(on, id, e)
	return id
}

func (c *chronicle) below(n int) int { return int(c.random.Bounded(uint64(n))) }

// rating is 1..5, the higher the better the team.
func (c *chronicle) rating(quality float64) int {
	return int(stats.Clip(quality*5+c.random.Normal()*.8+.5, 1, 5))
}

// forms a team of ten under a parent, or none.
func (c *chronicle) forms(id, parent string, people int) {
	c.fact(day0, "team-"+id, teams.Formed{Name: id, Kind: "ward", ParentID: parent})
	c.fact(day0, "team-"+id, teams.HeadcountReported{Headcount: people})
	c.fact(day0, "team-"+id, teams.ManagerAppointed{Member: "m-" + member(id)})
}

// asked is a survey of all questions on a day, answered by n people of a quality.
func (c *chronicle) asked(on calendar.Date, id string, n, eligible int, quality float64) {
	e := survey.Released{
		InstrumentID: bank, Version: "1", TeamIDs: []string{id}, ClosedOn: on, Eligible: eligible, Responses: n,
	}
	items := questions()
	for _, it := range items {
		e.Items = append(e.Items, it.ID)
	}
	for range n {
		row, person := make([]*int, len(items)), quality+c.random.Normal()*.05
		for i, it := range items {
			x := c.rating(person)
			if it.Reversed {
				x = 6 - x
			}
			row[i] = &x
		}
		e.Ballots = append(e.Ballots, row)
	}
	slices.SortFunc(e.Ballots, survey.CompareBallots)
	c.once(on, "survey", e)
}

// quarterOf begins so many quarters after day0.
func quarterOf(q int) calendar.Date {
	on := day0
	for range q {
		on = quarterEnd(on) + 1
	}
	return on
}

// organisation is teams t0.. of ten people under "root", each of its own quality, over
// quarters.
func organisation(t testing.TB, n, quarters int) *chronicle {
	c := tell(t)
	c.organise(n, quarters)
	return c
}

func (c *chronicle) organise(n, quarters int) {
	c.forms("root", "", 10*n)
	for i := range n {
		c.forms(teamID(i), "root", 10)
	}
	for q := range quarters {
		for i := range n {
			c.quarter(teamID(i), quarterOf(q), qualityOf(i))
		}
	}
}

func teamID(i int) string { return fmt.Sprintf("t%d", i) }

// qualityOf lies between .45 and .98.
func qualityOf(i int) float64 { return .45 + .53*float64(i%11)/10 }
