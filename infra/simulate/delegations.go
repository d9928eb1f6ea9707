package simulate

import (
	"time"

	"soin/domain/delegation"
	"soin/domain/safety"
)

// equipment is what can come with a mission.
var equipment = [...]delegation.Means{delegation.Authority, delegation.Budget, delegation.Time, delegation.Training}

// delegations are missions handed on. A manager who takes them back revokes or overrides
// most of them within weeks.
func (s *scene) delegations() {
	s.draw("delegations")
	for range s.times(.7 + .9*s.trust) {
		id, at := s.next("mission"), s.day()
		granted := delegation.Granted{
			TeamID: s.id, From: s.manager, To: s.members[(s.count+s.month)%len(s.members)],
			Domain: "planning, achats, accueil", Autonomy: s.degree(1.5+5.3*s.trust, 7), Stakes: s.degree(1+2*s.trust, 3),
			Means: []delegation.Means{},
		}
		if s.takesBack {
			granted.Autonomy, granted.Stakes = 5, 2
		}
		for _, m := range equipment {
			if s.chance(.15 + .6*s.trust) {
				granted.Means = append(granted.Means, m)
			}
		}
		s.tell(at, id, granted)
		if at = s.later(at, 2); !s.chance(.55 + .44*s.trust) {
			s.tell(at, id, delegation.Declined{})
			continue
		}
		s.tell(at, id, delegation.Accepted{})
		s.fate(id, at)
	}
}

// fate is what becomes of an accepted mission.
func (s *scene) fate(id string, at time.Time) {
	if s.takesBack && s.chance(.85) {
		at = s.later(at, 10)
		s.tell(at, id, delegation.Overridden{By: s.manager})
		s.tell(s.later(at, 6), id, delegation.Revoked{By: s.manager})
		return
	}
	if s.chance(.25 * (1 - s.trust)) {
		s.tell(s.later(at, 15), id, delegation.Revoked{By: s.manager, Agreed: s.chance(s.trust)})
		return
	}
	at = s.later(at, 25)
	switch {
	case s.chance(.12):
		s.tell(at, id, delegation.Completed{Outcome: delegation.Error})
		if s.chance(.3 + .6*s.safe) {
			s.mistake(id, at)
		}
	case s.chance(.2):
		s.tell(at, id, delegation.Completed{Outcome: delegation.Partial})
	default:
		s.tell(at, id, delegation.Completed{Outcome: delegation.Success})
	}
}

// mistake is told after a mission went wrong.
func (s *scene) mistake(mission string, at time.Time) {
	id := s.next("incident")
	s.tell(s.later(at, 2), id, safety.Opened{
		TeamID: s.id, Category: safety.Mistake, Severity: 1, DelegationID: mission, ByManager: s.chance(.3 * s.safe),
	})
	s.handled(id, s.later(at, 3))
}

// handled is how a case of safety is taken care of.
func (s *scene) handled(id string, at time.Time) {
	if !s.chance(.3 + .69*s.safe) {
		return
	}
	at = s.later(at, 1+14*(1-s.safe))
	s.tell(at, id, safety.Owned{By: s.manager})
	outcome := safety.Helped
	if s.chance(.7 * (1 - s.safe)) {
		outcome = safety.Sanctioned
	}
	s.tell(s.later(at, 5+20*(1-s.safe)), id, safety.Closed{Outcome: outcome})
}

// incidents are what people dare to tell.
func (s *scene) incidents() {
	s.draw("incidents")
	for range s.times(.45 * s.speaks) {
		id, at := s.next("incident"), s.day()
		category := safety.Disagreement
		if s.chance(.4) {
			category = safety.Mistake
		}
		s.tell(at, id, safety.Opened{TeamID: s.id, Category: category, Severity: s.degree(1.6, 3), ByManager: s.chance(.2 * s.safe)})
		s.handled(id, at)
	}
}

// degree is a step of a scale 1..most around a mean.
func (s *scene) degree(mean float64, most int) int {
	return min(max(int(mean+.6*s.Normal()+.5), 1), most)
}
