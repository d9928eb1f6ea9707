package projections_test

import (
	"testing"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/instrument"
	"soin/domain/survey"
	"soin/projections"
)

// story records facts in the order they are told and folds them.
type story struct {
	t     *testing.T
	views *projections.Views
	next  event.Position
}

func told(t *testing.T) *story { return &story{t: t, views: projections.NewViews()} }

func (s *story) fact(on, stream string, e event.Event) *story {
	s.t.Helper()
	if err := e.Validate(); err != nil {
		s.t.Fatalf("%s on %s: %v", e.EventName(), stream, err)
	}
	s.next += 7 // positions need not be dense
	s.views.Fold(event.Recorded{
		Envelope: event.Envelope{Source: "test", ID: on + stream + e.EventName(), Time: date(s.t, on).Start()},
		Place:    event.Place{Stream: stream, Position: s.next, RecordedAt: date(s.t, "2026-01-01").Start()},
		Event:    e,
	})
	return s
}

func date(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// questions asks two items of each need that the tests look at; "declared" mirrors "lived".
func questions() instrument.Published {
	item := func(id string, need string, reversed bool) instrument.Item {
		it := instrument.Item{ID: id, Reversed: reversed, Min: 1, Max: 5}
		it.Need = needOf(need)
		return it
	}
	declared := item("declared", "C", false)
	declared.MirrorOf = "lived"
	return instrument.Published{Version: "1", Audience: instrument.OfTeam, Items: []instrument.Item{
		declared, item("lived", "C", false), item("backed", "C", true),
		item("heard", "E", false), item("asked", "E", false),
		item("noticed", "R", false),
	}}
}

// shares tallies favourable shares, in the order of questions, for as many as are given.
func shares(team string, values ...float64) survey.Tallied {
	e := survey.Tallied{InstrumentID: "pulse", TeamID: team}
	for i, it := range questions().Items[:len(values)] {
		e.Items = append(e.Items, survey.Result{Item: it.ID, Favourable: &values[i]})
	}
	return e
}

func needOf(letter string) care.Need {
	return map[string]care.Need{"C": care.Confiance, "E": care.Ecoute, "R": care.Reconnaissance}[letter]
}
