package maturity

import (
	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/event"
	"soin/projections"
	"soin/projections/evidence"
)

// subject is one team as of a date: all that its figures may look at. It lives for one
// computation and remembers the figures it has computed.
type subject struct {
	model    *care.Model
	evidence *evidence.Evidence
	readings *projections.Readings
	team     projections.Team
	on       calendar.Date
	tracing  bool // gather Measure.Evidence

	// dossier is the team's acts, those of the teams below that are too small for a
	// scorecard of their own included. It holds facts of any date: figures use what
	// happened by the date.
	dossier *evidence.Dossier

	// before is the dossiers of the teams this one came from, by merger and split: what was
	// measured there counts as wholes (see forebears).
	before []*evidence.Dossier

	joined int // people of the small teams whose acts are in the dossier

	known map[string]Measure // computed so far
	memo  memo               // what several figures look at
}

// headcount is the people of the team and of the small ones that count in it, as last
// reported; 0 when nobody reported.
func (s *subject) headcount() int {
	if s.team.Headcount == nil {
		return 0
	}
	return *s.team.Headcount + s.joined
}

// measure computes an indicator ("XS1") or a term ("commitments-kept") once.
func (s *subject) measure(id string) Measure {
	if m, ok := s.known[id]; ok {
		return m
	}
	m := s.compute(id)
	m.ID = id
	s.known[id] = m
	return m
}

// by reports whether something happened by the as-of date.
func (s *subject) by(m evidence.Moment) bool { return m.At.By(s.on) }

// within reports whether something happened in the days (as-of - window, as-of].
func (s *subject) within(m evidence.Moment, window int) bool {
	age := s.on.Days(m.At.Date())
	return age >= 0 && age < window
}

// trace adds the place of some evidence, when it is asked for.
func (s *subject) trace(m *Measure, at ...event.Position) {
	if s.tracing {
		m.Evidence = append(m.Evidence, at...)
	}
}
