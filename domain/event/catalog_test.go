package event_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"soin/domain/event"
)

func TestANameListedTwicePanics(t *testing.T) {
	again := event.NewContext("torch", lampEvent.judge, lampEvent.apply, event.TypeOf[putOut]())
	for _, contexts := range [][]event.Context{{lamps, lamps}, {lamps, again}} {
		got := panics(func() { event.NewCatalog(json.Unmarshal, contexts...) })
		if !strings.Contains(got, "is listed twice") {
			t.Errorf("got %q", got)
		}
	}
}

func TestACategoryHoldsNoHyphen(t *testing.T) {
	got := panics(func() { event.NewContext("floor-lamp", lampEvent.judge, lampEvent.apply) })
	if !strings.Contains(got, `"floor-lamp"`) {
		t.Errorf("got %q", got)
	}
}

func TestTheCatalogListsItsTypesByName(t *testing.T) {
	log, _ := newLog()
	var names []string
	for _, typ := range log.Catalog().Types() {
		names = append(names, event.WireType(typ.Name(), typ.Version()))
	}
	if want := []string{"soin.lamp.dimmed.v1", "soin.lamp.lit.v3", "soin.lamp.put-out.v1"}; !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
}

func TestTheCatalogKnowsWhoJudges(t *testing.T) {
	log, _ := newLog()
	if got, ok := log.Catalog().Context("lamp.lit"); !ok || got.Category() != "lamp" {
		t.Errorf("lamp.lit is judged by %v, %v", got, ok)
	}
	if got, ok := log.Catalog().Context("lamp.stolen"); ok {
		t.Errorf("lamp.stolen is judged by %v", got)
	}
}

func TestTheCatalogDecodesWhatItLists(t *testing.T) {
	log, _ := newLog()
	if got, err := log.Catalog().Decode("lamp.lit", 1, []byte(`{"full":false}`)); err != nil || got != (lit{50, "lifted"}) {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, unknown := range []event.UnknownTypeError{{"lamp.stolen", 1}, {"lamp.lit", 4}, {"lamp.lit", 0}, {"", 1}} {
		_, err := log.Catalog().Decode(unknown.Name, unknown.Version, []byte(`{}`))
		if got := as[*event.UnknownTypeError](t, err); *got != unknown {
			t.Errorf("got %+v, want %+v", *got, unknown)
		}
	}
	_, err := log.Catalog().Decode("lamp.lit", 3, []byte(`{"brightness":"much"}`))
	as[*event.MalformedError](t, err)
}

func FuzzNothingPanicsOnStoredData(f *testing.F) {
	f.Add("lamp.lit", 1, []byte(`{"full":true}`))
	f.Add("lamp.lit", 2, []byte(`{"share":1e999}`))
	f.Add("lamp.dimmed", 1, []byte(`null`))
	f.Add("", -1, []byte(nil))
	log, _ := newLog()
	f.Fuzz(func(t *testing.T, name string, version int, data []byte) {
		if e, err := log.Catalog().Decode(name, version, data); (e == nil) == (err == nil) {
			t.Errorf("%q v%d %q reads as %v, %v", name, version, data, e, err)
		}
	})
}
