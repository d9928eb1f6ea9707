package maturity

import (
	"math"
	"slices"

	"soin/domain/training"
	"soin/projections/evidence"
	"soin/projections/stats"
)

// xt2 is whether the manager learned to listen and to serve, for long enough and so that
// it is used.
func (s *subject) xt2() Measure {
	i, rule := s.indicator("XT2"), s.model.Formulas.Listening
	manager, ok := s.dossier.Managers.On(s.on)
	if !ok || manager == 0 {
		return lacking("", 0, 1, WantManager)
	}
	w, hours, t := s.window(i.Window), 0.0, s.trail()
	if !slices.ContainsFunc(s.dossier.Trainings, func(x evidence.Training) bool { return w.has(x.Moment) }) {
		return lacking("", 0, 1, WantTrainings)
	}
	about := s.words(training.ServantLeadership, training.Listening)
	for j := range s.dossier.Trainings {
		x := &s.dossier.Trainings[j]
		if w.has(x.Moment) && x.Member == manager && slices.Contains(about, x.Competence) &&
			!untested(x) && float64(x.Transfer) >= rule.Transfer {
			hours += x.Hours
			t.add(x.Moment)
		}
	}
	return s.rate(FromActs, float64(one(hours >= rule.Hours)), 1, t)
}

// st2 is KMR from a need or an irritant to the first sign that it was noticed.
func (s *subject) st2() Measure {
	i, past := s.indicator("ST2"), s.past()
	w, list := s.window(i.Window), s.waiting(len(s.dossier.Needs)+len(s.dossier.Irritants))
	for j := range s.dossier.Needs {
		n := &s.dossier.Needs[j]
		if !n.Signalled || !w.has(n.Moment) {
			continue
		}
		list.trail.add(n.Moment)
		noticed := firstStep(n.Steps, evidence.Acknowledged, past)
		if answer := firstStep(n.Steps, evidence.Answered, past); noticed == nil || answer != nil && answer.At < noticed.At {
			noticed = answer
		}
		if noticed != nil {
			list.add(max(0, days(n.At, noticed.At)), true)
		} else {
			list.add(s.on.Days(n.At.Date()), false)
		}
	}
	for _, c := range s.cohort(s.irritants(), i.Window, nil) {
		list.trail.add(c.ticket.Moment)
		if c.noticed >= 0 {
			list.add(c.noticed, true)
		} else {
			list.add(c.days, false)
		}
	}
	return s.kmr(list, s.model.Formulas.Horizons.Acknowledge, i.Minimum, WantSignals)
}

// st3 is how many of the needs that were answered were seen before anybody asked; full
// marks from a share on.
func (s *subject) st3() Measure {
	i, target := s.indicator("ST3"), s.model.Formulas.Anticipation.Target
	w, k, n, t := s.window(i.Window), 0, 0, s.trail()
	for j := range s.dossier.Needs {
		if answer := firstStep(s.dossier.Needs[j].Steps, evidence.Answered, w); answer != nil {
			n++
			k += one(answer.Anticipated)
			t.add(answer.Moment)
		}
	}
	if n == 0 || n < i.Minimum {
		return lacking("", n, max(1, i.Minimum), WantAnswers)
	}
	p := float64(k) / float64(n)
	return s.figure(FromActs, 100*math.Min(1, p/target), 100*stats.WilsonSE(p, float64(n))/target, float64(n), t)
}

// st4 is the share of decisions about the team that enough of it deliberated before.
func (s *subject) st4() Measure {
	i, least := s.indicator("ST4"), s.model.Formulas.Council.Participation
	w, k, n, t := s.window(i.Window), 0, 0, s.trail()
	for j := range s.dossier.Decisions {
		d := &s.dossier.Decisions[j]
		if !w.has(d.Moment) {
			continue
		}
		n++
		t.add(d.Moment)
		k += one(slices.ContainsFunc(d.Councils, func(c evidence.Council) bool {
			return c.At <= d.At && c.Eligible > 0 && float64(c.Participants) >= least*float64(c.Eligible)
		}))
	}
	if n == 0 || n < i.Minimum {
		return lacking("", n, max(1, i.Minimum), WantDecisions)
	}
	return s.rate(FromActs, float64(k), float64(n), t)
}
