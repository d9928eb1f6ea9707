package maturity

import (
	"math"
	"slices"

	"soin/domain/event"
	"soin/projections/evidence"
	"soin/projections/fold"
	"soin/projections/stats"
)

// mandates are the delegations of XT1's window.
type mandates struct {
	counted []mandate
	dumped  []event.Position // of those that do not count
	dumps   int
	people  spread // how they are spread over the team
	lack    Lack   // of delegations or people to speak of
}

// mandate is a delegation that counts: accepted, with means, and its holder does not have
// too many of the team's.
type mandate struct {
	*evidence.Delegation
	taken     bool           // taken back against its holder's will
	completed *evidence.Step // nil while it runs
	outcome   evidence.Outcome
}

func (s *subject) mandates() *mandates {
	if s.memo.mandates == nil {
		s.memo.mandates = s.readMandates()
	}
	return s.memo.mandates
}

func (s *subject) readMandates() *mandates {
	m, w, past := &mandates{}, s.window(s.indicator("XT1").Window), s.past()
	for i := range s.dossier.Delegations {
		d := &s.dossier.Delegations[i]
		switch {
		case !w.has(d.Moment):
		case d.Means == 0 || firstStep(d.Steps, evidence.Accepted, past) == nil:
			m.dump(d)
		default:
			m.counted = append(m.counted, s.mandate(d, past))
		}
	}
	s.relieve(m)
	shares := make([]share, len(m.counted))
	for i, d := range m.counted {
		shares[i] = share{d.To, 1}
	}
	m.people = spreadOf(shares, s.headcount())
	minimum, people := s.indicator("XT1").Minimum, s.model.Formulas.Delegation.MinDelegatees
	switch {
	case len(m.counted) < minimum || len(m.counted) == 0:
		m.lack = Lack{len(m.counted), max(1, minimum), WantDelegations}
	case len(m.people.some) < people:
		m.lack = Lack{len(m.people.some), people, WantDelegatees}
	case s.headcount() == 0:
		m.lack = Lack{0, 1, WantHeadcount}
	}
	return m
}

func (m *mandates) dump(d *evidence.Delegation) {
	m.dumps++
	m.dumped = append(m.dumped, d.In)
}

func (s *subject) mandate(d *evidence.Delegation, past span) mandate {
	out := mandate{Delegation: d}
	for i := range d.Steps {
		switch step := &d.Steps[i]; {
		case !past.has(step.Moment):
		case step.Kind == evidence.Revoked && !step.Flag:
			out.taken = true
		case step.Kind == evidence.Completed:
			out.completed, out.outcome = step, step.Outcome
		}
	}
	return out
}

// relieve leaves out the delegations to somebody who has too large a share of them all:
// that is dumping and not trust.
func (s *subject) relieve(m *mandates) {
	most := s.model.Formulas.Delegation.MaxShare * float64(len(m.counted))
	holders := make([]fold.Word, len(m.counted))
	for i, d := range m.counted {
		holders[i] = d.To
	}
	slices.Sort(holders)
	kept := m.counted[:0:0]
	for _, d := range m.counted {
		from, _ := slices.BinarySearch(holders, d.To)
		to, _ := slices.BinarySearch(holders, d.To+1)
		if float64(to-from) > most {
			m.dump(d.Delegation)
			continue
		}
		kept = append(kept, d)
	}
	m.counted = kept
}

// xt1 is DEL: delegation as a risk that is shared.
func (s *subject) xt1() Measure {
	rule := s.model.Formulas.Delegation
	breadth := s.measure("delegation-breadth")
	if breadth.Status != OK {
		return lacked(breadth)
	}
	return blended(
		Part{rule.Breadth, breadth}, Part{rule.Depth, s.measure("delegation-depth")},
		Part{rule.Outcome, s.measure("delegation-outcome")}, Part{rule.Protection, s.measure("delegation-protection")},
	)
}

// breadth is how many are trusted, and how evenly.
func (s *subject) breadth() Measure {
	m, rule := s.mandates(), s.model.Formulas.Delegation
	if m.lack.Of != "" {
		return lacking("", m.lack.Have, m.lack.Need, m.lack.Of)
	}
	f := func(reach, concentration float64) float64 {
		return 100 * (float64(rule.Delegatees*reach) + float64(rule.Evenness*(1-concentration)))
	}
	return s.figure(FromActs, f(m.people.reach(), m.people.concentration()), m.people.jackknife(f),
		float64(m.people.n), s.mandated(m))
}

// depth is how free the holders are, weighed by what is at stake. What was taken back
// against its holder's will left no freedom.
func (s *subject) depth() Measure {
	m := s.mandates()
	if m.lack.Of != "" {
		return lacking("", m.lack.Have, m.lack.Need, m.lack.Of)
	}
	y, w := make([]float64, len(m.counted)), make([]float64, len(m.counted))
	for i, d := range m.counted {
		w[i] = float64(d.Stakes)
		if !d.taken {
			y[i] = 100 * float64(d.Autonomy-1) / 6
		}
	}
	value, n := stats.WeightedRate(y, w)
	return s.figure(FromActs, value, weightedSE(y, w, value), n, s.mandated(m))
}

// weightedSE is the standard error of a weighted mean, by linearisation, with n-1.
func weightedSE(y, w []float64, mean float64) float64 {
	var weight, squares stats.Sum
	for i := range y {
		weight.Add(w[i])
		squares.Add(float64(w[i]*(y[i]-mean)) * float64(w[i]*(y[i]-mean)))
	}
	n := float64(len(y))
	return math.Sqrt(squares.Total()*n/(n-1)) / weight.Total()
}

// outcome is how delegations ended. It counts little, because risk brings errors.
func (s *subject) outcome() Measure {
	m, good, closed := s.mandates(), 0.0, 0
	if m.lack.Of != "" {
		return lacking("", m.lack.Have, m.lack.Need, m.lack.Of)
	}
	for _, d := range m.counted {
		switch {
		case d.completed == nil:
			continue
		case d.outcome == evidence.Success:
			good++
		case d.outcome == evidence.Partial:
			good += s.model.Formulas.Delegation.Partial
		}
		closed++
	}
	if closed == 0 {
		return lacking("", 0, 1, WantOutcomes)
	}
	return s.rate(FromActs, good, float64(closed), s.mandated(m))
}

// protection is the share of errors after which their holder was protected: as they rate
// it themselves, and no more than those that no retaliation followed. Without a rating it
// is missing.
func (s *subject) protection() Measure {
	rule, window := s.model.Formulas.Delegation, s.indicator("XT1").Window
	protected, n, t := 0., 0, s.trail()
	for _, r := range s.releases() {
		if r.Kind != evidence.OfError || s.age(r.Period.End) >= window {
			continue
		}
		t.add(r.Moment)
		y := s.memo.points[:0]
		for _, x := range r.Ratings {
			if x.Score > 0 {
				y = append(y, 100*float64(one(float64(x.Score) >= rule.Protected)))
			}
		}
		s.memo.points = y
		if b := batchOf(y, 0, r.Moment).unit(); b.n > 0 {
			protected, n = protected+float64(b.mean*float64(b.n)), n+b.n
		}
	}
	if n == 0 {
		return lacking("", 0, 1, WantErrors)
	}
	errors, avenged := s.errors()
	p := protected / 100 / float64(n)
	if errors > 0 {
		p = math.Min(p, 1-float64(avenged)/float64(errors))
	}
	return s.rate(FromReceivers, float64(p*float64(n)), float64(n), t)
}

// errors counts delegations that ended in an error, and those among them that retaliation
// followed.
func (s *subject) errors() (all, avenged int) {
	past, rule := s.past(), s.model.Formulas.Delegation
	for _, d := range s.mandates().counted {
		if d.completed == nil || d.outcome != evidence.Error {
			continue
		}
		all++
		for i := range s.dossier.Incidents {
			in := &s.dossier.Incidents[i]
			after := days(d.completed.At, in.At)
			if in.Category == evidence.Retaliation && in.Delegation == d.ID && past.has(in.Moment) &&
				after >= 0 && after <= rule.RetaliationDays {
				avenged++
				break
			}
		}
	}
	return all, avenged
}

// room is the freedom of those who are trusted, and how many are.
func (s *subject) room() Measure {
	breadth := s.measure("delegation-breadth")
	if breadth.Status != OK {
		return lacked(breadth)
	}
	return blended(Part{.5, breadth}, Part{.5, s.measure("delegation-depth")})
}

func (s *subject) mandated(m *mandates) trail {
	t := s.trail()
	for _, d := range m.counted {
		t.add(d.Moment)
	}
	return t
}

// risk is how much is dared in delegating.
type risk struct {
	Errors      int     // delegations that ended in one
	Protection  Measure // of those who made them
	Delegations int
	Autonomy    float64 // mean of what was granted, 1..7; 0 without any
}

func (s *subject) risk() risk {
	m := s.mandates()
	errors, _ := s.errors()
	r := risk{Errors: errors, Protection: s.measure("delegation-protection"), Delegations: len(m.counted)}
	for _, d := range m.counted {
		r.Autonomy += float64(d.Autonomy) / float64(len(m.counted))
	}
	return r
}
