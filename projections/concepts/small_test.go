package concepts

import (
	"fmt"
	"slices"
	"testing"

	"soin/domain/care"
	"soin/domain/irritant"
	"soin/domain/need"
	"soin/domain/practice"
	"soin/domain/recognition"
	"soin/domain/safety"
	"soin/domain/sale"
	"soin/domain/team"
	"soin/domain/ticket"
	"soin/projections/maturity"
)

// needs of a team that wait for an answer, an irritant that was settled, and a practice.
func (s *story) works(teamID string, needs int) {
	for i := range needs {
		s.fact(today-20, fmt.Sprintf("need-%s-%d", teamID, i), need.Signalled{TeamID: teamID, Axis: care.Self})
	}
	stream := "irritant-" + teamID
	s.fact(today-100, stream, irritant.Reported{TeamID: teamID, Severity: 2, Axis: care.Team, Touchpoint: "till"})
	s.fact(today-90, stream, irritant.Resolved{By: ticket.Manager, Means: true})
	s.fact(today-30, "practice-"+teamID, practice.Adapted{TeamID: teamID, From: "a", To: "b", Reason: "nights"})
}

func TestASmallTeamAloneIsNotToldUnderANameAboveIt(t *testing.T) {
	s := told(t)
	s.forms("org", "", 6, team.Formed{})
	s.forms("t", "org", 12, team.Formed{Contexts: []string{"night"}})
	s.forms("few", "t", 4, team.Formed{Contexts: []string{"night"}})
	s.works("few", 5)
	for _, id := range []string{"t", "org"} {
		expect(t, s.find("G1", id), map[string]float64{"needs signalled": 0})
		expect(t, s.find("I4", id), map[string]float64{"irritants settled together": 0})
	}
	expect(t, s.find("I4", "org"), map[string]float64{"teams of five people or more, this one included": 2})
	if x := s.find("J10", "t").Rows[0].Figures; *x[0].Value != 1 || *x[1].Value != 0 {
		t.Errorf("under the conditions of the small team: %+v", x)
	}
	if needs := Queues(s.views, board(s.t), today).Needs; len(needs) != 0 {
		t.Errorf("needs in the queue: %+v", needs)
	}
	if x := s.find("G1", "few").Figures[0]; x.Status != maturity.Withheld || x.Reason.EN != "the team has fewer than 5 people, and there is nothing else to read with it" {
		t.Errorf("the small team: %+v", x)
	}
	s.forms("fewer", "t", 1, team.Formed{})
	s.works("fewer", 1)
	expect(t, s.find("G1", "t"), map[string]float64{"needs signalled": 6}) // five people in two teams
	expect(t, s.find("I4", "org"), map[string]float64{"irritants settled together": 2})
	if x := s.find("G1", "few").Figures[0]; x.Reason.EN != "the team has fewer than 5 people: it is read with its parent" {
		t.Errorf("the small team: %+v", x)
	}
	if needs := Queues(s.views, board(s.t), today).Needs; len(needs) != 6 || needs[0].TeamID != "t" {
		t.Errorf("needs in the queue: %+v", needs)
	}
}

func TestASmallTeamIsToldBesideTheEvidenceOfTheOneAboveIt(t *testing.T) {
	s := ward(t)
	s.forms("few", "t", 4, team.Formed{})
	s.works("few", 5)
	s.fact(today-20, "sale-1", sale.Concluded{TeamID: "t"})
	expect(t, s.find("G1", "t"), map[string]float64{"needs signalled": 5})
	expect(t, s.find("I4", "t"), map[string]float64{"irritants settled together": 1})
}

// Eight people were thanked, of twelve in the team and four in the small one.
func TestPeopleOfASmallTeamCountWhereItsEvidenceDoes(t *testing.T) {
	s := ward(t)
	s.forms("few", "t", 4, team.Formed{})
	for i := range 8 {
		teamID := "t"
		if i >= 5 {
			teamID = "few"
		}
		s.fact(today-20, fmt.Sprintf("recognition-%d", i), recognition.Given{TeamID: teamID, From: "m20", To: member(i), Kind: recognition.Skill})
	}
	expect(t, s.find("B4", "t"), map[string]float64{"people thanked, to ten points": 50})
}

// The team's own nine are too few to tell incidents one by one, with whomever they are read.
func TestIncidentsAreToldOneByOneOnlyOfATeamThatIsLargeEnoughItself(t *testing.T) {
	s := told(t)
	s.forms("t", "", 9, team.Formed{})
	s.forms("few", "t", 4, team.Formed{})
	for i, id := range []string{"t", "t", "few"} {
		s.fact(today-20, fmt.Sprintf("safety-%d", i), safety.Opened{TeamID: id, Category: safety.Mistake, Severity: 1})
	}
	f := s.find("F2", "t")
	expect(t, f, map[string]float64{"mistakes told in two years": 3})
	rows := slices.Concat(f.Rows, Queues(s.views, board(s.t), today).Incidents, s.find("H6", "t").Rows)
	if len(rows) != 0 {
		t.Errorf("told one by one: %+v", rows)
	}
}
