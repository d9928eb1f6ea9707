package maturity

import (
	"slices"

	"soin/domain/care"
	"soin/domain/event"
	"soin/projections/evidence"
	"soin/projections/fold"
)

// inLog puts places of the log in rising order, each once.
func inLog(at []event.Position) []event.Position {
	slices.Sort(at)
	return slices.Compact(at)
}

// leavesRetaliation: an incident of retaliation that nobody has owned.
func (s *subject) leavesRetaliation(scored) (at []event.Position, holds bool) {
	for _, i := range s.dossier.Incidents {
		if i.Category == evidence.Retaliation && s.by(i.Moment) && !s.has(i.Steps, evidence.Owned) {
			at = append(at, i.In)
		}
	}
	return at, len(at) > 0
}

// has reports whether one of the steps of a thread was taken by the as-of date.
func (s *subject) has(steps []evidence.Step, kind evidence.StepKind) bool {
	return slices.ContainsFunc(steps, func(st evidence.Step) bool { return st.Kind == kind && s.by(st.Moment) })
}

// indulges: much attention and sharing, and little that is demanded.
func (s *subject) indulges(c scored) ([]event.Position, bool) {
	x, y, z := c.criterion(care.Exigeante), c.criterion(care.Situee), c.criterion(care.Partagee)
	if x.Status != OK || y.Status != OK || z.Status != OK {
		return nil, false
	}
	return nil, (y.Value+z.Value)/2-x.Value >= s.model.Flags.Complaisance.Points
}

// year is the window in which acts of care are counted, in days.
const year = 365

// isIsolated: more than half of the acts of care whose author is told have the same one.
// A team too small for a scorecard is not looked at, nor one with fewer acts than
// recognition needs.
func (s *subject) isIsolated(scored) (at []event.Position, holds bool) {
	by, all := map[fold.Word]int{}, 0
	count := func(who fold.Word, when evidence.Moment) {
		if who != 0 && s.within(when, year) {
			by[who]++
			all++
			at = append(at, when.In)
		}
	}
	for _, a := range s.dossier.CareActs {
		count(a.Member, a.Moment)
	}
	for _, h := range s.dossier.Helps {
		count(h.From, h.Moment)
	}
	for _, r := range s.dossier.Recognitions {
		count(r.From, r.Moment)
	}
	most := 0
	for _, n := range by {
		most = max(most, n)
	}
	enough := all >= s.least("PT1") && s.headcount() >= s.model.Cells.SmallTeam
	return at, enough && float64(most) > s.model.Flags.Isolated.Share*float64(all)
}

// least is the minimum of evidence that the model asks for an indicator.
func (s *subject) least(id string) int { return s.indicator(id).Minimum }

// isEnjoined: needs of self care rise from one half-year to the next, as many as a figure
// of them needs, and no means for self care were allocated meanwhile.
func (s *subject) isEnjoined(scored) (at []event.Position, holds bool) {
	before := 0
	for _, n := range s.dossier.Needs {
		switch {
		case n.Axis != evidence.Self || !n.Signalled:
		case s.within(n.Moment, halfYear):
			at = append(at, n.In)
		case s.within(n.Moment, 2*halfYear):
			before++
		}
	}
	given := slices.ContainsFunc(s.dossier.Means, func(m evidence.Means) bool {
		return m.Axis == evidence.Self && s.within(m.Moment, halfYear)
	})
	return at, !given && len(at) > before && len(at) >= s.least("SS1")
}

// halfYear is in days.
const halfYear = 180

// adorns: commitments without any budget, and neither a rule nor a decision that cites
// evidence of care changed meanwhile.
func (s *subject) adorns(scored) (at []event.Position, holds bool) {
	soul := s.model.Flags.Soul
	for _, c := range s.dossier.Commitments {
		if !s.within(c.Moment, soul.Days) {
			continue
		}
		if c.Hours > 0 || c.Amount > 0 {
			return nil, false
		}
		at = append(at, c.In)
	}
	return at, len(at) >= soul.Declared && !s.changes(soul.Days)
}

// changes reports whether in some days rules were changed for the team, or decisions
// taken that cite evidence of care.
func (s *subject) changes(days int) bool {
	return s.governed(days) > 0 || slices.ContainsFunc(s.dossier.Decisions, func(d evidence.Decision) bool {
		return d.Cites && s.within(d.Moment, days)
	})
}
