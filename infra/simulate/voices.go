package simulate

import (
	"fmt"
	"slices"
	"time"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/instrument"
	"soin/domain/selfassessment"
	"soin/domain/survey"
	"soin/infra/instruments"
)

const (
	teamBank    = "soin-v1"
	managerBank = "soin-v1-manager"
	bankVersion = "1"
)

// bank is the items of one built-in instrument.
func bank(id string) []instrument.Item {
	var items []instrument.Item
	for _, in := range instruments.BuiltIn() {
		if in.ID == id {
			for _, q := range in.Questions {
				items = append(items, q.Item)
			}
		}
	}
	return items
}

// asked is what a month's pulse asks: everything twice a year and in the first month, else
// three questions of each need in turn.
func (w *world) asked(m int) []instrument.Item {
	if m == 0 || m%6 == 5 {
		return w.asking
	}
	var items []instrument.Item
	for _, n := range care.Needs {
		of := slices.DeleteFunc(slices.Clone(w.asking), func(it instrument.Item) bool { return it.Need != n })
		for i := range 3 {
			items = append(items, of[(3*m+i)%len(of)])
		}
	}
	return items
}

// ask holds a month's pulse, department by department, and releases it in whole units.
func (w *world) ask(m int) {
	items := w.asked(m)
	parents := append([]*team{{id: root}}, w.departments...)
	for _, d := range parents {
		var asked []*team
		for _, t := range w.teams {
			if t.lives(m) && w.parentOf(t, m) == d.id {
				asked = append(asked, t)
			}
		}
		if len(asked) > 0 {
			w.pulse(d, asked, items, m)
		}
	}
}

// parentOf is where a team hangs in a month.
func (w *world) parentOf(t *team, m int) string {
	if t.parent == "region-ouest" && m >= reorganisation {
		return "boutiques-nord"
	}
	return t.parent
}

func (w *world) pulse(d *team, asked []*team, items []instrument.Item, m int) {
	id, opens := fmt.Sprintf("pulse-%s-%s", w.month(m).Format("2006-01"), d.id), w.month(m).AddDate(0, 0, 13)
	closes := w.month(m).AddDate(0, 0, 27).Add(18 * time.Hour)
	opened := survey.Opened{InstrumentID: teamBank, Version: bankVersion, OpensOn: calendar.Of(opens), ClosesOn: calendar.Of(closes)}
	ballots := map[string][][]*int{}
	for _, t := range asked {
		opened.Teams = append(opened.Teams, survey.Invitation{TeamID: t.id, Eligible: len(t.members)})
		ballots[t.id] = w.vote(t, items, m)
	}
	w.tell(opens, id, opened)
	w.tell(closes, id, survey.Closed{})
	for _, u := range units(asked, func(t *team) int { return len(ballots[t.id]) }) {
		var teams []string
		var all [][]*int
		eligible := 0
		for _, t := range u {
			teams, all, eligible = append(teams, t.id), append(all, ballots[t.id]...), eligible+len(t.members)
		}
		if len(all) < survey.MinRespondents {
			w.tell(closes, id, survey.Withheld{InstrumentID: teamBank, Version: bankVersion, TeamIDs: teams, Eligible: eligible})
			continue
		}
		slices.SortFunc(all, survey.CompareBallots)
		released := survey.Released{
			InstrumentID: teamBank, Version: bankVersion, TeamIDs: teams, ClosedOn: calendar.Of(closes),
			Eligible: eligible, Responses: len(all), Ballots: all,
		}
		for _, it := range items {
			released.Items = append(released.Items, it.ID)
		}
		w.tell(closes, id, released)
	}
}

// units puts teams with too few ballots together with the smallest others, so that every
// ballot belongs to one whole of at least five.
func units(teams []*team, size func(*team) int) [][]*team {
	rest := slices.SortedFunc(slices.Values(teams), func(a, b *team) int {
		return slices.Compare([]int{size(a)}, []int{size(b)})
	})
	var few []*team
	sum := 0
	for len(rest) > 0 && (size(rest[0]) < survey.MinRespondents || len(few) == 1 || len(few) > 0 && sum < survey.MinRespondents) {
		few, sum, rest = append(few, rest[0]), sum+size(rest[0]), rest[1:]
	}
	var out [][]*team
	if len(few) > 0 {
		slices.SortFunc(few, func(a, b *team) int { return slices.Compare([]string{a.id}, []string{b.id}) })
		out = append(out, few)
	}
	for _, t := range rest {
		out = append(out, []*team{t})
	}
	return out
}

// vote is the ballots of one team, most of its members'.
func (w *world) vote(t *team, items []instrument.Item, m int) [][]*int {
	s := &scene{world: w, team: t, month: m}
	s.draw("vote")
	shock := t.shock(w.Seed, m)
	var ballots [][]*int
	for range t.members {
		if !s.chance(.84) {
			continue
		}
		person := .3 * s.Normal()
		row := make([]*int, len(items))
		for i, it := range items {
			if s.chance(.03) {
				continue
			}
			x := s.rating(t.climate[slices.Index(care.Axes[:], it.Axis)]+shock+person, .7)
			if it.Reversed {
				x = 6 - x
			}
			row[i] = &x
		}
		ballots = append(ballots, row)
	}
	return ballots
}

// selfAssessment is how the manager sees their own conduct, twice a year.
func (s *scene) selfAssessment() {
	s.draw("self-assessment")
	if s.month%6 != 4 {
		return
	}
	e := selfassessment.Submitted{
		TeamID: s.id, Member: s.manager, InstrumentID: managerBank, Version: bankVersion, Answers: map[string]float64{},
	}
	for _, it := range s.declaring {
		e.Answers[it.ID] = float64(s.rating(s.declared, .4))
	}
	s.tell(s.day(), s.monthly("auto"), e)
}
