package concepts

import (
	"fmt"
	"testing"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/team"
	"soin/infra/caremodel"
	"soin/projections"
	"soin/projections/maturity"
)

// story records facts in the order they are told and folds them.
type story struct {
	t     *testing.T
	views *projections.Views
	next  event.Position
}

func told(t *testing.T) *story { return &story{t: t, views: projections.NewViews()} }

func (s *story) fact(on calendar.Date, stream string, e event.Event) {
	s.t.Helper()
	if err := e.Validate(); err != nil {
		s.t.Fatalf("%s on %s: %v", e.EventName(), stream, err)
	}
	s.next += 7 // positions need not be dense
	s.views.Fold(event.Recorded{
		Envelope: event.Envelope{Source: "test", ID: fmt.Sprint(s.next), Time: on.Start()},
		Place:    event.Place{Stream: stream, Position: s.next, RecordedAt: on.Start()},
		Event:    e,
	})
}

// forms a team of some people on the first day of the story.
func (s *story) forms(id, parent string, headcount int, e team.Formed) {
	e.Name, e.ParentID = id, parent
	s.fact(today-1000, "team-"+id, e)
	s.fact(today-1000, "team-"+id, team.HeadcountReported{Headcount: headcount})
}

// today is the as-of date of the stories: 2026-06-30, the end of a quarter.
const today = calendar.Date(20634)

func board(t *testing.T) *maturity.Board {
	t.Helper()
	model, err := caremodel.Default()
	if err != nil {
		t.Fatal(err)
	}
	return maturity.NewBoard(model, "test")
}

func (s *story) find(id, teamID string) Finding {
	s.t.Helper()
	f, err := Find(s.views, board(s.t), id, teamID, today)
	if err != nil {
		s.t.Fatal(err)
	}
	return f
}

// value is a figure by its English label; it must have one.
func (f Finding) value(t *testing.T, label string) float64 {
	t.Helper()
	v := f.labelled(t, label).Value
	if v == nil {
		t.Fatalf("%s of %s has no value: %s", label, f.Concept.ID, f.labelled(t, label).Reason.EN)
	}
	return *v
}

func (f Finding) labelled(t *testing.T, label string) Figure {
	t.Helper()
	for _, x := range f.Figures {
		if x.Label.EN == label {
			return x
		}
	}
	t.Fatalf("%s has no figure %q", f.Concept.ID, label)
	return Figure{}
}

func (f Finding) states() map[string]string {
	states := map[string]string{}
	for _, r := range f.Rows {
		if r.State != "raised" { // flags are those of the scorecard
			states[r.ID] = r.State
		}
	}
	return states
}
