package event_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"soin/domain/event"
)

func typeOfLit() event.Type { return event.TypeOf[lit](event.Lift(litV1.lift), event.Lift(litV2.lift)) }

func TestEveryVersionIsLiftedToThePresentOne(t *testing.T) {
	for version, c := range map[int]struct {
		data string
		want lit
	}{
		1: {`{"full":true}`, lit{Brightness: 100, By: "lifted"}},
		2: {`{"share":0.25}`, lit{Brightness: 25, By: "lifted"}},
		3: {`{"brightness":7,"by":"hand","unknown":[1]}`, lit{Brightness: 7, By: "hand"}},
	} {
		if got, err := typeOfLit().Decode(json.Unmarshal, version, []byte(c.data)); err != nil || got != c.want {
			t.Errorf("version %d reads as %+v, %v, want %+v", version, got, err, c.want)
		}
	}
}

func TestATypeSaysWhatItIs(t *testing.T) {
	typ := typeOfLit()
	if typ.Name() != "lamp.lit" || typ.Version() != 3 || typ.Zero() != (lit{}) {
		t.Errorf("%s v%d of %T", typ.Name(), typ.Version(), typ.Zero())
	}
}

func TestAVersionThatNeverWasIsUnknown(t *testing.T) {
	for _, version := range []int{-1, 0, 4, 1 << 40} {
		_, err := typeOfLit().Decode(json.Unmarshal, version, []byte(`{}`))
		if got := as[*event.UnknownTypeError](t, err); got.Name != "lamp.lit" || got.Version != version {
			t.Errorf("version %d: %v", version, got)
		}
	}
}

func TestMalformedDataIsAnError(t *testing.T) {
	for version := 1; version <= 3; version++ {
		for _, data := range []string{``, `{`, `[]`, `"x"`, `{"full":1,"share":"a","brightness":1.5}`} {
			e, err := typeOfLit().Decode(json.Unmarshal, version, []byte(data))
			got := as[*event.MalformedError](t, err)
			if e != nil || got.Name != "lamp.lit" || got.Version != version || errors.Unwrap(got) == nil {
				t.Errorf("version %d of %q: %v, %v", version, data, e, err)
			}
		}
	}
}

func TestUpcastersMustFitTogether(t *testing.T) {
	for want, list := range map[string]func(){
		"version 1 gives event_test.lit, not event_test.litV1":  func() { event.TypeOf[lit](event.Lift(litV2.lift), event.Lift(litV1.lift)) },
		"version 1 gives event_test.litV2, not event_test.lit":  func() { event.TypeOf[lit](event.Lift(litV1.lift)) },
		"version 1 gives event_test.lit, not event_test.dimmed": func() { event.TypeOf[dimmed](event.Lift(litV2.lift)) },
		"version 2 gives event_test.lit, not event_test.dimmed": func() { event.TypeOf[dimmed](event.Lift(litV1.lift), event.Lift(litV2.lift)) },
	} {
		if got := panics(list); !strings.Contains(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// panics is what f panics with, as text.
func panics(f func()) (with string) {
	defer func() {
		if r := recover(); r != nil {
			with = r.(string)
		}
	}()
	f()
	return ""
}
