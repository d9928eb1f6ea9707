package evidence_test

import (
	"slices"
	"testing"

	"soin/domain/care"
	"soin/domain/help"
	"soin/domain/irritant"
	"soin/domain/recognition"
	"soin/domain/review"
	"soin/domain/team"
	"soin/domain/voices"
)

func TestASmallTeamCountsInItsParent(t *testing.T) {
	v := told(
		fact{"team-north", 1, team.Formed{Name: "North", ParentID: "root"}},
		fact{"team-north", 1, team.ManagerAppointed{Member: "m1"}},
		fact{"team-a", 1, team.Formed{Name: "A", ParentID: "north"}},
		fact{"team-a", 2, team.ManagerAppointed{Member: "m2"}},
		fact{"irritant-1", 3, irritant.Reported{TeamID: "north", Axis: care.Self}},
		fact{"irritant-2", 2, irritant.Reported{TeamID: "a", Axis: care.Self}},
		fact{"irritant-0", 3, irritant.Reported{TeamID: "a", Axis: care.Self}},
		fact{"recognition-1", 3, recognition.Given{TeamID: "a", From: "m1", To: "m2"}},
		fact{"help-1", 3, help.Given{TeamID: "a", From: "m1", To: "m2", ToTeamID: "north"}},
		fact{"help-2", 3, help.Given{TeamID: "b", From: "m1", To: "m2", ToTeamID: "north"}},
		fact{"review-1", 3, review.Opened{Scope: []string{"a", "north"}, AsOf: date(1)}},
		fact{"voices-1", 3, voices.Released{Kind: voices.Error, TeamIDs: []string{"a", "north"}}},
		fact{"survey-1", 5, released("a")},
		fact{"survey-2", 4, released("north")},
		fact{"survey-3", 6, released("a", "north")},
	)
	m := v.Merge(v.Of("north"), nil, v.Of("a"))
	var tickets []string
	for _, i := range m.Irritants {
		tickets = append(tickets, i.ID)
	}
	if !slices.Equal(tickets, []string{"2", "0", "1"}) {
		t.Errorf("irritants %q", tickets)
	}
	if len(m.Recognitions) != 1 || len(m.Reviews) != 1 || len(m.Voices) != 1 || len(m.Helps) != 1 {
		t.Errorf("%+v", m)
	}
	if h := one(t, m.HelpsFromOutside); v.ID(h.FromTeam) != "b" {
		t.Errorf("help of %s is from outside", v.ID(h.FromTeam))
	}
	if !slices.Equal(m.Units, []int32{1, 0, 2}) {
		t.Errorf("units %v", m.Units)
	}
	if who, _ := m.Managers.On(date(9)); v.ID(who) != "m1" || !slices.Equal(ids(v, m.Above...), []string{"root"}) || m.Since != 15 {
		t.Errorf("managed by %s, since %d", v.ID(who), m.Since)
	}
	if n := v.Of("north"); len(n.Irritants) != 1 || len(n.HelpsFromOutside) != 2 {
		t.Errorf("the merge changed the dossier: %+v", n)
	}
}

func TestAMergeOfOneIsThatOneAndOfNoneIsEmpty(t *testing.T) {
	v := told(fact{"irritant-1", 3, irritant.Reported{TeamID: "a", Axis: care.Self}})
	if v.Merge(v.Of("a")) != v.Of("a") || v.Merge(v.Of("a"), nil) != v.Of("a") {
		t.Error("it is another one")
	}
	if m := v.Merge(nil, v.Of("a")); len(m.Irritants) != 1 {
		t.Errorf("%+v", m)
	}
	for _, m := range []int{len(v.Merge().Irritants), len(v.Merge(nil).Irritants), len(v.Merge(nil, nil).Irritants)} {
		if m != 0 {
			t.Error("nothing has irritants")
		}
	}
}
