package simulate

import (
	"time"

	"soin/domain/care"
	"soin/domain/council"
	"soin/domain/decision"
	"soin/domain/listening"
	"soin/domain/need"
	"soin/domain/practice"
)

// needs are what people ask for, or what somebody noticed before they asked.
func (s *scene) needs() {
	s.draw("needs")
	for i := range s.times(2) {
		id, at, axis := s.next("besoin"), s.day(), care.Self
		if i%2 == 1 {
			axis = care.Team
		}
		if s.chance(.35 * s.listen) {
			s.tell(at, id, need.Answered{Origin: need.Anticipated, TeamID: s.id, Axis: axis, Means: s.chance(s.listen)})
			continue
		}
		signalled := need.Signalled{TeamID: s.id, Axis: axis, Kind: [...]string{"help", "rest", "equipment"}[s.Bounded(3)]}
		if s.chance(.3) {
			signalled.Member = s.manager
		}
		s.tell(at, id, signalled)
		at = s.noticed(at, func(at time.Time) { s.tell(at, id, need.Acknowledged{By: "manager"}) })
		if s.chance(.25 + .73*s.listen) {
			s.tell(s.later(at, 2+30*(1-s.listen)), id, need.Answered{Origin: need.Asked, Means: s.chance(s.listen)})
		}
	}
}

// listening is times to listen that are held.
func (s *scene) listening() {
	s.draw("listening")
	for range s.times(.5 + 1.5*s.listen) {
		kind := [...]listening.Kind{listening.OneToOne, listening.Round, listening.Visit, listening.Forum}[s.Bounded(4)]
		s.tell(s.day(), s.next("ecoute"), listening.Held{
			TeamID: s.id, Kind: kind, Participants: min(len(s.members), 2+s.about(4)),
		})
	}
	if s.chance(.12 * s.listen * s.Pace) {
		s.tell(s.day(), s.next("pratique"), practice.Adapted{
			TeamID: s.id, From: "Un même script d'appel pour tous", To: "Trois ouvertures au choix, selon la situation",
			Reason: "Les appels du soir ne sont pas ceux du matin.",
		})
	}
}

// decisions affect the team; before some of them it is heard.
func (s *scene) decisions() {
	s.draw("decisions")
	for range s.times(.7) {
		id, at := s.next("decision"), s.day()
		heard := s.chance(.1 + .87*s.listen)
		mode := decision.Imposed
		if heard {
			mode = decision.Consulted
			if s.chance(s.trust) {
				mode = decision.Chosen
			}
			part := .3 + .65*s.listen
			s.tell(at, s.next("conseil"), council.Held{
				DecisionID: id, TeamID: s.id, Participants: max(1, s.about(part*float64(len(s.members))-.5)), Eligible: len(s.members),
			})
		}
		s.tell(at.Add(48*time.Hour), id, decision.Taken{
			AffectsTeamID: s.id, Mode: mode, CitesCareEvidence: !s.public && s.chance(.6*s.listen), Escalated: s.chance(.6 * (1 - s.trust)),
		})
	}
}
