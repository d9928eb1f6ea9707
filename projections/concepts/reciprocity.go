package concepts

import (
	"soin/projections/evidence"
	"soin/projections/fold"
	"soin/projections/stats"
)

// edge is help from this team to another one, or back.
type edge struct{ given, received int }

// reciprocity: inside the team as one figure, between teams as a map of those that have
// five people or more; smaller ones are told together.
func (q *inquiry) reciprocity() {
	q.returned()
	q.clustered()
	edges := map[string]*edge{}
	reach := func(id string, add func(*edge)) {
		if t, ok := q.views.Teams.Team(id, q.on); !ok || sizeOf(t) < fewestPeople {
			id = ""
		}
		if edges[id] == nil {
			edges[id] = &edge{}
		}
		add(edges[id])
	}
	for _, h := range pick(q, q.Helps, year, func(h evidence.Help) bool { return h.ToTeam != 0 && h.ToTeam != h.FromTeam }) {
		reach(q.word(h.ToTeam), func(e *edge) { e.given++ })
	}
	for _, h := range lately(q, q.HelpsFromOutside) {
		reach(q.word(h.FromTeam), func(e *edge) { e.received++ })
	}
	given, received := 0, 0
	for _, id := range sorted(edges) {
		e := edges[id]
		given, received = given+e.given, received+e.received
		what := Text{FR: "entraide avec une équipe", EN: "help with a team"}
		if id == "" {
			what = Text{FR: "entraide avec des équipes de moins de 5 personnes", EN: "help with teams of fewer than 5 people"}
		}
		q.row(Row{ID: id, TeamID: q.team.ID, On: q.on, What: what, State: direction(e), Figures: []Figure{
			count("donnée", "given", e.given), count("reçue", "received", e.received),
		}})
	}
	q.figure(count("entraides données à d'autres équipes", "help given to other teams", given))
	q.figure(count("entraides reçues d'autres équipes", "help received from other teams", received))
	q.figure(figureOf("retour entre équipes, 1 quand autant va dans les deux sens", "return between teams, 1 when as much goes both ways",
		Ratio, float64(min(given, received))/float64(max(given, received)), given+received, fewest))
}

func direction(e *edge) string {
	switch {
	case e.given > 0 && e.received > 0:
		return "both ways"
	case e.given > 0:
		return "given"
	}
	return "received"
}

// links are help and recognition inside the team in the last year, among so many people,
// who are numbers.
func (q *inquiry) links() (links [][2]int, n int) {
	numbers := map[fold.Word]int{}
	number := func(w fold.Word) int {
		if _, known := numbers[w]; !known {
			numbers[w] = len(numbers)
		}
		return numbers[w]
	}
	for _, r := range lately(q, q.Recognitions) {
		links = append(links, [2]int{number(r.From), number(r.To)})
	}
	for _, h := range pick(q, q.Helps, year, func(h evidence.Help) bool { return h.ToTeam == 0 || h.ToTeam == h.FromTeam }) {
		links = append(links, [2]int{number(h.From), number(h.To)})
	}
	return links, len(numbers)
}

// returned is how far help and recognition inside the team are returned.
func (q *inquiry) returned() {
	links, n := q.links()
	r, rho := stats.Reciprocity(links, n)
	q.figure(figureOf("liens rendus dans l'équipe", "links returned within the team", Percent, 100*r, len(links), fewestThanks).ofPeople(n))
	q.figure(figureOf("au-delà du hasard, 0 au hasard", "beyond chance, 0 at chance", Index, rho, len(links), fewestThanks).ofPeople(n))
}

// clustered tells of the groups of five people or more that links hold together.
func (q *inquiry) clustered() {
	links, n := q.links()
	group := make([]int, n) // of each person; groups that a link joins become one
	for i := range group {
		group[i] = i
	}
	for _, l := range links {
		from, to := group[l[0]], group[l[1]]
		for i := range group {
			if group[i] == from {
				group[i] = to
			}
		}
	}
	sizes := make([]int, n)
	for _, g := range group {
		sizes[g]++
	}
	clusters, inside := 0, 0
	for _, size := range sizes {
		if size >= fewestPeople {
			clusters++
			inside += size
		}
	}
	q.figure(figureOf("groupes de 5 personnes et plus que ces liens tiennent ensemble", "groups of 5 people or more that these links hold together",
		Acts, float64(clusters), len(links), fewestThanks))
	q.figure(people("personnes dans ces groupes", "people in these groups", inside))
}
