package simulate

import (
	"fmt"
	"time"

	"soin/domain/care"
	"soin/domain/complaint"
	"soin/domain/irritant"
	"soin/domain/person"
	"soin/domain/ticket"
)

// irritants are what gets in the way of good work. During a campaign more are told, and
// nearly all are solved within days.
func (s *scene) irritants() {
	s.draw("irritants")
	fix, rate := s.fix, 1.6*s.speaks
	if s.campaign > 0 && s.month >= s.campaign {
		fix, rate = max(fix, .93), rate*2
	}
	for range s.times(rate) {
		id, at := s.next("irr"), s.day()
		token := person.Token(id)
		s.tell(at, id, irritant.Reported{
			TeamID: s.id, Severity: 1 + int(s.Bounded(3)), Basic: s.chance(.4), Axis: care.Team, //nolint:gosec // below 3
			Touchpoint: s.touchpoint(), Token: token,
		})
		at = s.noticed(at, func(at time.Time) { s.tell(at, id, irritant.Acknowledged{By: ticket.Manager}) })
		if !s.chance(.3 + .69*fix) {
			continue
		}
		at = s.later(at, 2+45*(1-fix))
		role := ticket.Team
		if s.chance(.4) {
			role = ticket.Organisation
		}
		s.tell(at, id, irritant.Resolved{By: role, Means: s.chance(fix)})
		switch at = s.later(at, 2); {
		case s.chance(.25 + .72*fix):
			s.tell(at, id, irritant.Confirmed{Rating: max(4, s.rating(4+fix, .5)), Token: token})
		case s.chance(.8 * (1 - fix)):
			s.tell(at, id, irritant.Contested{Token: token})
		}
	}
}

// noticed is when somebody took notice: within days where people listen, after weeks
// elsewhere, and now and then never.
func (s *scene) noticed(at time.Time, tell func(time.Time)) time.Time {
	switch {
	case s.chance(.4 + .58*s.listen):
		at = s.later(at, .4+5*(1-s.listen))
	case s.public || s.chance(.15):
		return at
	default:
		at = s.later(at, 45)
	}
	tell(at)
	return at
}

func (s *scene) touchpoint() string {
	return [...]string{"accueil", "téléphone", "facture", "planning", "outil"}[s.Bounded(5)]
}

// complaints are the same, told by customers.
func (s *scene) complaints() {
	s.draw("complaints")
	for range s.times(1.1) {
		id, at := s.next("rec"), s.day()
		token := person.Token(id)
		s.tell(at, id, complaint.Reported{
			TeamID: s.id, Severity: 1 + int(s.Bounded(3)), Axis: care.Planet, Touchpoint: s.touchpoint(), Token: token, //nolint:gosec // below 3
		})
		at = s.later(at, 1)
		s.tell(at, id, complaint.Acknowledged{By: ticket.Team})
		if !s.chance(.35 + .64*s.serve) {
			continue
		}
		at = s.later(at, 2+30*(1-s.serve))
		s.tell(at, id, complaint.Resolved{By: ticket.Team, Means: s.chance(s.serve)})
		if at = s.later(at, 2); s.chance(.3 + .68*s.serve) {
			s.tell(at, id, complaint.Confirmed{Rating: max(4, s.rating(4.5, .5)), Token: token})
		}
	}
}

// first is the first day of this month, for what is reported by month.
func (s *scene) first() time.Time { return s.Options.month(s.month) }

// monthly is the id of what is told once a month.
func (s *scene) monthly(kind string) string { return fmt.Sprintf("%s-%s-%d", kind, s.id, s.month) }

// someone is a member of the team.
func (s *scene) someone() person.Member {
	return s.members[s.Bounded(uint64(len(s.members)))]
}

// another is a member other than one; teams have at least two.
func (s *scene) another(than person.Member) person.Member {
	for {
		if m := s.someone(); m != than {
			return m
		}
	}
}
