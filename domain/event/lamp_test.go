package event_test

import (
	"encoding/json"
	"errors"
	"iter"
	"testing"
	"time"

	"soin/domain/event"
	"soin/domain/rule"
	"soin/infra/memstore"
)

// The tests' own context: a lamp is lit at a brightness, dimmed while it is lit, and
// put out.
type lampEvent interface {
	event.Event
	judge(lamp) error
	apply(*lamp)
}

type lamp struct {
	brightness int
	told       []string // names of every event applied
}

var lamps = event.NewContext("lamp", lampEvent.judge, lampEvent.apply,
	event.TypeOf[lit](event.Lift(litV1.lift), event.Lift(litV2.lift)),
	event.TypeOf[dimmed](),
	event.TypeOf[putOut](),
)

type lit struct {
	Brightness int    `json:"brightness"` // 1..100
	By         string `json:"by,omitempty"`
}

func (lit) EventName() string { return "lamp.lit" }
func (e lit) Validate() error { return rule.Between("brightness", e.Brightness, 1, 100) }
func (e lit) judge(l lamp) error {
	if l.brightness > 0 {
		return event.Conflict("this lamp is lit already, at %d", l.brightness)
	}
	return nil
}
func (e lit) apply(l *lamp) { l.brightness, l.told = e.Brightness, append(l.told, "lit") }

// A lamp was once on or off, and then had a share of its full brightness.
type litV1 struct {
	Full bool `json:"full"`
}

type litV2 struct {
	Share float64 `json:"share"`
}

func (v litV1) lift() litV2 {
	if v.Full {
		return litV2{Share: 1}
	}
	return litV2{Share: 0.5}
}

func (v litV2) lift() lit { return lit{Brightness: int(v.Share * 100), By: "lifted"} }

type dimmed struct {
	Brightness int `json:"brightness"`
}

func (dimmed) EventName() string { return "lamp.dimmed" }
func (e dimmed) Validate() error { return rule.Between("brightness", e.Brightness, 1, 100) }
func (e dimmed) judge(l lamp) error {
	if e.Brightness >= l.brightness {
		return event.Conflict("a lamp at %d cannot be dimmed to %d", l.brightness, e.Brightness)
	}
	return nil
}
func (e dimmed) apply(l *lamp) { l.brightness, l.told = e.Brightness, append(l.told, "dimmed") }

type putOut struct{}

func (putOut) EventName() string  { return "lamp.put-out" }
func (putOut) Validate() error    { return nil }
func (putOut) judge(l lamp) error { return nil }
func (putOut) apply(l *lamp)      { l.brightness, l.told = 0, append(l.told, "put out") }

// stray is an event that no catalog lists.
type stray struct{ putOut }

func (stray) EventName() string { return "lamp.stolen" }

var occurred = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

func envelope(id string) event.Envelope {
	return event.Envelope{Source: "urn:hall", ID: id, Time: occurred}
}

func fact(id string, e event.Event) event.Fact {
	return event.Fact{Envelope: envelope(id), Event: e}
}

// published is a fact whose payload stands as its publisher wrote it.
func published(id string, e event.Event, version int, data string) event.Fact {
	return event.Fact{Envelope: envelope(id), Event: e, Published: []byte(data), Version: version}
}

// raw is an event as another program might have stored it.
func raw(id, name string, version int, data string) event.Raw {
	return event.Raw{Envelope: envelope(id), Name: name, Version: version, Data: []byte(data)}
}

func newLog() (*event.Log, *memstore.Store) {
	store := memstore.New()
	return event.NewLog(store, event.NewCatalog(json.Unmarshal, lamps)), store
}

const hall = "lamp-hall"

// record appends facts that must be accepted.
func record(t *testing.T, log *event.Log, facts ...event.Fact) []event.Receipt {
	t.Helper()
	receipts, err := log.Append(t.Context(), hall, event.Any, facts...)
	if err != nil {
		t.Fatal(err)
	}
	return receipts
}

func store(t *testing.T, s event.Store, events ...event.Raw) {
	t.Helper()
	if _, err := s.Append(t.Context(), hall, event.Any, events); err != nil {
		t.Fatal(err)
	}
}

// told is a reading as names and ids, and the errors in it. Nothing may come after one.
func told(seq iter.Seq2[event.Recorded, error]) (events []string, errs error) {
	for r, err := range seq {
		switch {
		case err != nil:
			errs = errors.Join(errs, err)
		case errs != nil:
			events = append(events, "after an error: "+r.ID)
		default:
			events = append(events, r.Event.EventName()+" "+r.ID)
		}
	}
	return events, errs
}

func as[E error](t *testing.T, err error) E {
	t.Helper()
	got, ok := errors.AsType[E](err)
	if !ok {
		t.Fatalf("got error %v, want a %T", err, got)
	}
	return got
}
