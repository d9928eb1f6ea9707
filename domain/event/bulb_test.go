package event_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"soin/domain/event"
	"soin/infra/memstore"
)

// A second context, for what happens between two: a bulb's light is measured.
type bulbEvent interface {
	event.Event
	judgeBulb(struct{}) error
}

var bulbs = event.NewContext("bulb", bulbEvent.judgeBulb, func(bulbEvent, *struct{}) {}, event.TypeOf[measured]())

type measured struct{ Lumen float64 }

func (measured) EventName() string { return "bulb.measured" }
func (measured) Validate() error   { return nil }

var errNoMeter = errors.New("there is no meter")

func (measured) judgeBulb(struct{}) error { return errNoMeter }

func TestAFactOfAnotherContextIsRefused(t *testing.T) {
	log := event.NewLog(memstore.New(), event.NewCatalog(json.Unmarshal, lamps, bulbs))
	verdict := accept(t, log, fact("1", measured{800}))[0]
	if got := as[*event.UnknownTypeError](t, verdict.Err); got.Name != "bulb.measured" {
		t.Errorf("got %v", got)
	}
	record(t, log, fact("1", measured{800}))
	if _, err := decide(t.Context(), log, nil); as[*event.UnknownTypeError](t, err).Name != "bulb.measured" {
		t.Errorf("decided on a stream of another context: %v", err)
	}
}

func TestAJudgementsOwnErrorIsTheVerdict(t *testing.T) {
	log := event.NewLog(memstore.New(), event.NewCatalog(json.Unmarshal, lamps, bulbs))
	verdicts, err := bulbs.Accept(t.Context(), log, "1", []event.Fact{fact("1", measured{800})})
	if err != nil || !errors.Is(verdicts[0].Err, errNoMeter) {
		t.Errorf("got %+v, %v", verdicts, err)
	}
}

func TestWhatCannotBeEncodedIsNotStored(t *testing.T) {
	log := event.NewLog(memstore.New(), event.NewCatalog(json.Unmarshal, bulbs))
	_, err := log.Append(t.Context(), "bulb-1", event.Any, fact("1", measured{1}), fact("2", measured{math.NaN()}))
	if head, _ := log.Head(t.Context()); err == nil || !strings.Contains(err.Error(), "bulb.measured") || head != 0 {
		t.Errorf("got %v, and the head is %d", err, head)
	}
}
