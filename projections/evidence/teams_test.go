package evidence_test

import (
	"fmt"
	"slices"
	"testing"

	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/irritant"
	"soin/domain/survey"
	"soin/domain/team"
	"soin/projections/evidence"
)

// since tells when teams were last touched.
func since(v *evidence.Evidence, teams ...string) []event.Position {
	out := make([]event.Position, len(teams))
	for i, id := range teams {
		out[i] = v.Of(id).Since
	}
	return out
}

func TestATeamKnowsItsManagersAndEveryTeamAboveAndBelow(t *testing.T) {
	v := told(
		fact{"team-a", 1, team.Formed{Name: "A", ParentID: "north"}},
		fact{"team-b", 1, team.Formed{Name: "B", ParentID: "north"}},
		fact{"team-a", 3, team.Moved{ParentID: "east"}},
		fact{"team-a", 4, team.Moved{ParentID: "north"}},
		fact{"team-a", 5, team.Moved{}},
		fact{"team-a", 6, team.Moved{ParentID: "a"}},
		fact{"team-a", 9, team.ManagerAppointed{Member: "m2"}},
		fact{"team-a", 2, team.ManagerAppointed{Member: "m1"}},
	)
	a := dossier(t, v, "a")
	if !slices.Equal(ids(v, a.Above...), []string{"east", "north"}) || !slices.Equal(ids(v, dossier(t, v, "north").Below...), []string{"a", "b"}) {
		t.Errorf("above %q, below north %q", ids(v, a.Above...), ids(v, v.Of("north").Below...))
	}
	for day, want := range map[int]string{2: "m1", 8: "m1", 9: "m2"} {
		if m, _ := a.Managers.On(date(day)); v.ID(m) != want {
			t.Errorf("on day %d %s manages", day, v.ID(m))
		}
	}
	if _, ok := a.Managers.On(date(1)); ok {
		t.Error("somebody managed before anybody was appointed")
	}
	if !slices.Equal(v.Teams(), []string{"a", "b", "east", "north"}) {
		t.Errorf("teams %q", v.Teams())
	}
}

func TestAFactTouchesItsTeamAndAllThatEverWereAboveIt(t *testing.T) {
	v := told(
		fact{"team-root", 1, team.Formed{Name: "Root"}},
		fact{"team-north", 1, team.Formed{Name: "North", ParentID: "root"}},
		fact{"team-east", 1, team.Formed{Name: "East", ParentID: "root"}},
		fact{"team-a", 1, team.Formed{Name: "A", ParentID: "north"}},
		fact{"team-a", 2, team.Moved{ParentID: "east"}},
		fact{"team-b", 2, team.Formed{Name: "B", ParentID: "east"}},
	)
	if got := since(v, "a", "north", "east", "root", "b"); !slices.Equal(got, []event.Position{5, 5, 6, 6, 6}) {
		t.Fatalf("touched at %v", got)
	}
	for i, f := range []fact{
		{"team-a", 3, team.Renamed{Name: "Aa"}},
		{"team-a", 3, team.HeadcountReported{Headcount: 4}},
		{"team-a", 3, team.ManagerAppointed{Member: "m"}},
		{"survey-s", 3, tallied()},
		{"survey-s", 3, released("a")},
		{"survey-s", 3, survey.Voided{TeamIDs: []string{"a"}}},
		{"irritant-i", 3, irritant.Reported{TeamID: "a", Axis: care.Self}},
		{"irritant-i", 3, irritant.Withdrawn{}},
		{"team-a", 3, team.Dissolved{}},
	} {
		p := event.Position(7 + i)
		v.Fold(f.recorded(7 + i))
		if got := since(v, "a", "north", "east", "root", "b"); !slices.Equal(got, []event.Position{p, p, p, p, 6}) {
			t.Errorf("%s: touched at %v, want %d", f.event.EventName(), got, p)
		}
	}
}

func TestWhatATeamBecameIsTouchedWithIt(t *testing.T) {
	v := told(
		fact{"team-a", 1, team.Formed{Name: "A"}},
		fact{"team-b", 1, team.Formed{Name: "B", ParentID: "north"}},
		fact{"team-a", 2, team.Split{IntoTeamIDs: []string{"b", "c"}}},
	)
	if got := since(v, "a", "b", "c", "north"); !slices.Equal(got, []event.Position{3, 3, 3, 3}) {
		t.Errorf("at the split %v", got)
	}
	v.Fold(fact{"team-c", 3, team.Merged{IntoTeamID: "d"}}.recorded(4))
	v.Fold(fact{"survey-s", 4, survey.Tallied{TeamID: "a"}}.recorded(5))
	if got := since(v, "a", "b", "c", "d", "north"); !slices.Equal(got, []event.Position{5, 5, 5, 5, 5}) {
		t.Errorf("at a late fact %v", got)
	}
	if into := ids(v, v.Of("a").Into...); !slices.Equal(into, []string{"b", "c"}) {
		t.Errorf("into %q", into)
	}
}

func TestALoopOfTeamsEnds(t *testing.T) {
	v := told(
		fact{"team-a", 1, team.Formed{Name: "A", ParentID: "b"}},
		fact{"team-b", 1, team.Formed{Name: "B", ParentID: "a"}},
		fact{"team-a", 2, team.Merged{IntoTeamID: "a"}},
	)
	if got := since(v, "a", "b"); !slices.Equal(got, []event.Position{3, 3}) {
		t.Errorf("touched at %v", got)
	}
}

func TestAFactIsCarriedSixteenTeamsUp(t *testing.T) {
	var facts []fact
	for i := range 40 {
		facts = append(facts, fact{fmt.Sprintf("team-t%02d", i), 1, team.Formed{Name: "T", ParentID: fmt.Sprintf("t%02d", i+1)}})
	}
	v := told(append(facts, fact{"survey-s", 2, survey.Tallied{TeamID: "t00"}})...)
	if got := since(v, "t00", "t16", "t17"); got[0] != 41 || got[1] != 41 || got[2] == 41 {
		t.Errorf("touched at %v", got)
	}
}

func TestNothingIsKnownOfATeamOfWhichNothingWasTold(t *testing.T) {
	if v := told(); v.Of("a") != nil || len(v.Teams()) != 0 || v.Published() != 0 || v.ID(0) != "" {
		t.Error("something is known")
	}
}
