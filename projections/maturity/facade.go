package maturity

import (
	"math"
	"slices"

	"soin/domain/instrument"
	"soin/projections/evidence"
	"soin/projections/stats"
)

// facadeGap is what is declared against what is lived, in points.
type facadeGap struct {
	Declared, Lived float64
	D               float64 // declared minus lived
	SE              float64 // of what is lived; NaN where nobody counted
	Z               float64 // D in standard errors
	Index           float64 // 0..100, 100 without a façade
	N               int     // mirrored questions
	OK              bool
	Assessment      *evidence.SelfAssessment // nil where another tool asked both sides
}

// facade holds the manager's newest self-assessment against the team's answers to the
// same questions. Where there is none, it takes the pairs that another tool asked.
func (s *subject) facade() facadeGap {
	if a := s.assessment(); a != nil {
		if f := s.assessed(a); f.OK {
			return f
		}
	}
	return s.talliedFacade()
}

// assessment is the newest one of the manager, of the last year.
func (s *subject) assessment() *evidence.SelfAssessment {
	manager, ok := s.dossier.Managers.On(s.on)
	w := s.window(s.indicator("PS2").Window)
	for i := len(s.dossier.SelfAssessments) - 1; ok && i >= 0; i-- {
		if a := &s.dossier.SelfAssessments[i]; a.Member == manager && w.has(a.Moment) {
			return a
		}
	}
	return nil
}

func (s *subject) assessed(a *evidence.SelfAssessment) facadeGap {
	asked, _ := s.readings.Asked(s.evidence.ID(a.Instrument), s.evidence.ID(a.Version), a.At.Date())
	mirrors := &ask{anywhere: true}
	var declared []float64
	for i, word := range a.Items {
		id := s.evidence.ID(word)
		at := slices.IndexFunc(asked.Items, func(it instrument.Item) bool { return it.ID == id && it.MirrorOf != "" })
		if at < 0 || !s.wasAsked(asked.Items[at].MirrorOf) {
			continue
		}
		mirrors.ids = append(mirrors.ids, asked.Items[at].MirrorOf)
		declared = append(declared, pointsOf(asked.Items[at], a.Answers[i]))
	}
	if len(declared) == 0 {
		return facadeGap{}
	}
	lived := s.likert(mirrors, s.experience(), 0)
	if lived.Status != OK {
		return facadeGap{}
	}
	mean, _, _ := stats.MeanSE(declared)
	f := gapOf(mean, lived.Value, lived.SE, s.model.Formulas.Facade.Width)
	f.N, f.OK, f.Assessment = len(declared), true, a
	return f
}

// wasAsked reports whether the team answered a question.
func (s *subject) wasAsked(item string) bool {
	return slices.ContainsFunc(s.sheets(), func(sh sheet) bool {
		return slices.ContainsFunc(sh.columns, func(c column) bool { return c.item != nil && c.item.ID == item })
	})
}

// gapOf is FAC.
func gapOf(declared, lived, se, width float64) facadeGap {
	d := declared - lived
	return facadeGap{
		Declared: declared, Lived: lived, D: d, SE: se, Z: d / se,
		Index: 100 * stats.Clip(1-math.Max(0, d)/width, 0, 1),
	}
}

// talliedFacade is the mean over the pairs of the newest wave that asked both sides.
func (s *subject) talliedFacade() facadeGap {
	for _, r := range slices.Backward(s.tallies()) {
		if s.decay(s.on.Days(r.On), s.experience()) == 0 {
			break
		}
		points := map[string]stats.Description{}
		for _, x := range r.Items() {
			if x.Score.Value == nil {
				continue
			}
			d := stats.Description{Mean: *x.Score.Value, SD: math.NaN()}
			if x.Score.SE != nil {
				d.SD = *x.Score.SE
			}
			points[x.Item.ID] = d
		}
		var declared, lived, se stats.Sum
		n := 0
		for _, pair := range r.Mirrors() {
			d, okD := points[pair.Declared]
			l, okL := points[pair.Lived]
			if !okD || !okL {
				continue
			}
			declared.Add(d.Mean)
			lived.Add(l.Mean)
			se.Add(l.SD)
			n++
		}
		if n > 0 {
			f := gapOf(declared.Total()/float64(n), lived.Total()/float64(n), se.Total()/float64(n), s.model.Formulas.Facade.Width)
			f.N, f.OK = n, true
			return f
		}
	}
	return facadeGap{}
}
