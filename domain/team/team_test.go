package team_test

import (
	"fmt"
	"strings"
	"testing"

	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/person"
	"soin/domain/team"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), team.Context, history...)
}

var formed = team.Formed{Name: "Accueil", ParentID: "region", Kind: "shop", Contexts: []string{"night", "telework"}}

// happenings are what can happen to a team while it lives.
func happenings() []event.Event {
	return []event.Event{
		team.Renamed{Name: "Accueil et conseil"},
		team.Moved{ParentID: "other"},
		team.Moved{},
		team.HeadcountReported{Headcount: 12},
		team.HeadcountReported{},
		team.ManagerAppointed{Member: "p-17"},
	}
}

func ends() []event.Event {
	return []event.Event{
		team.Merged{IntoTeamID: "2"},
		team.Split{IntoTeamIDs: []string{"2", "3"}},
		team.Split{IntoTeamIDs: []string{"2"}},
		team.Dissolved{},
	}
}

func TestATeamIsFormedOnce(t *testing.T) {
	given(t).When(formed).ThenRecorded().
		When(formed).ThenConflict("formed already").
		When(team.Formed{Name: "another"}).ThenConflict("team.renamed")
}

func TestWhatHappensToATeamAwaitsThatItIsFormed(t *testing.T) {
	for _, e := range append(happenings(), ends()...) {
		given(t).When(e).ThenEarly("team.formed")
	}
}

func TestWhatHappensToATeamMayHappenAgain(t *testing.T) {
	s := given(t, formed)
	for _, e := range append(happenings(), happenings()...) {
		s = s.When(e).ThenRecorded()
	}
}

func TestATeamEndsOnce(t *testing.T) {
	for _, end := range ends() {
		s := given(t, formed).When(end).ThenRecorded()
		for _, again := range ends() {
			s = s.When(again).ThenConflict("ended with " + end.EventName())
		}
	}
}

// Facts arrive late when history is imported.
func TestWhatHappenedBeforeTheEndMayArriveAfterIt(t *testing.T) {
	s := given(t, formed, team.Dissolved{})
	for _, e := range happenings() {
		s = s.When(e).ThenRecorded()
	}
	s.When(formed).ThenConflict("formed already")
}

func texts(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprint("t", i)
	}
	return out
}

func TestBoundsOfATeam(t *testing.T) {
	long := strings.Repeat("é", 200)
	s := given(t).
		When(team.Formed{}).ThenInvalid("name").
		When(team.Formed{Name: long + "é"}).ThenInvalid("name").
		When(team.Formed{Name: " x", ParentID: "a\nb", Kind: strings.Repeat("k", 65)}).ThenInvalid("name", "parentId", "kind").
		When(team.Formed{Name: "x", Contexts: []string{"a", "b", "a"}}).ThenInvalid("contexts").
		When(team.Formed{Name: "x", Contexts: []string{"a", ""}}).ThenInvalid("contexts[1]").
		When(team.Formed{Name: "x", Contexts: texts(17)}).ThenInvalid("contexts").
		When(team.Formed{Name: long, Contexts: texts(16)}).ThenRecorded()
	s.When(team.Renamed{}).ThenInvalid("name").
		When(team.Renamed{Name: long}).ThenRecorded().
		When(team.Moved{ParentID: strings.Repeat("p", 129)}).ThenInvalid("parentId").
		When(team.HeadcountReported{Headcount: -1}).ThenInvalid("headcount").
		When(team.HeadcountReported{Headcount: 10_000_001}).ThenInvalid("headcount").
		When(team.HeadcountReported{Headcount: 10_000_000}).ThenRecorded().
		When(team.ManagerAppointed{}).ThenInvalid("member").
		When(team.ManagerAppointed{Member: person.Member(strings.Repeat("m", 129))}).ThenInvalid("member").
		When(team.Merged{}).ThenInvalid("intoTeamId").
		When(team.Split{}).ThenInvalid("intoTeamIds").
		When(team.Split{IntoTeamIDs: []string{"a", "a"}}).ThenInvalid("intoTeamIds").
		When(team.Split{IntoTeamIDs: []string{"a", ""}}).ThenInvalid("intoTeamIds[1]").
		When(team.Split{IntoTeamIDs: texts(101)}).ThenInvalid("intoTeamIds").
		When(team.Split{IntoTeamIDs: texts(100)}).ThenRecorded()
}

func TestATeamIsNeitherAboveItselfNorWhatItBecomes(t *testing.T) {
	itself := eventtest.Subject
	given(t).When(team.Formed{Name: "x", ParentID: itself}).ThenInvalid("parentId")
	given(t, formed).
		When(team.Moved{ParentID: itself}).ThenInvalid("parentId").
		When(team.Merged{IntoTeamID: itself}).ThenInvalid("intoTeamId").
		When(team.Split{IntoTeamIDs: []string{"a", itself}}).ThenInvalid("intoTeamIds[1]")
}
