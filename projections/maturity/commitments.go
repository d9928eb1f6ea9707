package maturity

import (
	"soin/projections/evidence"
)

// xp1 is the share of commitments to the planet that somebody owns and that have means.
func (s *subject) xp1() Measure {
	i := s.indicator("XP1")
	w, k, n, t := s.window(i.Window), 0, 0, s.trail()
	for j := range s.dossier.Commitments {
		c := &s.dossier.Commitments[j]
		if c.Axis != evidence.Planet || !w.has(c.Moment) {
			continue
		}
		n++
		k += one(c.Owner != 0 && (c.Hours > 0 || c.Amount > 0))
		t.add(c.Moment)
	}
	if n == 0 || n < i.Minimum {
		return lacking("", n, max(1, i.Minimum), WantCommitments)
	}
	return s.rate(FromActs, float64(k), float64(n), t)
}

// xp2 is the share of commitments to the planet that were kept, of those that fell due.
func (s *subject) xp2() Measure {
	return s.kept(func(c *evidence.Commitment) bool { return c.Axis == evidence.Planet })
}

// commitmentsKept is that share over all axes.
func (s *subject) commitmentsKept() Measure {
	return s.kept(func(*evidence.Commitment) bool { return true })
}

func (s *subject) kept(chosen func(*evidence.Commitment) bool) Measure {
	i, past := s.indicator("XP2"), s.past()
	k, n, t := 0.0, 0, s.trail()
	for j := range s.dossier.Commitments {
		c := &s.dossier.Commitments[j]
		age := s.age(c.DueOn)
		if age < 0 || age >= i.Window || !past.has(c.Moment) || !chosen(c) {
			continue
		}
		n++
		t.add(c.Moment)
		switch {
		case firstStep(c.Steps, evidence.Kept, past) != nil:
			k++
		case firstStep(c.Steps, evidence.KeptLate, past) != nil:
			k += s.model.Formulas.Late
		}
	}
	if n == 0 || n < i.Minimum {
		return lacking("", n, max(1, i.Minimum), WantDue)
	}
	return s.rate(FromActs, k, float64(n), t)
}

// ownerAssigned is the share of commitments and incidents that somebody answers for.
func (s *subject) ownerAssigned() Measure {
	i, past := s.indicator("XP1"), s.past()
	w, k, n, t := s.window(i.Window), 0, 0, s.trail()
	for j := range s.dossier.Commitments {
		if c := &s.dossier.Commitments[j]; w.has(c.Moment) {
			n++
			k += one(c.Owner != 0)
			t.add(c.Moment)
		}
	}
	for j := range s.dossier.Incidents {
		if in := &s.dossier.Incidents[j]; w.has(in.Moment) {
			n++
			k += one(firstStep(in.Steps, evidence.Owned, past) != nil)
			t.add(in.Moment)
		}
	}
	if n == 0 || n < i.Minimum {
		return lacking("", n, max(1, i.Minimum), WantOwnable)
	}
	return s.rate(FromActs, float64(k), float64(n), t)
}
