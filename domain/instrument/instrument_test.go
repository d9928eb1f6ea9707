package instrument_test

import (
	"fmt"
	"strings"
	"testing"

	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/instrument"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), instrument.Context, history...)
}

// published is version 1 of an instrument with one item, in which something was changed.
func published(change func(*instrument.Published, *instrument.Item)) instrument.Published {
	e := instrument.Published{
		Version: "1", Audience: instrument.OfTeam,
		Title: instrument.Text{FR: "Baromètre du care", EN: "Care barometer"},
		Items: []instrument.Item{{
			ID: "q1", Text: instrument.Text{FR: "On m'écoute."}, Need: care.Ecoute, Dimension: care.Attention,
			Criterion: care.Situee, Axis: care.Team, Reversed: true, MirrorOf: "m1", Min: 1, Max: 5,
		}},
	}
	if change != nil {
		change(&e, &e.Items[0])
	}
	return e
}

func TestAVersionIsPublishedOnceAndNeverChanges(t *testing.T) {
	corrected := func(_ *instrument.Published, it *instrument.Item) { it.Reversed = false }
	given(t).
		When(published(nil)).ThenRecorded().
		When(published(nil)).ThenConflict(`version "1" was published already`).
		When(published(corrected)).ThenConflict("publish a new version").
		When(published(func(e *instrument.Published, _ *instrument.Item) { e.Version = "2" })).ThenRecorded()
}

func TestAnItemMayTellNothingAboutCare(t *testing.T) {
	given(t).When(published(func(e *instrument.Published, it *instrument.Item) {
		e.Title = instrument.Text{}
		*it = instrument.Item{ID: "q1", Max: 1}
	})).ThenRecorded()
}

func TestBoundsOfAnInstrument(t *testing.T) {
	long := strings.Repeat("é", 2001)
	for _, c := range []struct {
		change func(*instrument.Published, *instrument.Item)
		paths  []string
	}{
		{func(e *instrument.Published, _ *instrument.Item) { *e = instrument.Published{} }, []string{"version", "audience", "items"}},
		{func(e *instrument.Published, _ *instrument.Item) { e.Audience = "everybody" }, []string{"audience"}},
		{func(e *instrument.Published, _ *instrument.Item) { e.Title.EN = long }, []string{"title.en"}},
		{func(e *instrument.Published, _ *instrument.Item) { e.Items = append(e.Items, e.Items[0]) }, []string{"items[1].id"}},
		{func(e *instrument.Published, _ *instrument.Item) { e.Items = items(1001) }, []string{"items"}},
		{func(_ *instrument.Published, it *instrument.Item) { it.ID = "" }, []string{"items[0].id"}},
		{func(_ *instrument.Published, it *instrument.Item) { it.Text.FR = long }, []string{"items[0].text.fr"}},
		{func(_ *instrument.Published, it *instrument.Item) { it.Need = "besoin" }, []string{"items[0].need"}},
		{func(_ *instrument.Published, it *instrument.Item) { it.Dimension = "x" }, []string{"items[0].dimension"}},
		{func(_ *instrument.Published, it *instrument.Item) { it.Criterion = "situee" }, []string{"items[0].criterion"}},
		{func(_ *instrument.Published, it *instrument.Item) { it.Axis = "Team" }, []string{"items[0].axis"}},
		{func(_ *instrument.Published, it *instrument.Item) { it.Axis = "" }, []string{"items[0].axis"}},
		{func(_ *instrument.Published, it *instrument.Item) { it.Criterion = "" }, []string{"items[0].axis"}},
		{func(_ *instrument.Published, it *instrument.Item) { it.MirrorOf = "q1" }, []string{"items[0].mirrorOf"}},
		{func(_ *instrument.Published, it *instrument.Item) { it.Max = it.Min }, []string{"items[0].min"}},
		{func(_ *instrument.Published, it *instrument.Item) { it.Min, it.Max = -1001, 1001 }, []string{"items[0].min", "items[0].max"}},
	} {
		given(t).When(published(c.change)).ThenInvalid(c.paths...)
	}
	given(t).When(published(func(e *instrument.Published, _ *instrument.Item) { e.Items = items(1000) })).ThenRecorded()
}

func items(n int) []instrument.Item {
	out := make([]instrument.Item, n)
	for i := range out {
		out[i] = instrument.Item{ID: fmt.Sprint("q", i), Min: -1000, Max: 1000}
	}
	return out
}
