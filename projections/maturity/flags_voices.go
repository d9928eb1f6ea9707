package maturity

import (
	"math"
	"slices"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/instrument"
	"soin/projections/fold"
	"soin/projections/stats"
)

// pointsOf puts an answer on 0..100, higher is better care.
func pointsOf(it instrument.Item, answer float64) float64 {
	y := 100 * (answer - it.Min) / (it.Max - it.Min)
	if it.Reversed {
		return 100 - y
	}
	return y
}

// asOf is the same team as of another date.
func (s *subject) asOf(on calendar.Date) *subject {
	then := *s
	then.on, then.known, then.memo = on, map[string]Measure{}, memo{}
	return &then
}

// inflates: from the manager's self-assessment before to the newest one, what is declared
// rose and what the team lives on the mirrored questions stayed.
func (s *subject) inflates(scored) ([]event.Position, bool) {
	now := s.assessment()
	if now == nil {
		return nil, false
	}
	past, rule := s.past(), s.model.Flags.Inflation
	for i := range slices.Backward(s.dossier.SelfAssessments) {
		then := &s.dossier.SelfAssessments[i]
		if then.At >= now.At || then.Member != now.Member || then.Instrument != now.Instrument || !past.has(then.Moment) {
			continue
		}
		a, b := s.asOf(then.At.Date()).assessed(then), s.asOf(now.At.Date()).assessed(now)
		if a.OK && b.OK && b.Declared-a.Declared >= rule.Declared && math.Abs(b.Lived-a.Lived) < rule.Lived {
			return []event.Position{then.In, now.In}, true
		}
		break
	}
	return nil, false
}

// isPressed: everybody answers the newest survey, all alike and delighted, while
// psychological safety is not known; or, in the last year, two surveys of one instrument
// followed each other too closely.
func (s *subject) isPressed(scored) (at []event.Position, holds bool) {
	sheets, rule := s.sheets(), s.model.Flags.Pressure
	if len(sheets) == 0 {
		return nil, false
	}
	last := sheets[len(sheets)-1]
	mean, sd, _ := stats.MeanSE(last.allPoints())
	ratings := sd * 4 / 100 // of points, back on the scale 1..5
	if last.unit.Responses >= last.unit.Eligible && ratings < rule.SD && mean > rule.Mean && s.measure("PT3").Status != OK {
		at = append(at, last.unit.In)
	}
	closed := map[fold.Word]*sheet{} // the last one of each instrument
	for i := range sheets {
		sh := &sheets[i]
		before := closed[sh.unit.Instrument]
		if before != nil && before.unit.Survey != sh.unit.Survey && before.age-sh.age < rule.MinDays && sh.age < year {
			at = append(at, before.unit.In, sh.unit.In)
		}
		closed[sh.unit.Instrument] = sh
	}
	return at, len(at) > 0
}

// allPoints are all answers of a sheet.
func (sh *sheet) allPoints() (points []float64) {
	width := len(sh.columns)
	for i, answer := range sh.unit.Ballots {
		if y, ok := sh.columns[i%width].points(answer); ok {
			points = append(points, y)
		}
	}
	return points
}

// isStraightLined: ballots of the last year were left out.
func (s *subject) isStraightLined(scored) ([]event.Position, bool) {
	_, at := s.straightLined()
	at = slices.DeleteFunc(at, func(p event.Position) bool {
		return !slices.ContainsFunc(s.sheets(), func(sh sheet) bool { return sh.unit.In == p && sh.age < year })
	})
	return at, len(at) > 0
}

// isStuffed: a survey of the last year has more ballots than tokens, too many that are
// alike without being constant, or was voided.
func (s *subject) isStuffed(scored) (at []event.Position, holds bool) {
	for _, i := range s.dossier.Units {
		u := s.evidence.Unit(i)
		age := s.age(u.ClosedOn)
		if !s.by(u.Moment) || age < 0 || age >= year {
			continue
		}
		if u.Voided != nil && s.by(*u.Voided) {
			at = append(at, u.Voided.In)
		} else if _, found := s.stuffed(u); found {
			at = append(at, u.In)
		}
	}
	return at, len(at) > 0
}
