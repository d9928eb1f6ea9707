package simulate

import (
	"fmt"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/commitment"
	"soin/domain/means"
)

// commitments are promises, two thirds of them beyond the organisation.
func (s *scene) commitments() {
	s.draw("commitments")
	for range s.times(.9) {
		id, at := s.next("engagement"), s.day()
		e := commitment.Declared{
			TeamID: s.id, Axis: [...]care.Axis{care.Planet, care.Planet, care.Self}[s.Bounded(3)],
			DueOn: calendar.Of(at) + 40 + calendar.Date(s.Bounded(40)), AnnouncedPublicly: s.public || s.chance(.3), //nolint:gosec // below 40
		}
		if s.chance(.2 + .78*s.promise) {
			e.Owner = s.someone()
		}
		if s.chance(.1 + .88*s.promise) {
			e.BudgetHours, e.BudgetAmount = float64(4+s.Bounded(20)), float64(100*s.Bounded(20))
		}
		s.tell(at, id, e)
		switch due := e.DueOn.Start(); {
		case s.chance(.1 + .85*s.promise):
			s.tell(due.AddDate(0, 0, -2), id, commitment.Kept{})
		case s.chance(.5):
			s.tell(s.later(due, 12), id, commitment.KeptLate{})
		case s.chance(.5):
			s.tell(s.later(due, 5), id, commitment.Broken{})
		}
	}
}

// means are hours set aside for looking after oneself, and what was used of them.
func (s *scene) means() {
	s.draw("means")
	if s.month%3 != 0 || s.public {
		return
	}
	id, at := fmt.Sprintf("moyens-%s-%d", s.id, s.month), s.first().AddDate(0, 0, 3)
	s.tell(at, id, means.Allocated{TeamID: s.id, Axis: care.Self, Hours: 40})
	for range 3 {
		at = s.later(at, 25)
		s.tell(at, id, means.Used{TeamID: s.id, Axis: care.Self, Hours: 2 + 12*s.calm*s.Float() + 5*s.calm})
	}
}
