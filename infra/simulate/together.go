package simulate

import (
	"soin/domain/care"
	"soin/domain/careact"
	"soin/domain/help"
	"soin/domain/impact"
	"soin/domain/initiative"
	"soin/domain/person"
	"soin/domain/prize"
)

// helps are help among members, and now and then for another team; care acts are the
// quiet work that somebody wrote down.
func (s *scene) helps() {
	s.draw("helps")
	for range s.times(2 + 2*s.thank) {
		from := s.someone()
		e := help.Given{TeamID: s.id, From: from, To: s.another(from), Kind: help.Technical, Asked: s.chance(.6)}
		if s.chance(.5) {
			e.Kind = help.Relational
		}
		if s.chance(.2) {
			other := s.teams[s.Bounded(uint64(len(s.teams)))]
			if other != s.team && other.lives(s.month) {
				e.To, e.ToTeamID = other.members[0], other.id
			}
		}
		s.tell(s.day(), s.next("aide"), e)
	}
	for range s.times(2 + 2*s.calm) {
		e := careact.Logged{
			TeamID: s.id, Kind: careact.Relational, Small: s.chance(.6), Minutes: float64(5 + s.Bounded(30)),
			Axis: [...]care.Axis{care.Self, care.Team, care.Team}[s.Bounded(3)],
		}
		carers := .1
		if s.kind == "service" {
			carers = .35
		}
		if s.chance(carers) {
			e.Carer = true
		} else {
			e.Member = s.someone()
		}
		if s.chance(.3) {
			e.Kind = careact.Technical
		}
		if s.chance(.12 * (.5 + s.calm)) {
			e.Member, e.Carer, e.Axis = s.manager, false, care.Self
		}
		s.tell(s.day(), s.next("geste"), e)
	}
}

// initiatives go beyond the work; some win the house's prize.
func (s *scene) initiatives() {
	s.draw("initiatives")
	for range s.times(.35 + .7*s.planet) {
		id, at := s.next("initiative"), s.day()
		stakeholder := [...]initiative.Stakeholder{
			initiative.Customers, initiative.Suppliers, initiative.Society, initiative.Environment,
		}[s.Bounded(4)]
		s.tell(at, id, initiative.Started{
			TeamID: s.id, Axis: care.Planet, Origin: initiative.FromTeam, Participants: s.circle(), Stakeholder: stakeholder,
		})
		at = s.later(at, 30)
		s.tell(at, id, initiative.Completed{Outcome: "Mise en place et partagée"})
		if s.chance(.5 * s.planet) {
			s.tell(at, s.next("effet"), impact.Reported{
				TeamID: s.id, Domain: impact.Environmental, Measure: "papier évité", Value: float64(5 + s.Bounded(50)), Unit: "kg", Evidence: "bilan-" + id,
			})
		}
		if s.chance(.06 + .1*s.planet) {
			edition := s.monthly("prix")
			s.tell(at, edition, prize.Opened{Edition: "Prix de l'initiative " + edition})
			s.tell(s.later(at, 3), edition, prize.Nominated{InitiativeID: id, By: "m-lumen-1"})
			at = s.later(at, 20)
			s.tell(at.AddDate(0, 0, 5), edition, prize.Awarded{InitiativeID: id})
			s.tell(at.AddDate(0, 0, 30), edition, prize.Adopted{InitiativeID: id, ByTeamID: s.teams[0].id})
		}
	}
}

// circle is a few members, more where care is shared.
func (s *scene) circle() []person.Member {
	n := max(2, int(float64(len(s.members))*(.15+.35*s.planet)))
	first := int(s.Bounded(uint64(len(s.members)))) //nolint:gosec // an index
	var out []person.Member
	for i := range min(n, len(s.members)) {
		out = append(out, s.members[(first+i)%len(s.members)])
	}
	return out
}
