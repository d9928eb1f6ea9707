package evidence

import (
	"soin/domain/event"
	"soin/domain/voices"
)

func (s *dossiers) voicesReleased(e voices.Released, r event.Recorded) {
	var kind ReleaseKind
	switch e.Kind {
	case voices.Care:
		kind = OfCare
	case voices.Error:
		kind = OfError
	case voices.Safety:
		kind = OfSafety
	}
	ratings := make([]Rating, len(e.Ratings))
	for i, rating := range e.Ratings {
		ratings[i] = Rating{
			Fit: small[int8](rating.Fit), Autonomy: small[int8](rating.Autonomy), Score: small[int8](rating.Score),
		}
	}
	release := Release{
		Moment: moment(r), Subject: subjectOf(r.Stream), Kind: kind, Period: period(e.PeriodStart, e.PeriodEnd),
		Teams: words(s, e.TeamIDs), Axis: axisOf(e.Axis), From: s.word(e.From), Acts: small[int32](e.Acts), Ratings: ratings,
	}
	teams := s.teams(e.TeamIDs)
	touch(r, teams...)
	for _, d := range teams {
		put(&d.Voices, release)
	}
}
