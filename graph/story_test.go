package graph_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/projections"
)

// story is a history in the making: facts in the order in which they were recorded.
type story struct {
	t    testing.TB
	told []event.Recorded
}

// fact is recorded at the next of the positions 1, 2, ...
func (s *story) fact(on calendar.Date, stream string, e event.Event) {
	s.t.Helper()
	if err := e.Validate(); err != nil {
		s.t.Fatalf("%s on %s: %v", e.EventName(), stream, err)
	}
	at := event.Position(len(s.told) + 1)
	s.told = append(s.told, event.Recorded{
		Envelope: event.Envelope{Source: "test", ID: fmt.Sprint(at), Time: on.Start().Add(12 * time.Hour)},
		Place:    event.Place{Stream: stream, Position: at},
		Event:    e,
	})
}

// once is a fact about a subject of its own, whose stream it gives.
func (s *story) once(on calendar.Date, category string, e event.Event) string {
	s.t.Helper()
	stream := fmt.Sprintf("%s-%d", category, len(s.told)+1)
	s.fact(on, stream, e)
	return stream
}

// folded are the read models of facts.
func folded(facts []event.Recorded) *projections.Views {
	views := projections.NewViews()
	for _, f := range facts {
		views.Fold(f)
	}
	return views
}

// history is a reader of facts that come no more.
type history struct {
	told []event.Recorded
	now  *projections.Views
}

func read(s *story) history { return history{s.told, folded(s.told)} }

func (h history) Read() (*projections.Views, func(), error) { return h.now, func() {}, nil }

func (h history) Past(_ context.Context, at event.Position) (*projections.Views, error) {
	return folded(h.told[:at]), nil
}

// day reads a date.
func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
