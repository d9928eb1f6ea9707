package projections_test

import (
	"slices"
	"testing"

	"soin/domain/team"
	"soin/projections"
)

func TestTeamIsToldAsOfTheDateAsked(t *testing.T) {
	s := told(t).
		fact("2010-01-01", "team-a", team.Formed{Name: "First", ParentID: "x", Kind: "ward"}).
		fact("2010-01-01", "team-x", team.Formed{Name: "X"}).
		fact("2010-01-01", "team-y", team.Formed{Name: "Y"}).
		fact("2014-06-01", "team-a", team.Renamed{Name: "Third"}).
		fact("2015-01-01", "team-a", team.Moved{ParentID: "y"}).
		fact("2012-06-01", "team-a", team.Renamed{Name: "Second"}). // arrives late
		fact("2016-01-01", "team-a", team.Dissolved{})
	for on, want := range map[string]struct {
		name, parent string
		ended        bool
	}{
		"2010-01-01": {"First", "x", false},
		"2012-05-31": {"First", "x", false},
		"2012-06-01": {"Second", "x", false},
		"2014-06-01": {"Third", "x", false},
		"2015-12-31": {"Third", "y", false},
		"2016-01-01": {"Third", "y", true},
	} {
		got, ok := s.views.Teams.Team("a", date(t, on))
		if !ok || got.Name != want.name || got.ParentID != want.parent || (got.EndedOn != nil) != want.ended {
			t.Errorf("as of %s: %+v (found %v), want %+v", on, got, ok, want)
		}
	}
	if _, ok := s.views.Teams.Team("a", date(t, "2009-12-31")); ok {
		t.Error("the team is told of before it was formed")
	}
}

func TestTreeHoldsLivingTeamsUnderTheirParentOfTheDate(t *testing.T) {
	s := told(t).
		fact("2010-01-01", "team-b", team.Formed{Name: "B", ParentID: "x"}).
		fact("2010-01-01", "team-a", team.Formed{Name: "A", ParentID: "x"}).
		fact("2010-01-01", "team-x", team.Formed{Name: "X"}).
		fact("2012-01-01", "team-b", team.Moved{}).
		fact("2013-01-01", "team-a", team.Merged{IntoTeamID: "b"})
	for on, want := range map[string][]string{
		"2011-01-01": {"a", "b"}, "2012-06-01": {"a"}, "2013-06-01": nil,
	} {
		if got := ids(s.views.Teams.Children("x", date(t, on))); !slices.Equal(got, want) {
			t.Errorf("children of x as of %s: %v, want %v", on, got, want)
		}
	}
	if got := ids(s.views.Teams.List(date(t, "2013-06-01"))); !slices.Equal(got, []string{"b", "x"}) {
		t.Errorf("living teams: %v", got)
	}
}

func TestLineageRunsThroughMergersAndSplits(t *testing.T) {
	s := told(t).
		fact("2000-01-01", "team-mail", team.Formed{Name: "Mail"}).
		fact("2000-01-01", "team-phone", team.Formed{Name: "Phone"}).
		fact("2010-01-01", "team-mail", team.Merged{IntoTeamID: "contact"}).
		fact("2010-01-01", "team-contact", team.Formed{Name: "Contact"}).
		fact("2010-01-01", "team-phone", team.Merged{IntoTeamID: "contact"}).
		fact("2015-01-01", "team-contact", team.Split{IntoTeamIDs: []string{"north", "south"}}).
		fact("2015-01-01", "team-north", team.Formed{Name: "North"}).
		fact("2015-01-01", "team-south", team.Formed{Name: "South"}).
		fact("2018-01-01", "team-south", team.Dissolved{})
	want := []string{
		"2010-01-01: Mail merged into Contact",
		"2010-01-01: Phone merged into Contact",
		"2015-01-01: Contact split into North, South",
	}
	if got := sentences(s.views.Teams.Lineage("north", date(t, "2020-01-01"))); !slices.Equal(got, want) {
		t.Errorf("lineage of north: %q, want %q", got, want)
	}
	if got := sentences(s.views.Teams.Lineage("phone", date(t, "2012-01-01"))); !slices.Equal(got, want[1:2]) {
		t.Errorf("lineage of phone as of 2012: %q", got)
	}
	if got := sentences(s.views.Teams.Lineage("south", date(t, "2020-01-01"))); !slices.Contains(got,
		"2018-01-01: South ended without a successor") {
		t.Errorf("lineage of south: %q", got)
	}
}

func TestLineageEndsWhereWhatWasPublishedGoesInCircles(t *testing.T) {
	s := told(t).
		fact("2000-01-01", "team-a", team.Formed{Name: "A"}).
		fact("2000-01-01", "team-b", team.Formed{Name: "B"}).
		fact("2001-01-01", "team-a", team.Merged{IntoTeamID: "b"}).
		fact("2002-01-01", "team-b", team.Merged{IntoTeamID: "a"})
	if got := s.views.Teams.Lineage("a", date(t, "2003-01-01")); len(got) != 2 {
		t.Errorf("lineage: %q", sentences(got))
	}
}

func TestTeamSpokenOfButNeverFormedIsNotShown(t *testing.T) {
	s := told(t).
		fact("2000-01-01", "team-a", team.Formed{Name: "A", ParentID: "ghost"}).
		fact("2001-01-01", "team-a", team.Merged{IntoTeamID: "phantom"})
	for _, id := range []string{"ghost", "phantom", "nobody"} {
		if _, ok := s.views.Teams.Team(id, date(t, "2005-01-01")); ok {
			t.Errorf("%s is shown", id)
		}
	}
	if got := sentences(s.views.Teams.Lineage("a", date(t, "2005-01-01"))); !slices.Equal(got,
		[]string{"2001-01-01: A merged into phantom"}) {
		t.Errorf("lineage: %q", got)
	}
}

func ids(teams []projections.Team) (out []string) {
	for _, t := range teams {
		out = append(out, t.ID)
	}
	return out
}

func sentences(passages []projections.Passage) (out []string) {
	for _, p := range passages {
		out = append(out, p.Sentence())
	}
	return out
}
