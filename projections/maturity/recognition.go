package maturity

import (
	"math"
	"slices"

	"soin/projections/evidence"
	"soin/projections/fold"
	"soin/projections/stats"
)

// pt1 is REC: how many are recognised, how evenly, in both directions, and for what is
// otherwise invisible.
func (s *subject) pt1() Measure {
	i, rule := s.indicator("PT1"), s.model.Formulas.Recognition
	n := len(s.thanks()) + len(s.awards())
	switch {
	case n == 0 || n < i.Minimum:
		return lacking("", n, max(1, i.Minimum), WantRecognitions)
	case s.headcount() == 0:
		return lacking("", 0, 1, WantHeadcount)
	case s.ring().Found:
		return lacking("", s.ring().Members, 0, WantNoRing)
	}
	t := s.thanked()
	received := s.receivedThanks()
	evenly := func(_, concentration float64) float64 { return 100 * (1 - concentration) }
	evenness := s.figure(FromActs, evenly(0, received.concentration()), received.jackknife(evenly), float64(received.n), t)
	share, effective := s.relational()
	target := rule.RelationalTarget
	relational := s.figure(FromActs, 100*math.Min(1, share/target), 100*stats.WilsonSE(share, effective)/target, effective, t)
	return blended(
		Part{rule.Reach, s.measure("recognition-reach")}, part(rule.Evenness, "recognition-evenness", evenness),
		Part{rule.Reciprocity, s.measure("PT2")}, part(rule.Relational, "recognition-relational", relational),
	)
}

func (s *subject) thanked() trail {
	t := s.trail()
	for _, r := range s.thanks() {
		t.add(r.Moment)
	}
	return t
}

// receivedThanks is how recognition is spread over the team.
func (s *subject) receivedThanks() *spread {
	if s.memo.received == nil {
		shares := make([]share, 0, len(s.thanks()))
		for _, t := range s.thanks() {
			shares = append(shares, share{t.To, t.weight})
		}
		for _, who := range s.awards() {
			shares = append(shares, share{who, 1})
		}
		x := spreadOf(shares, s.headcount())
		s.memo.received = &x
	}
	return s.memo.received
}

// relational is the share of recognition for relational work, and the effective number of
// recognitions behind it.
func (s *subject) relational() (share, effective float64) {
	awards := len(s.awards())
	y, w := make([]float64, 0, len(s.thanks())+awards), make([]float64, 0, len(s.thanks())+awards)
	for _, t := range s.thanks() {
		y, w = append(y, float64(one(t.Kind == evidence.Relational))), append(w, t.weight)
	}
	for range awards {
		y, w = append(y, 1), append(w, 1)
	}
	return stats.WeightedRate(y, w)
}

// relationalShare is that share in percent.
func (s *subject) relationalShare() Measure {
	share, effective := s.relational()
	if n := len(s.thanks()) + len(s.awards()); effective == 0 || n < s.indicator("PT1").Minimum {
		return lacking("", n, s.indicator("PT1").Minimum, WantRecognitions)
	}
	return s.rate(FromActs, float64(share*effective), effective, s.thanked())
}

// recognitionReach is the share of the team that received recognition.
func (s *subject) recognitionReach() Measure {
	n := len(s.thanks()) + len(s.awards())
	switch x := s.receivedThanks(); {
	case n == 0 || n < s.indicator("PT1").Minimum:
		return lacking("", n, s.indicator("PT1").Minimum, WantRecognitions)
	case s.headcount() == 0:
		return lacking("", 0, 1, WantHeadcount)
	default:
		return s.rate(FromActs, float64(len(x.some)), float64(x.n), s.thanked())
	}
}

// recognitionConcentration is G* of recognition received, 0..1; not ok below the least
// number of recognitions.
func (s *subject) recognitionConcentration() (concentration float64, ok bool) {
	ok = s.measure("recognition-reach").Status == OK
	return s.receivedThanks().concentration(), ok
}

// pt2 is RCP: of those whom recognition links with their manager, the share that it links
// both ways.
func (s *subject) pt2() Measure {
	i := s.indicator("PT2")
	if s.ring().Found {
		return lacking("", s.ring().Members, 0, WantNoRing)
	}
	up, down, t := s.withManager(i.Window)
	linked := distinct(slices.Concat(up, down))
	if linked == 0 || linked < i.Minimum {
		return lacking("", linked, max(1, i.Minimum), WantMembers)
	}
	both := distinct(up) + distinct(down) - linked
	return s.rate(FromActs, float64(both), float64(linked), t)
}

// withManager is the members who recognised their manager, and those whom their manager
// recognised, as often as that happened.
func (s *subject) withManager(window int) (up, down []fold.Word, t trail) {
	w, list := s.window(window), s.counted()
	t = s.trail()
	for i := range list {
		r := &list[i]
		if !w.has(r.Moment) || r.From == r.To {
			continue
		}
		manager, ok := s.managerAt(r.Moment)
		switch {
		case !ok:
			continue
		case r.To == manager:
			up = append(up, r.From)
		case r.From == manager:
			down = append(down, r.To)
		default:
			continue
		}
		t.add(r.Moment)
	}
	return up, down, t
}

// managerAt is who managed the team when something happened.
func (s *subject) managerAt(m evidence.Moment) (fold.Word, bool) {
	list := s.dossier.Managers
	for _, change := range slices.Backward(list) {
		if change.At <= m.At {
			return change.Value, true
		}
	}
	return 0, false
}
