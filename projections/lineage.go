package projections

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"soin/domain/calendar"
	"soin/domain/team"
)

// Passage is the end of one team and what became of it.
type Passage struct {
	On   calendar.Date
	By   string // "team.merged", "team.split" or "team.dissolved"
	From Team
	Into []Team
}

// Lineage is how a team came to be and what it became, as of a date: the passages of
// all it descends from and of all that descends from it, oldest first.
func (v *Teams) Lineage(id string, on calendar.Date) []Passage {
	ended := map[string]bool{}
	v.trace(id, ended, func(l *life) []string { return l.From })
	v.trace(id, ended, func(l *life) []string {
		if l.End == nil {
			return nil
		}
		return l.End.Into
	})
	var passages []Passage
	for id := range ended {
		if p, ok := v.passage(id, on); ok {
			passages = append(passages, p)
		}
	}
	slices.SortFunc(passages, func(a, b Passage) int {
		return cmp.Or(cmp.Compare(a.On, b.On), strings.Compare(a.From.ID, b.From.ID))
	})
	return passages
}

// trace visits a team and everything reachable by step, each once, so that a loop in
// what was published ends.
func (v *Teams) trace(id string, seen map[string]bool, step func(*life) []string) {
	visited := map[string]bool{}
	for queue := []string{id}; len(queue) > 0; queue = queue[1:] {
		l, ok := v.Folded().ByID[queue[0]]
		if !ok || visited[queue[0]] {
			continue
		}
		visited[queue[0]], seen[queue[0]] = true, true
		queue = append(queue, step(l)...)
	}
}

func (v *Teams) passage(id string, on calendar.Date) (Passage, bool) {
	l := v.Folded().ByID[id]
	from, ok := v.Team(id, on)
	if !ok || from.EndedOn == nil {
		return Passage{}, false
	}
	p := Passage{On: *from.EndedOn, By: l.End.By, From: from}
	for _, successor := range l.End.Into {
		t, ok := v.Team(successor, on)
		if !ok {
			t = Team{ID: successor, Name: successor} // not published yet: its id is all there is
		}
		p.Into = append(p.Into, t)
	}
	return p, true
}

// Sentence tells the passage in English.
func (p Passage) Sentence() string {
	names := make([]string, len(p.Into))
	for i, t := range p.Into {
		names[i] = t.Name
	}
	switch p.By {
	case team.Merged{}.EventName():
		return fmt.Sprintf("%s: %s merged into %s", p.On, p.From.Name, strings.Join(names, ", "))
	case team.Split{}.EventName():
		return fmt.Sprintf("%s: %s split into %s", p.On, p.From.Name, strings.Join(names, ", "))
	}
	return fmt.Sprintf("%s: %s ended without a successor", p.On, p.From.Name)
}
