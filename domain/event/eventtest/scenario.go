// Package eventtest tells how a context judges, as given / when / then:
//
//	eventtest.Given(t, memstore.New(), team.Context, formed).
//		When(team.Merged{IntoTeamID: "2"}).ThenRecorded().
//		When(team.Dissolved{}).ThenConflict("already ended")
//
// A scenario runs through the real log and the real judgement over the given store:
// what it calls recorded was validated, judged, encoded, stored and read back.
package eventtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"soin/domain/event"
	"soin/domain/rule"
)

// Subject is the id of the thing every scenario is about.
const Subject = "subject"

// occurred is when everything in a scenario happens; judgements know no clock.
var occurred = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// Scenario is the history of one thing, so far.
type Scenario struct {
	t       testing.TB
	context event.Context
	log     *event.Log
	stream  string
	told    int // facts, to give each an id
}

// Given is a history as it stands in the log. It is not judged, because some facts are
// recorded by decisions of our own and never delivered.
func Given(t testing.TB, store event.Store, context event.Context, history ...event.Event) *Scenario {
	t.Helper()
	catalog := event.NewCatalog(json.Unmarshal, context)
	s := &Scenario{
		t: t, context: context, log: event.NewLog(store, catalog),
		stream: event.StreamName(context.Category(), Subject),
	}
	for _, e := range history {
		if _, err := s.log.Append(t.Context(), s.stream, event.Any, s.fact(e)); err != nil {
			t.Fatalf("given %s: %v", e.EventName(), err)
		}
	}
	return s
}

func (s *Scenario) fact(e event.Event) event.Fact {
	s.told++
	return event.Fact{
		Envelope: event.Envelope{Source: "eventtest", ID: fmt.Sprint(s.told), Time: occurred},
		Event:    e,
	}
}

// When delivers a fact from outside.
func (s *Scenario) When(e event.Event) *Outcome {
	s.t.Helper()
	before := s.recorded()
	verdicts, err := s.context.Accept(s.t.Context(), s.log, Subject, []event.Fact{s.fact(e)})
	if err != nil {
		s.t.Fatalf("when %s: %v", e.EventName(), err)
	}
	return &Outcome{s, e, verdicts[0].Err, s.recorded()[len(before):]}
}

// recorded is everything the stream holds.
func (s *Scenario) recorded() []event.Event {
	s.t.Helper()
	var events []event.Event
	for r, err := range s.log.Stream(s.t.Context(), s.stream, 0) {
		if err != nil {
			s.t.Fatalf("read %s: %v", s.stream, err)
		}
		events = append(events, r.Event)
	}
	return events
}

// Outcome is what became of a delivered fact.
type Outcome struct {
	scenario *Scenario
	event    event.Event
	refusal  error
	recorded []event.Event
}

// ThenRecorded promises that the fact was accepted and reads back as it was delivered.
func (o *Outcome) ThenRecorded() *Scenario {
	s := o.scenario
	s.t.Helper()
	if o.refusal != nil {
		s.t.Fatalf("%s was refused: %v", o.event.EventName(), o.refusal)
	}
	if want := []event.Event{o.event}; !reflect.DeepEqual(o.recorded, want) {
		s.t.Fatalf("recorded %+v, want %+v", o.recorded, want)
	}
	return s
}

// ThenConflict promises that the fact was refused because it contradicts the history,
// for a reason that contains these words, and that nothing was recorded.
func (o *Outcome) ThenConflict(words string) *Scenario {
	o.scenario.t.Helper()
	var conflict *event.ConflictError
	if !errors.As(o.refusal, &conflict) || !strings.Contains(conflict.Reason, words) {
		o.scenario.t.Fatalf("%s: %v, want a conflict saying %q", o.event.EventName(), o.refusal, words)
	}
	return o.nothing()
}

// ThenEarly promises that the fact was refused for now because the named event has to
// come first, and that nothing was recorded.
func (o *Outcome) ThenEarly(awaits string) *Scenario {
	o.scenario.t.Helper()
	var early *event.EarlyError
	if !errors.As(o.refusal, &early) || early.Awaits != awaits {
		o.scenario.t.Fatalf("%s: %v, want it to await %s", o.event.EventName(), o.refusal, awaits)
	}
	return o.nothing()
}

// ThenInvalid promises that the fact was refused for fields at exactly these paths, and
// that nothing was recorded.
func (o *Outcome) ThenInvalid(paths ...string) *Scenario {
	o.scenario.t.Helper()
	var got []string
	if broken, ok := rule.All(o.refusal).(rule.Broken); ok {
		for _, v := range broken {
			got = append(got, v.Path)
		}
	}
	if !slices.Equal(distinct(got), distinct(paths)) {
		o.scenario.t.Fatalf("%s: %v, want violations at %q", o.event.EventName(), o.refusal, paths)
	}
	return o.nothing()
}

func (o *Outcome) nothing() *Scenario {
	o.scenario.t.Helper()
	if len(o.recorded) != 0 {
		o.scenario.t.Fatalf("%s was refused, but recorded %+v", o.event.EventName(), o.recorded)
	}
	return o.scenario
}

func distinct(paths []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(paths)))
}
