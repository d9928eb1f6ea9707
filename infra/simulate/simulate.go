// Package simulate writes the history of Maison Lumen, a service company that does not
// exist: a contact centre, a clinic, shops, a back office, and a region that was
// reorganised. Each of its teams has a character, and some have a story that scores must
// find out: see the table of stories.
//
// The same seed gives the same facts, and a team's facts do not depend on how many other
// teams there are. Members are invented by number; nothing here is about anybody.
package simulate

import (
	"fmt"
	"time"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/instrument"
	"soin/domain/rule"
	"soin/projections/stats"
)

// Options say how much history is written.
type Options struct {
	Seed   uint64
	Teams  int     // teams beside the departments; at least those that have a story are there
	Months int     // from Start on, 1..240
	Pace   float64 // of acts, 1 for about fifty facts a team and month
	Start  calendar.Date
}

// Validate names the option that cannot be.
func (o Options) Validate() error {
	return rule.All(
		rule.Between("teams", o.Teams, 0, 1_000_000),
		rule.Between("months", o.Months, 1, 240),
		rule.Between("pace", o.Pace, 0, 1000),
	)
}

// Demo is the history that the demo tells: eighteen months that end with September 2026.
func Demo() Options {
	start, _ := calendar.Parse("2025-04-01") // a literal date
	return Options{Seed: 7, Teams: 34, Months: 18, Pace: 1, Start: start}
}

// End is the last day of the history.
func (o Options) End() calendar.Date {
	return calendar.Of(o.month(o.Months)) - 1
}

// month is the first instant of a month, counted from 0.
func (o Options) month(n int) time.Time { return o.Start.Start().AddDate(0, n, 0) }

// Fact is one event, with the thing it is about and the moment it happened.
type Fact struct {
	event.Envelope
	Subject string
	Event   event.Event
}

// Source is who states the facts.
const Source = "urn:soin:maison-lumen"

// Write gives the facts in the order in which they happened. It stops at the first error
// that emit returns.
func Write(o Options, emit func(Fact) error) error {
	w := &world{Options: o, days: make([][]Fact, o.Months+1), asking: bank(teamBank), declaring: bank(managerBank)}
	w.people()
	w.begin()
	for m := range o.Months {
		for _, t := range w.teams {
			if t.lives(m) {
				w.live(t, m)
			}
		}
		w.ask(m)
		w.govern(m)
		if err := w.emit(m, emit); err != nil {
			return err
		}
	}
	return nil
}

// world is the organisation while its history is being written.
type world struct {
	Options
	teams       []*team
	departments []*team
	days        [][]Fact // by month: what will have happened
	told        int      // facts emitted so far

	asking    []instrument.Item // of the team's questions
	declaring []instrument.Item // of the manager's
}

// live writes one month of one team.
func (w *world) live(t *team, m int) {
	for _, habit := range [...]func(*scene){
		(*scene).irritants, (*scene).complaints, (*scene).needs, (*scene).delegations, (*scene).recognitions,
		(*scene).customers, (*scene).commitments, (*scene).means, (*scene).work, (*scene).learning,
		(*scene).helps, (*scene).listening, (*scene).decisions, (*scene).initiatives, (*scene).incidents,
		(*scene).receivers, (*scene).selfAssessment,
	} {
		habit(&scene{world: w, team: t, month: m})
	}
}

// scene is one habit of one team in one month, with random numbers of its own.
type scene struct {
	*world
	*team
	month int
	*stats.SplitMix64
}

// draw gives a scene the random numbers of a habit.
func (s *scene) draw(habit string) {
	s.SplitMix64 = stats.NewSplitMix64(stats.Seed("maison-lumen", fmt.Sprint(s.Seed), s.id, habit, fmt.Sprint(s.month)))
}

// chance is true with a probability.
func (s *scene) chance(p float64) bool { return s.Float() < p }

// about is a whole number near a rate: 2.3 gives 2 or 3.
func (s *scene) about(rate float64) int { return int(rate + s.Float()) }

// times is how often something happens in this month, at the pace of the history.
func (s *scene) times(rate float64) int { return s.about(rate * s.Pace) }

// rating is a rating 1..5 around a mean.
func (s *scene) rating(mean, spread float64) int {
	return int(min(max(mean+spread*s.Normal()+.5, 1), 5.999))
}

// day is a working hour of this month.
func (s *scene) day() time.Time {
	first := s.Options.month(s.month)
	days := s.Options.month(s.month+1).Sub(first) / (24 * time.Hour)
	return first.AddDate(0, 0, int(s.Bounded(uint64(days)))). //nolint:gosec // at most 31
									Add(8*time.Hour + time.Duration(s.Bounded(600))*time.Minute) //nolint:gosec // at most 600
}

// later is a moment some days after another one, drawn around a mean.
func (s *scene) later(t time.Time, days float64) time.Time {
	wait := days * (.4 + 1.2*s.Float())
	return t.Add(time.Duration(wait*24*60) * time.Minute)
}
