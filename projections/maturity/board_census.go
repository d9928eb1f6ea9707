package maturity

import (
	"math"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/projections"
	"soin/projections/evidence"
)

// census is what every team's evidence was when figures were last computed, so that a
// new fact costs no more than the teams it speaks of.
type census struct {
	position event.Position
	rules    rules
	teams    []entry
	index    map[string]int
}

// rules are the newest facts that may change answers about any team.
type rules struct{ published, governed, tree event.Position }

func rulesOf(views *projections.Views) rules {
	return rules{views.Evidence.Published(), views.Evidence.Governed(), views.Teams.Changed()}
}

// entry is one team in a census.
type entry struct {
	id    string
	since event.Position
	stretch
}

// never is later than every date that can be written, and dawn is earlier.
const (
	never = calendar.Date(math.MaxInt32)
	dawn  = calendar.Date(math.MinInt32)
)

// enrol takes a team in that is not there yet.
func (c *census) enrol(views *projections.Views, id string) {
	if _, known := c.index[id]; known {
		return
	}
	if c.index == nil {
		c.index = map[string]int{}
	}
	c.index[id] = len(c.teams)
	c.teams = append(c.teams, entry{id, sinceOf(views, id), stretchOf(views, id)})
}

// update takes in what was recorded since, and gives the teams whose evidence changed. A
// view that is older than the census changes it back: equal positions are equal evidence.
func (c *census) update(views *projections.Views) (changed []string) {
	c.position = views.Position()
	for i := range c.teams {
		t := &c.teams[i]
		if since := sinceOf(views, t.id); since != t.since {
			t.since, t.stretch = since, stretchOf(views, t.id)
			changed = append(changed, t.id)
		}
	}
	return changed
}

func sinceOf(views *projections.Views, id string) event.Position {
	if d := views.Evidence.Of(id); d != nil {
		return d.Since
	}
	return 0
}

// stretch is the days of the first and the last evidence; none of it where first is never.
type stretch struct{ first, last calendar.Date }

// stretchOf is that of a team and of those it came from.
func stretchOf(views *projections.Views, id string) stretch {
	s := stretch{first: never}
	s.cover(views, id)
	for _, before := range forebears(views.Teams, id, never) {
		s.cover(views, before)
	}
	return s
}

func (s *stretch) reach(first, last calendar.Date) {
	s.first, s.last = min(s.first, first), max(s.last, last)
}

func (s *stretch) cover(views *projections.Views, id string) {
	for _, r := range views.Readings.Readings(id, never) {
		s.reach(r.On, r.On)
	}
	d := views.Evidence.Of(id)
	if d == nil {
		return
	}
	for _, i := range d.Units {
		on := views.Evidence.Unit(i).At.Date()
		s.reach(on, on)
	}
	s.coverThreads(d)
	s.coverActs(d)
}

func (s *stretch) coverThreads(d *evidence.Dossier) {
	along(s, d.Irritants)
	along(s, d.Complaints)
	along(s, d.Needs)
	along(s, d.Delegations)
	along(s, d.Commitments)
	along(s, d.Means)
	along(s, d.Initiatives)
	along(s, d.Incidents)
	along(s, d.Decisions)
	along(s, d.Reviews)
}

func (s *stretch) coverActs(d *evidence.Dossier) {
	along(s, d.Recognitions)
	along(s, d.Prizes)
	along(s, d.Feedbacks)
	along(s, d.Trainings)
	along(s, d.Onboardings)
	along(s, d.Listenings)
	along(s, d.Helps)
	along(s, d.CareActs)
	along(s, d.Practices)
	along(s, d.SelfAssessments)
	along(s, d.Voices)
	along(s, d.Invitations)
	along(s, d.Contacts)
	along(s, d.Freed)
	along(s, d.Workloads)
	along(s, d.Impacts)
	along(s, d.Turnovers)
	along(s, d.Sales)
}

// along takes in a list, which is in the order of the world.
func along[E interface{ Happened() evidence.Moment }](s *stretch, list []E) {
	if n := len(list); n > 0 {
		s.reach(list[0].Happened().At.Date(), list[n-1].Happened().At.Date())
	}
}
