package evidence_test

import (
	"testing"
	"time"

	"soin/domain/calendar"
	"soin/domain/event"
	"soin/projections/evidence"
	"soin/projections/fold"
)

// fact is something told of a subject on a day.
type fact struct {
	stream string
	day    int // of 2026
	event  event.Event
}

// recorded is where a fact stands at a position of the log.
func (f fact) recorded(at int) event.Recorded {
	return event.Recorded{
		Envelope: event.Envelope{Source: "story", ID: f.stream, Time: noon(f.day)},
		Place:    event.Place{Stream: f.stream, Position: event.Position(at)},
		Event:    f.event,
	}
}

func noon(day int) time.Time { return time.Date(2026, 1, day, 12, 0, 0, 0, time.UTC) }

func date(day int) calendar.Date { return calendar.Of(noon(day)) }

// told is the evidence of facts recorded at positions 1, 2, ...
func told(facts ...fact) *evidence.Evidence {
	v := evidence.New()
	for i, f := range facts {
		v.Fold(f.recorded(i + 1))
	}
	return v
}

// at is the moment of a fact.
func at(day, position int) evidence.Moment {
	return evidence.Moment{At: fold.At(noon(day)), In: event.Position(position)}
}

// dossier is that of a team of which something was told.
func dossier(t *testing.T, v *evidence.Evidence, team string) *evidence.Dossier {
	t.Helper()
	d := v.Of(team)
	if d == nil {
		t.Fatalf("nothing was told of team %q", team)
	}
	return d
}

// one is the only record of a list.
func one[T any](t *testing.T, list []T) T {
	t.Helper()
	if len(list) != 1 {
		t.Fatalf("there are %d records, want one: %+v", len(list), list)
	}
	return list[0]
}

// ids are the words behind numbers.
func ids(v *evidence.Evidence, words ...fold.Word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = v.ID(w)
	}
	return out
}

// kinds are those of some steps.
func kinds(steps []evidence.Step) []evidence.StepKind {
	out := make([]evidence.StepKind, len(steps))
	for i, s := range steps {
		out[i] = s.Kind
	}
	return out
}
