package domain_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"soin/domain"
	"soin/domain/event"
	"soin/infra/memstore"
)

// docs/events.md is the reference of the language: one heading for each event type, or for
// several that are alike, with its fields as a list, and what it has to come after.
const reference = "../docs/events.md"

// entry is what the reference tells of one event type.
type entry struct {
	fields   []string // as written, such as "items[].mean?"
	after    []string // names of events that have to come first
	conflict bool     // it says what contradicts it
	voice    bool
}

var (
	inBackticks = regexp.MustCompile("`([^`]+)`")
	eventName   = regexp.MustCompile("`([a-z-]+\\.[a-z-]+)`")
)

// entries reads the reference, by type as on the wire.
func entries(t *testing.T) map[string]entry {
	t.Helper()
	found := map[string]entry{}
	for _, section := range strings.Split(page(t), "\n#")[1:] {
		head, body, _ := strings.Cut(section, "\n")
		if !strings.HasPrefix(head, "## `") {
			continue
		}
		for _, wire := range inBackticks.FindAllStringSubmatch(head, -1) {
			if _, twice := found[wire[1]]; twice {
				t.Errorf("%s is told twice", wire[1])
			}
			found[wire[1]] = entryOf(wire[1], body)
		}
	}
	return found
}

func page(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(reference)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func entryOf(wire, body string) entry {
	context, _, _ := strings.Cut(strings.TrimPrefix(wire, "soin."), ".")
	var e entry
	for line := range strings.Lines(body) {
		names, isField := strings.CutPrefix(line, "- ")
		if isField {
			names, _, _ = strings.Cut(names, ": ")
			for _, field := range inBackticks.FindAllStringSubmatch(names, -1) {
				e.fields = append(e.fields, field[1])
			}
		}
		if strings.HasPrefix(line, "After: ") {
			for _, name := range eventName.FindAllStringSubmatch(line, -1) {
				if strings.HasPrefix(name[1], context+".") {
					e.after = append(e.after, name[1])
				}
			}
		}
		e.conflict = e.conflict || strings.HasPrefix(line, "Conflict: ")
		e.voice = e.voice || strings.HasPrefix(line, "**Voice.**")
	}
	return e
}

func TestTheReferenceTellsOfEveryEventAndOfNoOther(t *testing.T) {
	told := entries(t)
	for _, typ := range domain.Catalog(json.Unmarshal).Types() {
		wire := event.WireType(typ.Name(), typ.Version())
		if _, ok := told[wire]; !ok {
			t.Errorf("%s does not tell of %s", reference, wire)
		}
		delete(told, wire)
	}
	for wire := range told {
		t.Errorf("%s tells of %s, which is not what is written today", reference, wire)
	}
}

func TestTheReferenceNamesTheFieldsOfEveryEvent(t *testing.T) {
	told := entries(t)
	for _, typ := range domain.Catalog(json.Unmarshal).Types() {
		wire, shape := event.WireType(typ.Name(), typ.Version()), reflect.TypeOf(typ.Zero())
		var fields []string
		if shape.NumField() > 0 {
			for _, path := range fieldPaths(shape, "") {
				if mayBeLeftOut(shape, path) {
					path += "?"
				}
				fields = append(fields, strings.TrimPrefix(path, "."))
			}
		}
		slices.Sort(fields)
		if named := slices.Sorted(slices.Values(told[wire].fields)); !slices.Equal(named, fields) {
			t.Errorf("%s\nnamed %s\nhas   %s", wire, named, fields)
		}
	}
}

// mayBeLeftOut tells of the field at a path such as ".items[].mean" whether it is written
// only where it has a value.
func mayBeLeftOut(shape reflect.Type, path string) bool {
	var options string
	for name := range strings.SplitSeq(strings.TrimPrefix(path, "."), ".") {
		for shape.Kind() == reflect.Pointer || shape.Kind() == reflect.Slice {
			shape = shape.Elem()
		}
		for field := range shape.Fields() {
			tag, rest, _ := strings.Cut(field.Tag.Get("json"), ",")
			if tag == strings.TrimRight(name, "[]") {
				shape, options = field.Type, rest
				break
			}
		}
	}
	return strings.HasPrefix(options, "omit")
}

func TestTheReferenceMarksVoices(t *testing.T) {
	told := entries(t)
	for _, typ := range domain.Catalog(json.Unmarshal).Types() {
		_, said := typ.Zero().(event.Voice)
		if wire := event.WireType(typ.Name(), typ.Version()); told[wire].voice != said {
			t.Errorf("%s: is a voice: %t, marked as one: %t", wire, said, told[wire].voice)
		}
	}
}

// story is the history of one subject, made of facts that say nothing.
type story struct {
	log   *event.Log
	types map[string]event.Type
	told  int
}

func newStory() *story {
	catalog := domain.Catalog(json.Unmarshal)
	s := &story{log: event.NewLog(memstore.New(), catalog), types: map[string]event.Type{}}
	for _, typ := range catalog.Types() {
		s.types[typ.Name()] = typ
	}
	return s
}

// tell adds a fact that says nothing and was let in all the same.
func (s *story) tell(ctx context.Context, name string) error {
	s.told++
	judge, _ := s.log.Catalog().Context(name)
	verdicts, err := judge.Accept(ctx, s.log, "it", []event.Fact{{
		Envelope:  event.Envelope{Source: "story", ID: strconv.Itoa(s.told), Time: time.Unix(0, 0)},
		Event:     s.types[name].Zero(),
		Rewritten: true,
	}})
	if err != nil {
		return err
	}
	return verdicts[0].Err
}

// tellAfter tells what a fact awaits, and what that awaits, until it is recorded. It gives
// what the fact itself had to wait for.
func (s *story) tellAfter(ctx context.Context, name string) (awaited []string, err error) {
	for {
		err := s.tell(ctx, name)
		early, ok := errors.AsType[*event.EarlyError](err)
		if !ok {
			return awaited, err
		}
		if slices.Contains(awaited, early.Awaits) {
			return awaited, err
		}
		awaited = append(awaited, early.Awaits)
		if _, err := s.tellAfter(ctx, early.Awaits); err != nil {
			return awaited, err
		}
	}
}

func TestTheReferenceSaysWhatHasToComeFirstAndThatAFactIsToldOnce(t *testing.T) {
	for wire, e := range entries(t) {
		name, _, _ := event.ParseWireType(wire)
		s := newStory()
		if _, ok := s.types[name]; !ok || e.voice {
			continue
		}
		awaited, err := s.tellAfter(t.Context(), name)
		if err == nil {
			err = s.tell(t.Context(), name) // once more
		}
		if !slices.Equal(e.after, awaited) {
			t.Errorf("%s: has to come after %s, the reference says %s", wire, awaited, e.after)
		}
		if _, refused := errors.AsType[*event.ConflictError](err); err != nil && (!refused || !e.conflict) {
			t.Errorf("%s: the reference does not say that this is refused: %v", wire, err)
		}
	}
}

func TestTheExampleOfTheReferenceIsRecorded(t *testing.T) {
	log := event.NewLog(memstore.New(), domain.Catalog(json.Unmarshal))
	_, example, _ := strings.Cut(page(t), "```json\n")
	example, _, _ = strings.Cut(example, "```")
	lines := 0
	for line := range strings.Lines(example) {
		lines++
		var published struct {
			Type, Source, ID, Subject string
			Time                      time.Time
			Data                      json.RawMessage
		}
		if err := json.Unmarshal([]byte(line), &published); err != nil {
			t.Fatal(err)
		}
		name, version, _ := event.ParseWireType(published.Type)
		e, err := log.Catalog().Decode(name, version, published.Data)
		if err != nil {
			t.Fatal(err)
		}
		judge, _ := log.Catalog().Context(name)
		verdicts, err := judge.Accept(t.Context(), log, published.Subject, []event.Fact{{
			Envelope: event.Envelope{Source: published.Source, ID: published.ID, Time: published.Time}, Event: e,
		}})
		if err != nil || verdicts[0].Err != nil {
			t.Errorf("%s: %v, %v", line, err, verdicts)
		}
	}
	if lines == 0 {
		t.Error("there is no example")
	}
}
