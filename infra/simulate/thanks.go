package simulate

import (
	"time"

	"soin/domain/person"
	"soin/domain/recognition"
)

// recognitions are thank-yous. Where recognition is shared they go around, up and down,
// and name quiet work; in a ring three members thank each other; where care is on display
// only, the manager sends the same words to the same few, every week.
func (s *scene) recognitions() {
	s.draw("recognitions")
	for range s.times(4.5 * s.thanks) {
		from, to := s.pair()
		kind := [...]recognition.Kind{recognition.Result, recognition.Effort, recognition.Skill}[s.Bounded(3)]
		if s.chance(.1 + .45*s.thank) {
			kind = recognition.Relational
		}
		at := s.day()
		s.thanked(at, from, to, kind)
		if s.ring && s.chance(.8) {
			s.thanked(s.later(at, 2), to, from, kind)
		}
	}
}

func (s *scene) thanked(at time.Time, from, to person.Member, kind recognition.Kind) {
	given := recognition.Given{TeamID: s.id, From: from, To: to, Kind: kind}
	switch {
	case s.public:
		given.Message = "Bravo pour votre engagement sans faille !"
	case s.chance(.5):
		given.Message = person.Text("Merci d'avoir pris le relais " + at.Format("le 2 janvier 15h04") + ".")
	}
	s.tell(at, s.next("merci"), given)
}

// pair is who thanks whom.
func (s *scene) pair() (from, to person.Member) {
	circle := uint64(min(3, len(s.members)))
	switch {
	case s.ring && s.chance(.85):
		i := s.Bounded(circle)
		return s.members[i], s.members[(i+1+s.Bounded(circle-1))%circle]
	case s.public:
		return s.manager, s.members[s.Bounded(circle)]
	case s.chance(.3): // downwards
		return s.manager, s.turn()
	case s.chance(.45 * s.thank): // upwards
		return s.turn(), s.manager
	}
	to = s.turn()
	return s.another(to), to
}

// turn is whose turn it is where nobody is forgotten, and anybody elsewhere.
func (s *scene) turn() person.Member {
	if s.chance(s.thank * s.thank) {
		s.turns++
		return s.members[s.turns%len(s.members)]
	}
	return s.someone()
}
