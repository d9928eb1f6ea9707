package voices_test

import (
	"slices"
	"testing"

	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/domain/voices"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), voices.Context, history...)
}

// released is a box of five ratings of care.
func released(change func(*voices.Released)) voices.Released {
	e := voices.Released{
		Kind: voices.Care, TeamIDs: []string{"1", "2"}, PeriodStart: 20_000, PeriodEnd: 20_030,
		Axis: care.Team, From: voices.Customers, Acts: 12,
		Ratings: []voices.Rating{{Fit: 1, Autonomy: 5}, {Fit: 3, Autonomy: 3}, {Fit: 4, Autonomy: 1}, {Fit: 4, Autonomy: 5}, {Fit: 4, Autonomy: 5}},
	}
	if change != nil {
		change(&e)
	}
	return e
}

func scores(kind voices.Kind, n int) voices.Released {
	return released(func(e *voices.Released) {
		e.Kind, e.Axis, e.From = kind, "", voices.Members
		e.Ratings = slices.Repeat([]voices.Rating{{Score: 4}}, n)
	})
}

var withheld = voices.Withheld{Kind: voices.Error, TeamIDs: []string{"1"}, PeriodStart: 20_000, PeriodEnd: 20_366}

func TestABoxIsReleasedOrWithheldOnce(t *testing.T) {
	for _, first := range []event.Event{released(nil), withheld} {
		given(t).When(first).ThenRecorded().
			When(released(nil)).ThenConflict("settled already by " + first.EventName()).
			When(withheld).ThenConflict("into another box")
	}
}

func TestABoxOfTooFewRatingsIsNotReleased(t *testing.T) {
	given(t).When(released(func(e *voices.Released) { e.Ratings = e.Ratings[:4] })).ThenInvalid("ratings")
	given(t).When(scores(voices.Error, 4)).ThenInvalid("ratings")
	given(t).When(scores(voices.Error, 5)).ThenRecorded()
	given(t).When(scores(voices.Safety, 9)).ThenInvalid("ratings")
	given(t).When(scores(voices.Safety, 10)).ThenRecorded()
}

func TestRatingsStandInOneOrder(t *testing.T) {
	for i := range 3 {
		given(t).When(released(func(e *voices.Released) {
			e.Ratings[i], e.Ratings[i+1] = e.Ratings[i+1], e.Ratings[i]
		})).ThenInvalid("ratings")
	}
	given(t).When(released(func(e *voices.Released) { slices.Reverse(e.Ratings[3:]) })).ThenRecorded()
	unsorted := scores(voices.Error, 5)
	unsorted.Ratings[4].Score = 3
	given(t).When(unsorted).ThenInvalid("ratings")
}

func TestBoundsOfABox(t *testing.T) {
	for _, c := range []struct {
		change func(*voices.Released)
		paths  []string
	}{
		{func(e *voices.Released) { *e = voices.Released{} }, []string{"kind", "teamIds", "periodStart", "ratings"}},
		{func(e *voices.Released) { e.TeamIDs = []string{"2", "1"} }, []string{"teamIds"}},
		{func(e *voices.Released) { e.PeriodEnd = e.PeriodStart - 1 }, []string{"periodEnd"}},
		{func(e *voices.Released) { e.PeriodEnd = e.PeriodStart + 367 }, []string{"periodEnd"}},
		{func(e *voices.Released) { e.Axis, e.From, e.Acts = "moon", "martians", -1 }, []string{"axis", "from", "acts"}},
		{func(e *voices.Released) { e.Ratings[4] = voices.Rating{Fit: 6, Autonomy: 6} }, []string{"ratings[4].fit", "ratings[4].autonomy"}},
		{func(e *voices.Released) { e.Ratings[4].Score = 5 }, []string{"ratings[4].score"}},
		{func(e *voices.Released) {
			*e = scores(voices.Error, 5)
			e.Axis, e.From = care.Team, voices.Customers
		}, []string{"axis", "from"}},
		{func(e *voices.Released) {
			*e = scores(voices.Error, 5)
			e.Ratings[4] = voices.Rating{Fit: 1, Autonomy: 1, Score: 6}
		}, []string{"ratings[4].fit", "ratings[4].autonomy", "ratings[4].score"}},
	} {
		given(t).When(released(c.change)).ThenInvalid(c.paths...)
	}
	given(t).When(voices.Withheld{}).ThenInvalid("kind", "teamIds", "periodStart")
	given(t).When(released(func(e *voices.Released) { e.Axis, e.From, e.Acts = "", voices.Members, 0 })).ThenRecorded()
}
