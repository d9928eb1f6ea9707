package maturity

import (
	"soin/domain/calendar"
	"soin/domain/event"
	"soin/projections/evidence"
)

// showsFacade: more is declared than lived, or commitments are not kept, or those for self
// and planet go without means (scoring, 1.3). What another tool tells without a sample
// raises no flag.
func (s *subject) showsFacade(scored) (at []event.Position, holds bool) {
	rule := s.model.Flags.Facade
	if f := s.facade(); f.OK && f.D >= rule.Gap && f.D-rule.Z*f.SE > 0 {
		holds = true
		if f.Assessment != nil {
			at = append(at, f.Assessment.In)
		}
	}
	missed, kept := s.missed()
	if n := len(missed) + kept; n >= rule.KeptFrom && float64(kept) < rule.Kept*float64(n) {
		at, holds = append(at, missed...), true
	}
	bare, equipped := s.bare()
	if n := len(bare) + equipped; n >= rule.KeptFrom && float64(len(bare)) >= rule.WithoutMeans*float64(n) {
		at, holds = append(at, bare...), true
	}
	return at, holds
}

// missed are the commitments due in XP2's window that were not kept, and how many were, a
// late one included.
func (s *subject) missed() (missed []event.Position, kept int) {
	window := s.indicator("XP2").Window
	for _, c := range s.dossier.Commitments {
		age := s.on.Days(calendar.Date(c.DueOn))
		switch {
		case !s.by(c.Moment) || age < 0 || age >= window:
		case s.has(c.Steps, evidence.Kept) || s.has(c.Steps, evidence.KeptLate):
			kept++
		default:
			missed = append(missed, c.In)
		}
	}
	return missed, kept
}

// bare are the commitments of XP1's window for self and planet that have no means, and how
// many do.
func (s *subject) bare() (bare []event.Position, equipped int) {
	for _, c := range s.dossier.Commitments {
		switch {
		case c.Axis == evidence.Team || !s.within(c.Moment, s.indicator("XP1").Window):
		case c.Hours > 0 || c.Amount > 0:
			equipped++
		default:
			bare = append(bare, c.In)
		}
	}
	return bare, equipped
}

func (s *subject) circles(scored) ([]event.Position, bool) { return s.ring().Positions, s.ring().Found }
func (s *subject) bursts(scored) ([]event.Position, bool) {
	return s.burst().Positions, s.burst().Found
}

func (s *subject) keepsSilent(scored) ([]event.Position, bool) { return nil, s.silent() }

func (s *subject) picksCustomers(scored) ([]event.Position, bool) { return s.cherryPicked() }

// closesInVain: one person reported and resolved the same irritants within hours, or too
// many resolutions came back, of as many as their figure needs.
func (s *subject) closesInVain(scored) ([]event.Position, bool) {
	c := s.churn()
	return c.Positions, c.Found && (c.Excluded > 0 || c.Resolved >= s.least("XT3"))
}

// dumps: of as many delegations as their figure needs, half or more do not count.
func (s *subject) dumps(scored) ([]event.Position, bool) {
	at := s.dumping()
	all := len(at) + len(s.mandates().counted)
	return at, all >= s.least("XT1") && 2*len(at) >= all
}

// ticksBoxes: of as many trainings as headcount figures need, in XS1's window, half or
// more were neither validated nor carried over into the work.
func (s *subject) ticksBoxes(scored) (at []event.Position, holds bool) {
	all := 0
	for _, t := range s.dossier.Trainings {
		if !s.within(t.Moment, s.indicator("XS1").Window) {
			continue
		}
		all++
		if !t.Validated && float64(t.Transfer) < s.model.Formulas.Listening.Transfer {
			at = append(at, t.In)
		}
	}
	return at, all >= s.least("XS1") && 2*len(at) >= all
}

// winsAlone: a prize does not count as recognition.
func (s *subject) winsAlone(scored) ([]event.Position, bool) {
	at := s.prizeIgnored()
	return at, len(at) > 0
}
