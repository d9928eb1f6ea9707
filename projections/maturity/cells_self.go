package maturity

import (
	"math"
	"slices"

	"soin/domain/event"
	"soin/domain/training"
	"soin/projections/evidence"
	"soin/projections/fold"
)

// untested holds for a training that proves nothing: it was not validated, or nobody
// looked whether anything of it is used at work.
func untested(t *evidence.Training) bool { return !t.Validated || t.Transfer == 0 }

// untested are the trainings by the as-of date, in XS1's window, that do not count.
func (s *subject) untested() (at []event.Position) {
	w := s.window(s.indicator("XS1").Window)
	for i := range s.dossier.Trainings {
		if t := &s.dossier.Trainings[i]; w.has(t.Moment) && untested(t) {
			at = append(at, t.In)
		}
	}
	return at
}

// words are the numbers of ids that the evidence knows.
func (s *subject) words(ids ...string) []fold.Word {
	var list []fold.Word
	for _, id := range ids {
		if w, known := s.evidence.Word(id); known {
			list = append(list, w)
		}
	}
	return list
}

// xs1 is the share of the team that learned to look after itself.
func (s *subject) xs1() Measure {
	i := s.indicator("XS1")
	about := s.words(training.SelfCare, training.LoadRegulation)
	return s.learned(i.Window, i.Minimum, func(t *evidence.Training) bool { return slices.Contains(about, t.Competence) })
}

// trained is the share of the team with a training that is used at work.
func (s *subject) trained() Measure {
	i, least := s.indicator("XS1"), s.model.Formulas.Listening.Transfer
	return s.learned(i.Window, i.Minimum, func(t *evidence.Training) bool { return float64(t.Transfer) >= least })
}

func (s *subject) learned(window, minimum int, chosen func(*evidence.Training) bool) Measure {
	w, t, who, told := s.window(window), s.trail(), []fold.Word{}, false
	for i := range s.dossier.Trainings {
		x := &s.dossier.Trainings[i]
		if !w.has(x.Moment) {
			continue
		}
		told = true
		if !untested(x) && chosen(x) {
			who = append(who, x.Member)
			t.add(x.Moment)
		}
	}
	if !told { // nobody tells of trainings: that is no evidence that there were none
		return lacking("", 0, 1, WantTrainings)
	}
	return s.coverageOf(distinct(who), minimum, t)
}

// coverageOf is COV: how much of the team some different people are.
func (s *subject) coverageOf(people, minimum int, t trail) Measure {
	if n := s.headcount(); n == 0 || n < minimum {
		return lacking("", n, max(1, minimum), WantHeadcount)
	}
	return s.rate(FromActs, float64(people), float64(s.headcount()), t)
}

// xs3 is how much of the hours set aside for self care were used. What was promised
// without hours is worth nothing.
func (s *subject) xs3() Measure {
	i, past := s.indicator("XS3"), s.past()
	w, n, t := s.window(i.Window), 0, s.trail()
	var allocated, used float64
	for j := range s.dossier.Commitments {
		if c := &s.dossier.Commitments[j]; c.Axis == evidence.Self && w.has(c.Moment) {
			n++
			t.add(c.Moment)
		}
	}
	for j := range s.dossier.Means {
		m := &s.dossier.Means[j]
		if m.Axis != evidence.Self || !w.has(m.Moment) {
			continue
		}
		n++
		t.add(m.Moment)
		allocated += m.Hours
		for k := range m.Steps {
			if step := &m.Steps[k]; step.Kind == evidence.Used && past.has(step.Moment) {
				used += step.Amount
			}
		}
	}
	switch {
	case n == 0 || n < i.Minimum:
		return lacking("", n, max(1, i.Minimum), WantSelf)
	case allocated == 0:
		return s.figure(FromActs, 0, 0, float64(n), t)
	}
	return s.figure(FromActs, 100*math.Min(1, used/allocated), 0, float64(n), t)
}

// xs4 is the share of working days that ended when they should.
func (s *subject) xs4() Measure {
	i, past, t := s.indicator("XS4"), s.past(), s.trail()
	var worked, breached float64
	for j := range s.dossier.Workloads {
		l := &s.dossier.Workloads[j]
		if age := s.age(l.End); age < 0 || age >= i.Window || !past.has(l.Moment) {
			continue
		}
		worked += l.PersonDays
		breached += l.BreachDays
		t.add(l.Moment)
	}
	switch small := s.model.Cells.SmallTeam; {
	case worked == 0 || worked < float64(i.Minimum):
		return lacking("", int(worked), max(1, i.Minimum), WantPersonDays)
	case s.headcount() < small:
		return lacking("", s.headcount(), small, WantHeadcount)
	}
	return s.rate(FromActs, math.Max(0, worked-breached), worked, t)
}

// ss1 is KMR from a need of self care to its answer.
func (s *subject) ss1() Measure {
	i, past := s.indicator("SS1"), s.past()
	w, list := s.window(i.Window), s.waiting(len(s.dossier.Needs))
	for j := range s.dossier.Needs {
		n := &s.dossier.Needs[j]
		if n.Axis != evidence.Self || !n.Signalled || !w.has(n.Moment) {
			continue
		}
		list.trail.add(n.Moment)
		if answer := firstStep(n.Steps, evidence.Answered, past); answer != nil {
			list.add(max(0, days(n.At, answer.At)), true)
		} else {
			list.add(s.on.Days(n.At.Date()), false)
		}
	}
	return s.kmr(list, s.model.Formulas.Horizons.Need, i.Minimum, WantNeeds)
}

// ps1 is the share of the team that did something for its own care: learned it, was
// granted what it needed, or started something.
func (s *subject) ps1() Measure {
	i := s.indicator("PS1")
	t := s.trail()
	people := s.selfCarers(i.Window, &t)
	if len(people) == 0 && !s.tellsOfSelfCare(i.Window) {
		return lacking("", 0, 1, WantSelfCare)
	}
	return s.coverageOf(distinct(people), i.Minimum, t)
}

// tellsOfSelfCare reports whether anything was told that could have been for somebody's
// own care: without that, nobody knows that there was none.
func (s *subject) tellsOfSelfCare(window int) bool {
	w := s.window(window)
	return slices.ContainsFunc(s.dossier.Trainings, func(x evidence.Training) bool { return w.has(x.Moment) }) ||
		slices.ContainsFunc(s.dossier.CareActs, func(x evidence.CareAct) bool { return w.has(x.Moment) }) ||
		slices.ContainsFunc(s.dossier.Needs, func(x evidence.Need) bool { return w.has(x.Moment) }) ||
		slices.ContainsFunc(s.dossier.Initiatives, func(x evidence.Initiative) bool { return w.has(x.Moment) })
}

func (s *subject) selfCarers(window int, t *trail) (people []fold.Word) {
	w, past, about := s.window(window), s.past(), s.words(training.SelfCare, training.LoadRegulation)
	take := func(m evidence.Moment, who ...fold.Word) {
		people = append(people, who...)
		t.add(m)
	}
	for j := range s.dossier.Trainings {
		if x := &s.dossier.Trainings[j]; w.has(x.Moment) && !untested(x) && slices.Contains(about, x.Competence) {
			take(x.Moment, x.Member)
		}
	}
	for j := range s.dossier.CareActs {
		if x := &s.dossier.CareActs[j]; x.Axis == evidence.Self && x.Member != 0 && w.has(x.Moment) {
			take(x.Moment, x.Member)
		}
	}
	for j := range s.dossier.Needs {
		x := &s.dossier.Needs[j]
		if x.Axis == evidence.Self && x.Member != 0 && w.has(x.Moment) && firstStep(x.Steps, evidence.Answered, past) != nil {
			take(x.Moment, x.Member)
		}
	}
	for j := range s.dossier.Initiatives {
		if x := &s.dossier.Initiatives[j]; x.Axis == evidence.Self && w.has(x.Moment) {
			take(x.Moment, x.Participants...)
		}
	}
	return people
}

// ps2 is whether the manager goes first: half for looking after themselves, half for
// having looked at their own conduct.
func (s *subject) ps2() Measure {
	manager, ok := s.dossier.Managers.On(s.on)
	if !ok || manager == 0 {
		return lacking("", 0, 1, WantManager)
	}
	t, window, a := s.trail(), s.indicator("PS2").Window, s.assessment()
	if a == nil && !s.tellsOfSelfCare(window) {
		return lacking("", 0, 1, WantSelfCare)
	}
	value := 50 * float64(one(slices.Contains(s.selfCarers(window, &t), manager)))
	if a != nil {
		value += 50
		t.add(a.Moment)
	}
	return s.figure(FromActs, value, 0, 1, t)
}
