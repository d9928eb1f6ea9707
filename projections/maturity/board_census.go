package maturity

import (
	"math"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/projections"
	"soin/projections/evidence"
	"soin/projections/fold"
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
	first calendar.Date // of evidence; never without any
}

// never is later than every date that can be written.
const never = calendar.Date(math.MaxInt32)

// enrol takes a team in that is not there yet.
func (c *census) enrol(views *projections.Views, id string) {
	if _, known := c.index[id]; known {
		return
	}
	if c.index == nil {
		c.index = map[string]int{}
	}
	c.index[id] = len(c.teams)
	c.teams = append(c.teams, entry{id, sinceOf(views, id), firstOf(views, id)})
}

// update takes in what was recorded since, and gives the teams whose evidence changed. A
// view that is older than the census changes it back: equal positions are equal evidence.
func (c *census) update(views *projections.Views) (changed []string) {
	c.position = views.Position()
	for i := range c.teams {
		t := &c.teams[i]
		if since := sinceOf(views, t.id); since != t.since {
			t.since, t.first = since, firstOf(views, t.id)
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

// firstOf is the day of the first evidence of a team and of those it came from.
func firstOf(views *projections.Views, id string) calendar.Date {
	first := firstOwn(views, id)
	for _, before := range forebears(views.Teams, id, never) {
		first = min(first, firstOwn(views, before))
	}
	return first
}

func firstOwn(views *projections.Views, id string) calendar.Date {
	first := never
	if readings := views.Readings.Readings(id, never); len(readings) > 0 {
		first = readings[0].On
	}
	d := views.Evidence.Of(id)
	if d == nil {
		return first
	}
	for _, i := range d.Units {
		first = min(first, views.Evidence.Unit(i).At.Date())
	}
	return min(first, firstThread(d), firstAct(d), firstMeasured(d))
}

func firstThread(d *evidence.Dossier) calendar.Date {
	return min(
		opens(d.Irritants), opens(d.Complaints), opens(d.Needs), opens(d.Delegations), opens(d.Commitments),
		opens(d.Means), opens(d.Initiatives), opens(d.Incidents), opens(d.Decisions), opens(d.Reviews),
	)
}

func firstAct(d *evidence.Dossier) calendar.Date {
	return min(
		opens(d.Recognitions), opens(d.Prizes), opens(d.Feedbacks), opens(d.Trainings), opens(d.Onboardings),
		opens(d.Listenings), opens(d.Helps), opens(d.CareActs), opens(d.Practices), opens(d.SelfAssessments),
		opens(d.Voices),
	)
}

func firstMeasured(d *evidence.Dossier) calendar.Date {
	return min(
		opens(d.Invitations), opens(d.Contacts), opens(d.Freed), opens(d.Workloads), opens(d.Impacts),
		opens(d.Turnovers), opens(d.Sales),
	)
}

// opens is the day on which a list, which is in the order of the world, begins.
func opens[E interface{ Happened() evidence.Moment }](list []E) calendar.Date {
	if len(list) == 0 {
		return never
	}
	return fold.Instant.Date(list[0].Happened().At)
}
