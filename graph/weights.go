package graph

import (
	"soin/domain/calendar"
	"soin/domain/event"
	"soin/projections/concepts"
)

// Weights of what is computed, about 25 for a millisecond of one processor: a question as
// heavy as may be asked is to be answered in the time there is. They are those of figures
// that nobody asked for before; most are there already.
const (
	scorecardCost   = 150    // most of it the intervals of figures that are no sums
	historyCost     = 500    // as long as a team has been known
	quarters        = 8      // of it that are told, as a rule
	explanationCost = 50     //
	conceptCost     = 5      // where it rests on no scorecard, as most do
	matrixCost      = 2_000  // all teams
	queueCost       = 1_000  // a walk over all that is open
	precedenceCost  = 40_000 // thousands of permutations of the months of all teams
)

// precedence is the concept that looks at all teams.
const precedence = "D1"

// weighCare tells what figures of care cost.
func weighCare(c *ComplexityRoot) {
	c.Organisation.Queues = func(child int, first int) int { return queueCost + max(first, 0)*child }
	c.Organisation.Precedence = func(child int) int { return precedenceCost + child }
	c.Query.Matrix = func(child int, _ *calendar.Date, _ *event.Position) int { return matrixCost + child }
	c.Team.Scorecard = func(child int) int { return scorecardCost + child }
	c.Team.History = func(child int, _ calendar.Date) int { return historyCost + quarters*child }
	c.Team.Explanation = func(child int, _ string) int { return explanationCost + child }
	c.Team.Concept = func(child int, id string) int { return scorecardCost + weight(id) + child }
	c.Team.Concepts = func(child int, section *string) int {
		all := scorecardCost
		for _, c := range concepts.All() {
			if section == nil || c.Section == *section {
				all += weight(c.ID) + child
			}
		}
		return all
	}
}

// weight is that of a concept, beside the scorecard it may rest on.
func weight(id string) int {
	if id == precedence {
		return precedenceCost
	}
	return conceptCost
}
