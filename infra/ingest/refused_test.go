package ingest_test

import (
	"strings"
	"testing"
	"time"

	"soin/domain/event"
	"soin/infra/ingest"
	"soin/infra/memstore"
	"soin/infra/problem"
)

func TestARefusalNamesTheFieldAndTheRule(t *testing.T) {
	with := func(change func(*ingest.Delivery)) ingest.Delivery {
		d := formed("a")
		change(&d)
		return d
	}
	data := func(name, json string) ingest.Delivery { return about("a", name, "1", json) }
	for name, c := range map[string]struct {
		delivery   ingest.Delivery
		code       problem.Code
		path, rule string
	}{
		"no source":        {with(func(d *ingest.Delivery) { d.Source = "" }), problem.Invalid, "source", "1 to 256"},
		"no id":            {with(func(d *ingest.Delivery) { d.ID = "" }), problem.Invalid, "id", "1 to 128"},
		"no subject":       {with(func(d *ingest.Delivery) { d.Subject = "" }), problem.Invalid, "subject", "1 to 128"},
		"a long subject":   {with(func(d *ingest.Delivery) { d.Subject = strings.Repeat("s", 129) }), problem.Invalid, "subject", "1 to 128"},
		"no type":          {with(func(d *ingest.Delivery) { d.Type = "" }), problem.Invalid, "type", "1 to 256"},
		"no time":          {with(func(d *ingest.Delivery) { d.Time = time.Time{} }), problem.Invalid, "time", "must be given"},
		"tomorrow":         {with(func(d *ingest.Delivery) { d.Time = today().Add(24*time.Hour + 1) }), problem.Invalid, "time", "24 hours"},
		"before our time":  {with(func(d *ingest.Delivery) { d.Time = time.Date(1899, 1, 1, 0, 0, 0, 0, time.UTC) }), problem.Invalid, "time", "1900"},
		"no such type":     {with(func(d *ingest.Delivery) { d.Type = "soin.cake.baked.v1" }), problem.UnknownType, "", ""},
		"no wire type":     {with(func(d *ingest.Delivery) { d.Type = "team.formed" }), problem.UnknownType, "", ""},
		"no such version":  {with(func(d *ingest.Delivery) { d.Type = "soin.team.formed.v2" }), problem.UnknownType, "", ""},
		"no data":          {data("team.formed", ""), problem.Malformed, "data", "JSON"},
		"a list":           {data("team.formed", `[]`), problem.Malformed, "data", "object"},
		"null":             {data("team.formed", `null`), problem.Malformed, "data", "object"},
		"cut off":          {data("team.formed", `{"name":"x"`), problem.Malformed, "data", "JSON"},
		"a name twice":     {data("team.formed", `{"name":"x","a":{"b":1,"b":2}}`), problem.Malformed, "data.a.b", "twice"},
		"no UTF-8":         {data("team.formed", "{\"name\":\"\xff\"}"), problem.Malformed, "data", "UTF-8"},
		"a number too far": {data("team.formed", `{"name":"x","n":1e400}`), problem.Malformed, "data.n", "64-bit float"},
		"too deep":         {data("team.formed", strings.Repeat(`{"a":`, 70)+"1"+strings.Repeat("}", 70)), problem.Malformed, "data" + strings.Repeat(".a", 64), "deeper"},
		"another kind":     {data("team.split", `{"intoTeamIds":["b",7]}`), problem.Malformed, "data.intoTeamIds[1]", "must be a text"},
		"a wrapped number": {data("team.headcount-reported", `{"headcount":42000000000000000000}`), problem.Malformed, "data.headcount", "rounded"},
		"a rule":           {data("team.split", `{"intoTeamIds":["b",""]}`), problem.Invalid, "data.intoTeamIds[1]", "1 to 128"},
		"its own parent":   {data("team.formed", `{"name":"x","parentId":"a"}`), problem.Invalid, "data.parentId", "another team"},
		"another case":     {data("team.formed", `{"NAME":"x"}`), problem.Invalid, "data.name", "must be given"},
		"too much":         {data("team.formed", `{"name":"x","a":"`+strings.Repeat("a", event.MaxData)+`"}`), problem.TooLarge, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			store := memstore.New()
			door, _ := opened(store)
			err := accept(t, door, c.delivery)[0].Err
			if err == nil {
				t.Fatal("it was accepted")
			}
			p := problem.Of(err)
			if p.Code != c.code || len(p.Detail) > 500 {
				t.Errorf("got %s, want %s", p, c.code)
			}
			if c.path != "" && (len(p.Fields) != 1 || p.Fields[0].Path != c.path || !strings.Contains(p.Fields[0].Rule, c.rule)) {
				t.Errorf("got %+v, want %s %s", p.Fields, c.path, c.rule)
			}
			if n := len(stored(t, store)); n != 0 {
				t.Errorf("%d events were stored", n)
			}
		})
	}
}

func TestATypoIsAnsweredWithTheTypesThatComeNearest(t *testing.T) {
	door, _ := opened(memstore.New())
	var typos []ingest.Delivery
	for range 20 {
		d := formed("a")
		d.Type = "soin.team.fromed.v1"
		typos = append(typos, d)
	}
	outcomes := accept(t, door, typos...)
	if err := outcomes[0].Err; !strings.Contains(err.Error(), "soin.team.formed.v1") {
		t.Error(err)
	}
	if err := outcomes[19].Err; strings.Contains(err.Error(), "soin.team.formed.v1") {
		t.Error("advice has no limit")
	}
}
