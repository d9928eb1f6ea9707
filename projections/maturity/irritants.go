package maturity

import (
	"soin/projections/evidence"
	"soin/projections/stats"
)

// xt3 is IRR: how fast irritants end for good, and how many do. Where many come back, so
// much of it is lost.
func (s *subject) xt3() Measure {
	rule := s.model.Formulas.Irritants
	survival, confirmed := s.measure("irritants-survival"), s.measure("irritants-confirmed")
	if survival.Status != OK {
		return survival
	}
	left := 1.0
	parts := make([]Part, 0, 3)
	if c := s.churn(); c.Rate > s.model.Flags.Churn.Reopen {
		left = 1 - c.Rate
		lost := leaf("", FromActs, 0, 0, float64(c.Resolved))
		parts = append(parts, part(c.Rate*(rule.Survival+rule.Confirmed), "irritants-reopened", lost))
	}
	return blended(append(parts, part(left*rule.Survival, survival.ID, survival),
		part(left*rule.Confirmed, confirmed.ID, confirmed))...)
}

// survival is KMR over the irritants of the window.
func (s *subject) survival() Measure {
	return s.kmr(s.untilResolved(s.recent()), s.model.Formulas.Horizons.Irritant, s.indicator("XT3").Minimum, WantIrritants)
}

// confirmedRate is the share of irritants resolved for good, of those reported long enough ago.
func (s *subject) confirmedRate() Measure {
	k, n, t := 0, 0, s.trail()
	for _, c := range s.recent() {
		if c.age < s.model.Formulas.Irritants.Days {
			continue
		}
		n++
		t.add(c.ticket.Moment)
		if c.resolved {
			k++
		}
	}
	switch reported, minimum := len(s.recent()), s.indicator("XT3").Minimum; {
	case reported == 0 || reported < minimum:
		return lacking("", reported, max(1, minimum), WantIrritants)
	case n == 0:
		return lacking("", s.recent()[0].age, s.model.Formulas.Irritants.Days, WantDuration)
	}
	return s.rate(FromActs, float64(k), float64(n), t)
}

// contestedRate is the share of resolutions that were contested or came back soon, in
// percent: the one figure of which less is better.
func (s *subject) contestedRate() Measure {
	c, t := s.churn(), s.trail()
	if c.Resolved == 0 {
		return lacking("", 0, 1, WantResolved)
	}
	for _, x := range s.recent() {
		if x.claimed {
			t.add(x.ticket.Moment)
		}
	}
	return s.rate(FromActs, float64(c.Reopened), float64(c.Resolved), t)
}

// byTeam is the share of irritants resolved for good that the team itself resolved.
func (s *subject) byTeam() Measure {
	k, n, t := 0, 0, s.trail()
	for _, c := range s.recent() {
		if !c.resolved {
			continue
		}
		n++
		t.add(c.ticket.Moment)
		if c.by == evidence.ByTeam {
			k++
		}
	}
	switch reported, minimum := len(s.recent()), s.indicator("XT3").Minimum; {
	case reported < minimum:
		return lacking("", reported, minimum, WantIrritants)
	case n == 0:
		return lacking("", 0, 1, WantResolved)
	}
	return s.rate(FromActs, float64(k), float64(n), t)
}

func isBasic(c *course) bool { return c.ticket.Basic }

func (s *subject) basicIrritants() Measure {
	basic := s.cohort(s.irritants(), s.indicator("XT3").Window, isBasic)
	return s.kmr(s.untilResolved(basic), s.model.Formulas.Horizons.Irritant, s.indicator("XT3").Minimum, WantIrritants)
}

// basicMedian is the median of days that basic irritants stay open; reached is false
// where half of them never ended, known where there is none.
func (s *subject) basicMedian() (median float64, reached, known bool) {
	w := s.untilResolved(s.cohort(s.irritants(), s.indicator("XT3").Window, isBasic))
	if len(w.days) == 0 {
		return 0, false, false
	}
	median, reached = stats.KaplanMeier(w.days, w.ended).Median()
	return median, reached, true
}

// backlog counts irritants that have been open for more than some days, and those among
// them of which nobody has ever taken notice.
func (s *subject) backlog(olderThan int) (open, unnoticed int) {
	for _, c := range s.irritants() {
		if c.resolved || c.withdrawn || c.age <= olderThan {
			continue
		}
		open++
		if c.noticed < 0 {
			unnoticed++
		}
	}
	return open, unnoticed
}

// sp2 is KMR over complaints.
func (s *subject) sp2() Measure {
	i := s.indicator("SP2")
	list := s.cohort(s.courses(s.dossier.Complaints), i.Window, nil)
	return s.kmr(s.untilResolved(list), s.model.Formulas.Horizons.Complaint, i.Minimum, WantComplaints)
}
