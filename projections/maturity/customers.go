package maturity

import (
	"math"
	"time"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/projections/evidence"
	"soin/projections/stats"
)

// scale puts a piece of feedback on 0..100; false where it says nothing.
type scale func(f *evidence.Feedback) (points float64, ok bool)

// metrics are what customers may be asked, the one to be used first.
var metrics = [...]struct {
	of     evidence.Metric
	points scale
}{
	{evidence.Mirror, func(f *evidence.Feedback) (float64, bool) { return mirrored(f.Mirror[:]) }},
	{evidence.CSAT, func(f *evidence.Feedback) (float64, bool) { return 100 * float64(one(f.Value >= 4)), true }},
	{evidence.CES, func(f *evidence.Feedback) (float64, bool) { return 100 * (f.Value - 1) / 6, true }},
	{evidence.NPS, func(f *evidence.Feedback) (float64, bool) { return recommends(f.Value), true }},
}

// mirrored is the mean of a customer's answers, 1..5, of two or more and at least half.
func mirrored(answers []int8) (points float64, ok bool) {
	sum, n := 0, 0
	for _, x := range answers {
		if x > 0 {
			sum += int(x)
			n++
		}
	}
	return 25 * (float64(sum)/float64(max(1, n)) - 1), n >= 2 && 2*n >= len(answers)
}

// recommends is 100 for a promoter and 0 for a detractor, so that the mean of it is half
// of the net recommendation plus 50.
func recommends(value float64) float64 {
	switch {
	case value >= 9:
		return 100
	case value >= 7:
		return 50
	}
	return 0
}

// cx is CX: what customers say, by the first metric with enough of it. It is missing where
// those asked were chosen.
func (s *subject) cx() Measure {
	i := s.indicator("XP3")
	if at, picked := s.cherryPicked(); picked {
		m := lacking("", s.invitedPercent(), int(100*s.model.Flags.CherryPicking.Invited), WantInvitations)
		s.trace(&m, at...)
		return m
	}
	best := lacking("", 0, max(1, i.Minimum), WantCustomers)
	for _, metric := range metrics {
		minimum := i.Minimum
		if metric.of == evidence.Mirror {
			minimum = s.model.Formulas.MirrorSample
		}
		m := s.heard(metric.of, metric.points, i.HalfLife, minimum, WantCustomers)
		if !math.IsNaN(m.Value) {
			return m
		}
		if m.Lack.Have > best.Lack.Have {
			best = m
		}
	}
	return best
}

// xp3 is CX as a figure of the matrix.
func (s *subject) xp3() Measure {
	cx := s.measure("CX")
	if cx.Status != OK {
		return cx
	}
	return blended(Part{1, cx})
}

// heard is what feedback of one metric says, month by month.
func (s *subject) heard(metric evidence.Metric, points scale, halfLife, minimum int, want Want) Measure {
	p := s.pool(s.months(metric, points), halfLife)
	m := s.voice(FromCustomers, p, halfLife, minimum, want)
	if metric == evidence.CSAT && !math.IsNaN(m.Value) { // a share
		m.SE = math.Max(100*stats.WilsonSE(p.value/100, p.effective), s.model.Statistics.SEFloor)
	}
	return m
}

// months makes a batch of each calendar month that is over by the as-of date: feedback of
// an open month waits, so that no two dates tell the answers of a day apart.
func (s *subject) months(metric evidence.Metric, points scale) []batch {
	var batches []batch
	y, at, end := s.memo.points[:0], evidence.Moment{}, calendar.Date(math.MinInt32)
	closeMonth := func() {
		if len(y) > 0 {
			batches = append(batches, batchOf(y, s.on.Days(end), at))
		}
		y = y[:0]
	}
	for i := range s.dossier.Feedbacks {
		f := &s.dossier.Feedbacks[i]
		if f.Metric != metric {
			continue
		}
		if day := f.At.Date(); day > end {
			closeMonth()
			if end = monthEnd(day); end > s.on {
				break
			}
			at = f.Moment
		}
		if p, ok := points(f); ok {
			y = append(y, p)
		}
	}
	closeMonth()
	s.memo.points = y
	return batches
}

// monthEnd is the last day of a date's month.
func monthEnd(d calendar.Date) calendar.Date {
	t := d.Start()
	return calendar.Of(time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, time.UTC))
}

// cherryPicked holds where too few of those the team met were asked what they thought, or
// the one whom it is about chose whom to ask.
func (s *subject) cherryPicked() ([]event.Position, bool) {
	at, invited, contacts, picked := s.trail(), 0, 0, false
	for i := range s.dossier.Invitations {
		if v := &s.dossier.Invitations[i]; s.invites(v) {
			at.add(v.Moment)
			invited, contacts = invited+int(v.Invited), contacts+int(v.Contacts)
			picked = picked || v.ByAgent
		}
	}
	return at.at, picked || float64(invited) < s.model.Flags.CherryPicking.Invited*float64(contacts)
}

// invites holds for invitations of the time whose feedback is fresh.
func (s *subject) invites(v *evidence.Invitation) bool {
	fresh := s.model.Statistics.StaleAfter * float64(s.indicator("XP3").HalfLife)
	age := s.age(v.End)
	return s.past().has(v.Moment) && age >= 0 && float64(age) < fresh
}

// invitedPercent is how many of those the team met were asked, by nobody's choice.
func (s *subject) invitedPercent() int {
	invited, contacts := 0, 0
	for i := range s.dossier.Invitations {
		v := &s.dossier.Invitations[i]
		switch {
		case !s.invites(v):
			continue
		case v.ByAgent:
			return 0
		}
		invited, contacts = invited+int(v.Invited), contacts+int(v.Contacts)
	}
	return 100 * invited / max(1, contacts)
}

// sp1 is whether customers feel understood and met somebody who could help.
func (s *subject) sp1() Measure {
	i := s.indicator("SP1")
	understood := func(f *evidence.Feedback) (float64, bool) { return mirrored(f.Mirror[1:3]) }
	return s.heard(evidence.Mirror, understood, i.HalfLife, i.Minimum, WantCustomers)
}

// sp3 is what suppliers, neighbours and partners say, as receivers of care and when asked.
func (s *subject) sp3() Measure {
	i := s.indicator("SP3")
	batches := s.rated(func(r *evidence.Release) bool { return s.isOutside(r) }, fitOf)
	rating := func(f *evidence.Feedback) (float64, bool) { return 25 * (f.Value - 1), true }
	for _, metric := range [...]evidence.Metric{evidence.Suppliers, evidence.Community, evidence.Partners} {
		batches = append(batches, s.months(metric, rating)...)
	}
	return s.voice(FromReceivers, s.pool(batches, i.HalfLife), i.HalfLife, i.Minimum, WantPartners)
}

func (s *subject) isOutside(r *evidence.Release) bool {
	switch s.evidence.ID(r.From) {
	case "suppliers", "community", "partners":
		return true
	}
	return false
}
