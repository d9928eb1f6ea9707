package maturity

import (
	"soin/domain/survey"
	"soin/projections/evidence"
)

// pt3 is PSY: what the team says about speaking up, and how incidents were answered. That
// there were some never counts against it; without any, or without ratings, the survey
// stands alone.
func (s *subject) pt3() Measure {
	rule := s.model.Formulas.Safety
	said := s.measure("safety-survey")
	if said.Status != OK {
		return said
	}
	return blended(Part{rule.Survey, said}, Part{rule.Incidents, s.measure("incident-care")})
}

func (s *subject) safetySurvey() Measure {
	i := s.indicator("PT3")
	return s.likert(&ask{ids: s.model.Formulas.Safety.Items}, i.HalfLife, max(i.Minimum, survey.MinRespondents))
}

// incidentCare is the share of incidents that were owned within days and closed to the
// satisfaction of those they befell. What is closed is known one by one and satisfaction
// only as a share, so it is the lower of the two. A silent team has none.
func (s *subject) incidentCare() Measure {
	i, rule, t := s.indicator("PT3"), s.model.Formulas.Safety, s.trail()
	fresh := int(s.model.Statistics.StaleAfter * float64(i.HalfLife))
	owned, n := 0, 0
	window := s.window(fresh)
	for j := range s.dossier.Incidents {
		in := &s.dossier.Incidents[j]
		done, due := s.answered(in, rule.OwnDays)
		if window.has(in.Moment) && due {
			n++
			owned += one(done)
			t.add(in.Moment)
		}
	}
	satisfied, ratings := 0, 0
	for _, r := range s.releases() {
		if r.Kind != evidence.OfSafety || s.age(r.Period.End) >= fresh {
			continue
		}
		t.add(r.Moment)
		for _, x := range r.Ratings {
			ratings += one(x.Score > 0)
			satisfied += one(float64(x.Score) >= rule.Satisfied)
		}
	}
	if n == 0 || ratings == 0 || s.silent() {
		return lacking("", min(n, ratings), 1, WantReceivers)
	}
	k, of := float64(owned), float64(n)
	if float64(satisfied)/float64(ratings) < k/of {
		k, of = float64(satisfied), float64(ratings)
	}
	return s.rate(FromReceivers|FromActs, k, of, t)
}

// answered reports whether an incident was owned in time and closed, and whether there was
// time for that.
func (s *subject) answered(in *evidence.Incident, ownDays int) (done, due bool) {
	past := s.past()
	owned, closed := firstStep(in.Steps, evidence.Owned, past), firstStep(in.Steps, evidence.Closed, past)
	done = owned != nil && days(in.At, owned.At) <= ownDays && closed != nil
	return done, done || s.on.Days(in.At.Date()) > ownDays
}

// severe is the gravest incident there can be.
const severe = 3

// unowned is for how many days the longest waiting severe incident has had no owner; 0
// where none waits.
func (s *subject) unowned() int {
	past, longest := s.past(), 0
	for i := range s.dossier.Incidents {
		in := &s.dossier.Incidents[i]
		if in.Severity >= severe && past.has(in.Moment) && firstStep(in.Steps, evidence.Owned, past) == nil &&
			firstStep(in.Steps, evidence.Closed, past) == nil {
			longest = max(longest, s.on.Days(in.At.Date()))
		}
	}
	return longest
}

// retaliation counts cases of it that nobody owns, and all that are not closed.
func (s *subject) retaliation() (unowned, unhandled int) {
	past := s.past()
	for i := range s.dossier.Incidents {
		in := &s.dossier.Incidents[i]
		if in.Category != evidence.Retaliation || !past.has(in.Moment) || firstStep(in.Steps, evidence.Closed, past) != nil {
			continue
		}
		unhandled++
		unowned += one(firstStep(in.Steps, evidence.Owned, past) == nil)
	}
	return unowned, unhandled
}

// silent holds for a team of some size from which nothing is heard, neither an irritant
// nor an incident, and that does not say that it is safe to speak.
func (s *subject) silent() bool {
	rule := s.model.Flags.Silence
	said := s.measure("safety-survey")
	if s.headcount() < rule.Headcount || said.Status != OK || said.Value >= rule.Safety {
		return false
	}
	w := s.window(rule.Days)
	for i := range s.dossier.Irritants {
		if w.has(s.dossier.Irritants[i].Moment) {
			return false
		}
	}
	for i := range s.dossier.Incidents {
		if w.has(s.dossier.Incidents[i].Moment) {
			return false
		}
	}
	return true
}
