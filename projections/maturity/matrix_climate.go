package maturity

import (
	"fmt"

	"soin/domain/event"
	"soin/projections/stats"
)

// climate is what each respondent of a team's newest usable survey said over all of its
// questions, in points, and where the release stands in the log.
type climate struct {
	released event.Position
	points   []float64
}

func (s *subject) climate() climate {
	var newest *sheet
	for i := range s.sheets() {
		sh := &s.sheets()[i]
		if sh.heard && (newest == nil || sh.age <= newest.age) {
			newest = sh
		}
	}
	if newest == nil {
		return climate{}
	}
	all := ask{anywhere: true}
	for i := range newest.items {
		all.ids = append(all.ids, newest.items[i].ID)
	}
	return climate{newest.unit.In, append([]float64(nil), s.respondents(newest, &all)...)}
}

// significant is the probability below which differences between teams are more than
// chance.
const significant = .05

// compare says whether surveys find differences between the teams that may be shown
// (scoring, 2.4). Teams that are measured together are one group.
func (b *Board) compare(m *Matrix, d *day) {
	var groups [][]float64
	seen := map[event.Position]bool{}
	for i := range d.rows {
		if c := d.rows[i].climate; c.released != 0 && !seen[c.released] {
			seen[c.released] = true
			groups = append(groups, c.points)
		}
	}
	icc1, icc2, _, p := stats.ICC(groups)
	m.ICC1, m.ICC2 = published(icc1), published(icc2)
	least := b.model.Statistics.MinICC1
	m.Comparable, m.Note = icc1 >= least && p < significant, Text{}
	switch {
	case m.ICC1 == nil:
		m.Note = says("trop peu d'équipes ont répondu pour comparer leur climat", "too few teams answered to compare climates")
	case !m.Comparable:
		m.Note = says(
			fmt.Sprintf("les équipes ne diffèrent pas assez entre elles pour être comparées (CCI(1) = %.2f, p = %.2f)", icc1, p),
			fmt.Sprintf("teams differ too little from each other to be compared (ICC(1) = %.2f, p = %.2f)", icc1, p),
		)
	case icc2 < b.model.Statistics.MinICC2:
		m.Note = says(
			fmt.Sprintf("les moyennes d'équipe sont peu fiables (CCI(2) = %.2f) : seules les valeurs rapprochées sont à montrer", icc2),
			fmt.Sprintf("team means are not reliable (ICC(2) = %.2f): show shrunk values only", icc2),
		)
	}
}
