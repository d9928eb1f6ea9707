package maturity

import (
	"slices"

	"soin/projections/evidence"
)

// releases are the boxes of receivers' ratings of the team and of those it came from, as
// wholes, that were released by the as-of date.
func (s *subject) releases() []*evidence.Release {
	if s.memo.releases == nil {
		list, past := []*evidence.Release{}, s.past()
		for _, d := range append(slices.Clone(s.before), s.dossier) {
			for i := range d.Voices {
				if r := &d.Voices[i]; past.has(r.Moment) && s.age(r.Period.End) >= 0 && !released(list, r) {
					list = append(list, r)
				}
			}
		}
		s.memo.releases = &list
	}
	return *s.memo.releases
}

// released holds for a unit that another of its teams has brought in already.
func released(list []*evidence.Release, r *evidence.Release) bool {
	return slices.ContainsFunc(list, func(q *evidence.Release) bool { return q.In == r.In })
}

// What receivers of care rate.
func fitOf(r *evidence.Rating) int8      { return r.Fit }
func autonomyOf(r *evidence.Rating) int8 { return r.Autonomy }

// rated makes batches of what receivers of care say, 1..5 as 0..100, box by box.
func (s *subject) rated(chosen func(*evidence.Release) bool, of func(*evidence.Rating) int8) []batch {
	var batches []batch
	for _, r := range s.releases() {
		if r.Kind != evidence.OfCare || chosen != nil && !chosen(r) {
			continue
		}
		y := s.memo.points[:0]
		for i := range r.Ratings {
			if x := of(&r.Ratings[i]); x > 0 {
				y = append(y, 25*float64(x-1))
			}
		}
		s.memo.points = y
		if len(y) > 0 {
			batches = append(batches, batchOf(y, s.age(r.Period.End), r.Moment).unit())
		}
	}
	return batches
}

// eval is EVAL: the mean rating by receivers.
func (s *subject) eval(batches []batch, halfLife, minimum int) Measure {
	return s.voice(FromReceivers, s.pool(batches, halfLife), halfLife, minimum, WantReceivers)
}

func ofSelf(r *evidence.Release) bool { return r.Axis == evidence.Self }
func ofTeam(r *evidence.Release) bool { return r.Axis == evidence.Team }

// ss2 is how care of oneself fitted.
func (s *subject) ss2() Measure {
	i := s.indicator("SS2")
	return s.eval(s.rated(ofSelf, fitOf), i.HalfLife, i.Minimum)
}

// st1 is how care in the team fitted, and how free it left its receivers.
func (s *subject) st1() Measure {
	i, rule := s.indicator("ST1"), s.model.Formulas.Fit
	fit := s.eval(s.rated(ofTeam, fitOf), i.HalfLife, i.Minimum)
	if fit.Status != OK {
		return fit
	}
	autonomy := s.eval(s.rated(ofTeam, autonomyOf), i.HalfLife, i.Minimum)
	return blended(part(rule.Fit, "team-care-fit", fit), part(rule.Autonomy, "team-care-autonomy", autonomy))
}

// received is how all care fitted, whoever received it.
func (s *subject) received() Measure {
	return s.eval(s.rated(nil, fitOf), s.indicator("ST1").HalfLife, s.indicator("ST1").Minimum)
}

// coverage is the share of acts of care that their receivers judged, over a year. Acts
// are those the boxes say they cover or, where these are more, those the team's own
// records show: a month whose ratings were withheld had acts as well.
func (s *subject) coverage() Measure {
	judged, told, t := 0, 0, s.trail()
	for _, r := range s.releases() {
		if r.Kind == evidence.OfCare && s.age(r.Period.End) < year {
			judged += len(r.Ratings)
			told += int(r.Acts)
			t.add(r.Moment)
		}
	}
	acts := max(told, s.acts(s.window(year)))
	if acts == 0 {
		return lacking("", 0, 1, WantActs)
	}
	return s.rate(FromReceivers, float64(min(judged, acts)), float64(acts), t)
}

// acts counts acts of care that somebody received: logged ones, help, needs answered and
// irritants resolved.
func (s *subject) acts(w span) int {
	n := 0
	for i := range s.dossier.CareActs {
		n += one(w.has(s.dossier.CareActs[i].Moment))
	}
	for i := range s.dossier.Helps {
		n += one(w.has(s.dossier.Helps[i].Moment))
	}
	for i := range s.dossier.Needs {
		n += one(firstStep(s.dossier.Needs[i].Steps, evidence.Answered, w) != nil)
	}
	for i := range s.dossier.Irritants {
		n += one(firstStep(s.dossier.Irritants[i].Steps, evidence.Resolved, w) != nil)
	}
	return n
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// firstStep is the first step of a kind within a span.
func firstStep(steps []evidence.Step, kind evidence.StepKind, w span) *evidence.Step {
	for i := range steps {
		if steps[i].Kind == kind && w.has(steps[i].Moment) {
			return &steps[i]
		}
	}
	return nil
}
