package maturity

import (
	"testing"

	"soin/projections/evidence"
)

// irritant reports one some days ago; steps are told in days after that.
func (s *tale) irritant(daysAgo int, steps ...func(*evidence.Ticket, int)) *evidence.Ticket {
	t := evidence.Ticket{Moment: s.ago(daysAgo), Severity: 1, Axis: evidence.Team}
	for _, step := range steps {
		step(&t, daysAgo)
	}
	s.dossier.Irritants = append(s.dossier.Irritants, t)
	return &s.dossier.Irritants[len(s.dossier.Irritants)-1]
}

func (s *tale) after(days int, kind evidence.StepKind) func(*evidence.Ticket, int) {
	return func(t *evidence.Ticket, reported int) { t.Steps = append(t.Steps, s.step(kind, reported-days)) }
}

func (s *tale) confirmed(days int, rating int8) func(*evidence.Ticket, int) {
	return func(t *evidence.Ticket, reported int) {
		step := s.step(evidence.Confirmed, reported-days)
		step.Rating = rating
		t.Steps = append(t.Steps, step)
	}
}

func TestIrritantsAreSurvivalAndConfirmation(t *testing.T) {
	s := team(t)
	for range 6 {
		s.irritant(100, s.after(10, evidence.Resolved), s.confirmed(12, 5))
	}
	for range 2 {
		s.irritant(100, s.after(20, evidence.Resolved)) // nobody contests it
	}
	s.irritant(100, s.after(5, evidence.Resolved), s.after(8, evidence.Contested))
	s.irritant(100)
	s.is("irritants-survival", 100*(1-16.0/30)) // open: 10 days all, 10 days .4, 10 days .2
	s.is("irritants-confirmed", 80)
	s.is("XT3", .6*100*(1-16.0/30)+.4*80)
	s.is("irritants-contested", 100.0/9)
	if open, unnoticed := s.backlog(90); open != 2 || unnoticed != 1 {
		t.Errorf("backlog %d, %d", open, unnoticed)
	}
}

func TestWhatComesBackLowersIrritants(t *testing.T) {
	s := team(t)
	for range 4 {
		s.irritant(100, s.after(0, evidence.Resolved), s.confirmed(1, 4))
	}
	for range 2 {
		s.irritant(100, s.after(0, evidence.Resolved), s.after(30, evidence.Reopened))
		s.irritant(100)
	}
	s.is("XT3", 50*(1-2.0/6))
	if c := s.churn(); !c.Found || c.Resolved != 6 || c.Reopened != 2 {
		t.Errorf("%+v", c)
	}
}

func TestAResolutionCountsOnceTheReceiverAgreesOrKeepsSilent(t *testing.T) {
	s := team(t)
	for name, c := range map[string]struct {
		steps    []func(*evidence.Ticket, int)
		resolved bool
		days     int
	}{
		"claimed 13 days ago":           {[]func(*evidence.Ticket, int){s.after(27, evidence.Resolved)}, false, 40},
		"claimed 14 days ago":           {[]func(*evidence.Ticket, int){s.after(26, evidence.Resolved)}, true, 26},
		"confirmed":                     {[]func(*evidence.Ticket, int){s.after(35, evidence.Resolved), s.confirmed(36, 4)}, true, 35},
		"rated low":                     {[]func(*evidence.Ticket, int){s.after(5, evidence.Resolved), s.confirmed(6, 3)}, false, 40},
		"contested on day 30":           {[]func(*evidence.Ticket, int){s.after(5, evidence.Resolved), s.after(35, evidence.Contested)}, false, 40},
		"contested on day 31":           {[]func(*evidence.Ticket, int){s.after(5, evidence.Resolved), s.after(36, evidence.Contested)}, true, 5},
		"contested, confirmed at last":  {[]func(*evidence.Ticket, int){s.after(5, evidence.Resolved), s.after(6, evidence.Contested), s.after(9, evidence.Resolved), s.confirmed(9, 5)}, true, 9},
		"confirmed, then it came back":  {[]func(*evidence.Ticket, int){s.after(5, evidence.Resolved), s.confirmed(6, 5), s.after(20, evidence.Reopened)}, false, 40},
		"withdrawn":                     {[]func(*evidence.Ticket, int){s.after(7, evidence.Withdrawn)}, false, 7},
		"contested tomorrow":            {[]func(*evidence.Ticket, int){s.after(20, evidence.Resolved), s.after(41, evidence.Contested)}, true, 20},
		"resolved, confirmed only then": {[]func(*evidence.Ticket, int){s.after(30, evidence.Resolved), s.confirmed(41, 5)}, false, 40},
	} {
		ticket := s.irritant(40, c.steps...)
		if got := s.course(ticket, s.past()); got.resolved != c.resolved || got.days != c.days {
			t.Errorf("%s: resolved %t after %d days", name, got.resolved, got.days)
		}
	}
}

func TestWhoReportsAndResolvesWithinADayDoesNotCount(t *testing.T) {
	s := team(t)
	for i := range 10 {
		x := s.irritant(100, s.after(i/5, evidence.Resolved), s.confirmed(2, 5)) // five on the day, five on the next
		x.Member = s.word("p")
		x.Steps[0].By = s.word("p")
	}
	s.lacks("XT3", 5, 8, WantIrritants)
	if c := s.churn(); c.Excluded != 5 || !c.Found {
		t.Errorf("%+v", c)
	}
}

func TestTheWindowOfIrritantsIsHalfOpen(t *testing.T) {
	s := team(t)
	for range 7 {
		s.irritant(100)
	}
	s.irritant(365)
	s.irritant(-1)
	s.lacks("XT3", 7, 8, WantIrritants)
	s.irritant(364)
	s.again().is("XT3", 0)
}

func TestBasicIrritantsHaveAMedian(t *testing.T) {
	s := team(t)
	for i := range 8 {
		x := s.irritant(100, s.after(i+1, evidence.Resolved), s.confirmed(20, 5))
		x.Basic = true
		x.Steps[0].Role = []evidence.Role{evidence.ByTeam, evidence.ByManager}[i%2]
	}
	s.irritant(100)
	if median, reached, known := s.basicMedian(); median != 4 || !reached || !known {
		t.Errorf("median %v, %t, %t", median, reached, known)
	}
	s.is("basic-irritants", 100*(1-4.5/30))
	s.is("resolved-by-team", 50)
}

func TestNoticeIsTakenOfNeedsAndIrritants(t *testing.T) {
	s := team(t)
	for range 4 {
		s.irritant(100, s.after(0, evidence.Acknowledged))
	}
	for range 3 {
		s.irritant(100)
	}
	s.lacks("ST2", 7, 8, WantSignals)
	s.need(100, evidence.Team)
	s.again().is("ST2", 50)
}

// need is signalled some days ago, and answered after some days where they are given.
func (s *tale) need(daysAgo int, axis evidence.Axis, answered ...int) *evidence.Need {
	n := evidence.Need{Moment: s.ago(daysAgo), Axis: axis, Signalled: true}
	for _, days := range answered {
		n.Steps = append(n.Steps, s.step(evidence.Answered, daysAgo-days))
	}
	s.dossier.Needs = append(s.dossier.Needs, n)
	return &s.dossier.Needs[len(s.dossier.Needs)-1]
}

func TestNeedsOfSelfCareAreAnsweredInTime(t *testing.T) {
	s := team(t)
	for range 7 {
		s.need(100, evidence.Self, 7)
	}
	s.need(100, evidence.Team, 7)
	s.lacks("SS1", 7, 8, WantNeeds)
	s.need(100, evidence.Self)
	m := s.again().is("SS1", 100*(1-(7+21.0/8)/28))
	near(t, "se", m.SE, 8.7697, 1e-3)
}

func TestComplaintsSurvive(t *testing.T) {
	s := team(t)
	for range 8 {
		s.irritant(60, s.after(15, evidence.Resolved), s.confirmed(16, 5))
	}
	s.dossier.Complaints, s.dossier.Irritants = s.dossier.Irritants, nil
	s.is("SP2", 50)
}

func TestOneThingOpenSinceYesterdayDoesNotUndoAGoodYear(t *testing.T) {
	s := team(t)
	for range 10 {
		s.irritant(100, s.after(2, evidence.Resolved), s.confirmed(2, 5))
	}
	s.irritant(3)
	s.is("irritants-survival", 100*(1-(2+28.0/11)/30))
	today := team(t)
	for range 8 {
		today.irritant(0)
	}
	today.lacks("irritants-survival", 0, 1, WantDuration)
}
