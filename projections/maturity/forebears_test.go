package maturity

import (
	"slices"
	"testing"

	"soin/domain/calendar"
	"soin/domain/event"
	facts "soin/domain/team"
	"soin/projections"
)

func TestATeamComesFromAllThatMergedOrSplitIntoIt(t *testing.T) {
	views := projections.NewViews()
	position := event.Position(0)
	tell := func(on, id string, e event.Event) {
		position++
		day, err := calendar.Parse(on)
		if err != nil {
			t.Fatal(err)
		}
		views.Teams.Fold(event.Recorded{
			Envelope: event.Envelope{Source: "test", ID: on + id, Time: day.Start()},
			Place:    event.Place{Stream: "team-" + id, Position: position}, Event: e,
		})
	}
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		tell("2020-01-01", id, facts.Formed{Name: id})
	}
	tell("2022-01-01", "b", facts.Merged{IntoTeamID: "c"})
	tell("2023-01-01", "a", facts.Split{IntoTeamIDs: []string{"b", "d"}}) // told late: b had ended
	tell("2024-01-01", "c", facts.Merged{IntoTeamID: "e"})
	for _, c := range []struct {
		id, on string
		want   []string
	}{
		{"e", "2025-01-01", []string{"a", "b", "c"}}, {"e", "2023-12-31", nil}, {"c", "2022-06-01", []string{"b"}},
		{"d", "2025-01-01", []string{"a"}}, {"a", "2025-01-01", nil},
	} {
		on, _ := calendar.Parse(c.on)
		if got := forebears(views.Teams, c.id, on); !slices.Equal(got, c.want) {
			t.Errorf("%s on %s comes from %v, want %v", c.id, c.on, got, c.want)
		}
	}
}
