package maturity

import (
	"soin/projections/evidence"
	"soin/projections/fold"
)

// course is what became of an irritant or a complaint, as of the date.
type course struct {
	ticket    *evidence.Ticket
	age       int           // days since the report
	days      int           // from the report to the resolution that counts, or open so far
	resolved  bool          // to the satisfaction of whom it befell
	withdrawn bool          // while it was open
	claimed   bool          // somebody said it was resolved
	contested bool          // and somebody whom it befell said it was not, soon after
	noticed   int           // days until somebody took notice; -1 never
	by        evidence.Role // who resolved it
	churned   bool          // reported and resolved by one person within hours
}

// courses follow tickets that were reported by the as-of date.
func (s *subject) courses(tickets []evidence.Ticket) []course {
	list, past := make([]course, 0, len(tickets)), s.past()
	for i := range tickets {
		if past.has(tickets[i].Moment) {
			list = append(list, s.course(&tickets[i], past))
		}
	}
	return list
}

// irritants are the courses of those of the team.
func (s *subject) irritants() []course {
	if s.memo.irritants == nil {
		list := s.courses(s.dossier.Irritants)
		s.memo.irritants = &list
	}
	return *s.memo.irritants
}

// course follows one ticket. A resolution counts from the day it was claimed, if a
// receiver confirmed it or nobody contested it for some days; one that a receiver rates
// low, contests or reopens soon after leaves the ticket open from its first report
// (scoring, 1.1).
func (s *subject) course(t *evidence.Ticket, past span) course {
	c := course{ticket: t, age: s.on.Days(t.At.Date()), noticed: -1}
	rule := s.model.Formulas.Confirmation
	var claim *evidence.Step
	confirmed := false
	end := c.age
	for i := range t.Steps {
		step := &t.Steps[i]
		if !past.has(step.Moment) {
			break
		}
		switch step.Kind {
		case evidence.Resolved:
			if claim == nil {
				claim, confirmed, c.claimed = step, false, true
				c.churned = c.churned || s.churns(t, step)
			}
		case evidence.Confirmed:
			switch {
			case claim == nil:
			case float64(step.Rating) >= rule.Rating:
				confirmed = true
			case !confirmed && days(claim.At, step.At) <= rule.ContestDays:
				claim, c.contested = nil, true
			}
		case evidence.Contested, evidence.Reopened:
			if claim != nil && days(claim.At, step.At) <= rule.ContestDays {
				claim, c.contested = nil, true
			}
		case evidence.Withdrawn:
			if claim == nil {
				c.withdrawn, end = true, days(t.At, step.At)
			}
		}
		if c.noticed < 0 && (step.Kind == evidence.Acknowledged || step.Kind == evidence.Resolved) {
			c.noticed = max(0, days(t.At, step.At))
		}
	}
	if claim != nil && (confirmed || s.on.Days(claim.At.Date()) >= rule.SilentDays) {
		c.resolved, c.by, end = true, claim.Role, days(t.At, claim.At)
	}
	c.days = max(0, end)
	return c
}

// churns holds for what one person reported and resolved within hours.
func (s *subject) churns(t *evidence.Ticket, resolved *evidence.Step) bool {
	within := fold.Instant(s.model.Flags.Churn.Hours) * 60 * 60 * 1e9
	return t.Member != 0 && resolved.By == t.Member && resolved.At-t.At < within
}

// cohort chooses the courses of what was reported in a window, churn left out.
func (s *subject) cohort(list []course, window int, chosen func(*course) bool) []*course {
	out := make([]*course, 0, len(list))
	for i := range list {
		if c := &list[i]; c.age < window && !c.churned && (chosen == nil || chosen(c)) {
			out = append(out, c)
		}
	}
	return out
}

// untilResolved is how long tickets stayed open.
func (s *subject) untilResolved(list []*course) waits {
	w := s.waiting(len(list))
	for _, c := range list {
		w.add(c.days, c.resolved)
		w.trail.add(c.ticket.Moment)
	}
	return w
}

// recent are the irritants of XT3's window.
func (s *subject) recent() []*course {
	if s.memo.recent == nil {
		list := s.cohort(s.irritants(), s.indicator("XT3").Window, nil)
		s.memo.recent = &list
	}
	return *s.memo.recent
}
