package maturity

import (
	"slices"

	"soin/domain/event"
	"soin/domain/governance"
	"soin/projections/evidence"
)

// churn is tickets that are closed without an end.
type churn struct {
	Excluded  int     // irritants that one person reported and resolved within hours
	Resolved  int     // of the others, those somebody said were resolved
	Reopened  int     // and that were contested or came back soon
	Rate      float64 // share 0..1 of them; 0 without any
	Positions []event.Position
	Found     bool
}

// churn looks at the irritants of XT3's window.
func (s *subject) churn() churn {
	if s.memo.churn == nil {
		c := churn{}
		window := s.indicator("XT3").Window
		for _, x := range s.irritants() {
			switch {
			case x.age >= window:
				continue
			case x.churned:
				c.Excluded++
			case x.claimed:
				c.Resolved++
				c.Reopened += one(x.contested)
			}
			if s.tracing && (x.churned || x.contested) {
				c.Positions = append(c.Positions, x.ticket.In)
			}
		}
		if c.Resolved > 0 {
			c.Rate = float64(c.Reopened) / float64(c.Resolved)
		}
		c.Found = c.Excluded > 0 || c.Rate > s.model.Flags.Churn.Reopen
		s.memo.churn = &c
	}
	return *s.memo.churn
}

// dumping are the delegations that do not count as trust.
func (s *subject) dumping() []event.Position { return s.mandates().dumped }

// prizeIgnored are the prizes of PT1's window that do not count.
func (s *subject) prizeIgnored() (at []event.Position) {
	window := s.window(s.indicator("PT1").Window)
	for i := range s.dossier.Prizes {
		p := &s.dossier.Prizes[i]
		if in := s.awarded(p); in != nil && window.has(p.Moment) && s.ignores(p, in) {
			at = append(at, p.In)
		}
	}
	return at
}

// straightLined counts ballots that say nothing, and where their units are.
func (s *subject) straightLined() (ballots int, at []event.Position) {
	for _, sh := range s.sheets() {
		for _, dropped := range sh.dropped {
			ballots += one(dropped)
		}
		if slices.Contains(sh.dropped, true) {
			at = append(at, sh.unit.In)
		}
	}
	return ballots, at
}

// stuffed is the most ballots of a unit with the same answers, not all alike, and whether
// they are too many for chance; or more responses than tokens, which no chance explains.
func (s *subject) stuffed(u *evidence.Unit) (same int, found bool) {
	rule, width, run := s.model.Flags.Stuffing, len(u.Items), 0
	for row := range u.N() {
		ballot := u.Ballots[row*width : (row+1)*width]
		if row > 0 && slices.Equal(ballot, u.Ballots[(row-1)*width:row*width]) {
			run++
		} else {
			run = 1
		}
		if !constant(ballot) {
			same = max(same, run)
		}
	}
	limit := max(float64(rule.Same), rule.SameShare*float64(u.N()))
	return same, float64(same) >= limit || u.Responses > u.Eligible
}

// constant holds for answers that are all alike.
func constant(ballot []byte) bool {
	return !slices.ContainsFunc(ballot, func(b byte) bool { return b != ballot[0] })
}

// governed counts changes of rules for the team or for everybody within some days.
func (s *subject) governed(days int) int {
	n, w := 0, s.window(days)
	for _, g := range s.evidence.Governance() {
		n += one((g.Scope == s.team.ID || g.Scope == governance.Organisation) && w.has(g.Moment))
	}
	return n
}
