package simulate

import (
	"cmp"
	"fmt"
	"slices"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/voices"
)

// receivers are what those say who were cared for: each month of care given to members,
// each quarter of partners outside, of errors and of cases of safety. A box with too few
// ratings is not opened.
func (s *scene) receivers() {
	s.draw("receivers")
	s.box("soi", voices.Released{Kind: voices.Care, Axis: care.Self, From: voices.Members}, 1, 7, 1.8+2.9*s.listen)
	s.box("equipe", voices.Released{Kind: voices.Care, Axis: care.Team, From: voices.Members}, 1, 7, 1.8+2.9*(s.listen+s.thank)/2)
	for i, from := range [...]string{voices.Suppliers, voices.Community} {
		s.box(from, voices.Released{Kind: voices.Care, Axis: care.Planet, From: from}, 3, 6+float64(i), 2+2.8*s.planet)
	}
	s.box("erreurs", voices.Released{Kind: voices.Error}, 6, 6, 1.3+3.5*s.safe)
	s.box("cas", voices.Released{Kind: voices.Safety}, 6, 6+6*s.safe*s.speaks, 1.5+3.3*s.safe)
}

// box releases what gathered in some months.
func (s *scene) box(name string, e voices.Released, months int, rate, mean float64) {
	if s.month%months != months-1 {
		return
	}
	n := s.about(rate)
	if n < e.Kind.Fewest() {
		return
	}
	for range n {
		r := voices.Rating{Score: s.rating(mean, .6)}
		if e.Kind == voices.Care {
			r = voices.Rating{Fit: s.rating(mean, .6), Autonomy: s.rating(mean-.1, .6)}
		}
		e.Ratings = append(e.Ratings, r)
	}
	slices.SortFunc(e.Ratings, func(a, b voices.Rating) int {
		return cmp.Or(cmp.Compare(a.Fit, b.Fit), cmp.Compare(a.Autonomy, b.Autonomy), cmp.Compare(a.Score, b.Score))
	})
	_, end := s.span()
	e.TeamIDs, e.PeriodEnd = []string{s.id}, end
	e.PeriodStart, e.Acts = end-calendar.Date(30*months)+1, n+n/2 //nolint:gosec // a few months
	s.tell(end.Start(), fmt.Sprintf("%s-%s-%d", name, s.id, s.month), e)
}
