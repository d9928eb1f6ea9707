package simulate

import (
	"fmt"
	"time"

	"soin/domain/onboarding"
	"soin/domain/person"
	"soin/domain/training"
	"soin/domain/turnover"
	"soin/domain/workload"
)

// work is the load of the month and who came and left.
func (s *scene) work() {
	s.draw("work")
	start, end := s.span()
	evening, days := end.Start().Add(18*time.Hour), 20*float64(len(s.members))
	breach := min(.9, max(0, .35*(1-s.calm)+.02*s.Normal()))
	s.tell(evening, s.monthly("charge"), workload.Sampled{
		TeamID: s.id, PeriodStart: start, PeriodEnd: end, PersonDays: days, BreachDays: days * breach,
	})
	if s.month%3 == 2 {
		quarter := start - 62
		s.tell(evening, s.monthly("mouvements"), turnover.Reported{
			TeamID: s.id, PeriodStart: quarter, PeriodEnd: end, Joined: 1, Left: s.about(1.5 * (1 - s.calm)), Referred: s.about(.5 * s.calm),
		})
	}
}

// learning is trainings, and newcomers finding their feet.
func (s *scene) learning() {
	s.draw("learning")
	member := s.members[s.month%len(s.members)]
	if s.chance(.25 + .7*s.calm) {
		s.trained(member, training.SelfCare, 3, s.calm)
	}
	if s.month%6 == 1 && s.chance(.2+.8*s.thank) {
		s.trained(s.manager, training.Listening, 8, s.thank)
	}
	if s.chance(.4 + .5*s.trust) {
		s.trained(s.another(member), "accueil de situations difficiles", 7, s.trust)
	}
	if s.chance(.15) {
		id, at := s.next("arrivee"), s.day()
		for i, step := range [...]string{"accueil", "premiers contacts", "autonomie"} {
			s.tell(s.later(at, float64(1+20*i)), id, onboarding.StepReached{
				TeamID: s.id, Member: person.Member("n-" + id), Step: step, Safe: s.chance(.3 + .65*s.safe),
			})
		}
	}
}

// trained is one training; without quality it is a box that was ticked.
func (s *scene) trained(m person.Member, competence string, hours, quality float64) {
	e := training.Completed{TeamID: s.id, Member: m, Competence: competence, Hours: hours, Validated: s.chance(.3 + .69*quality)}
	if e.Validated {
		e.Transfer = s.rating(2.4+2.5*quality, .4)
	}
	s.tell(s.day(), fmt.Sprintf("formation-%s-%d", s.id, s.count), e)
	s.count++
}
