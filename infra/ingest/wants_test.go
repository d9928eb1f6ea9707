package ingest

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"soin/domain/calendar"
	"soin/domain/rule"
)

// wanted has a field of every kind, given or not.
type wanted struct {
	embedded
	Text   string            `json:"text"`
	Maybe  string            `json:"maybe,omitempty"`
	None   int               `json:"none,omitzero"`
	Null   *int              `json:"null"`
	On     calendar.Date     `json:"on"`
	List   []part            `json:"list"`
	Rows   [][]*int          `json:"rows"`
	ByName map[string]part   `json:"byName"`
	Nested struct{ In part } `json:"nested"`
	Parts  []part            `json:"parts,omitempty"`
	Hidden string            `json:"-"`
}

type embedded struct {
	Base bool `json:"base"`
}

type part struct {
	A int  `json:"a"`
	B *int `json:"b,omitempty"`
}

const whole = `{"base":false,"text":"","null":null,"on":"2026-01-01","list":[{"a":0}],"rows":[[null]],"byName":{"x":{"a":1}},"nested":{"In":{"a":2}}}`

func TestWhatIsMissingIsNamedWhereverItStands(t *testing.T) {
	w := wantOf(reflect.TypeFor[wanted]())
	for _, c := range []struct{ was, is, paths string }{
		{``, ``, ""},
		{whole, `{}`, "base text null on list rows byName nested"},
		{`"base"`, `"Base"`, "base"},
		{`"text":""`, `"te\u0078t":"\\\""`, ""},
		{`"text":""`, `"text":null,"maybe":null,"none":null,"parts":null`, "text"},
		{`"2026-01-01"`, `null`, "on"},
		{`{"a":0}`, `{"a":0},{"b":1},{"a":null},null`, "list[1].a list[2].a list[3]"},
		{`[null]`, `[null],null`, "rows[1]"},
		{`{"a":1}`, `{}`, "byName.x.a"},
		{`{"a":2}`, `{"A":2,"x":[{"a":"}"}]}`, "nested.In.a"},
		{`"nested"`, `"parts":[{"b":null}],"nested"`, "parts[0].a"},
	} {
		data := strings.Replace(whole, c.was, c.is, 1)
		var paths []string
		if broken, ok := missing([]byte(data), w).(rule.Broken); ok {
			for _, v := range broken {
				paths = append(paths, v.Path)
			}
		}
		if got := strings.Join(paths, " "); got != c.paths {
			t.Errorf("%s: %q, want %q", data, got, c.paths)
		}
	}
}

func TestNoPayloadLeadsTheSearchAstray(t *testing.T) {
	w := wantOf(reflect.TypeFor[wanted]())
	names := rapid.SampledFrom([]string{"text", "list", "rows", "byName", "nested", "In", "a", "on", "parts", "\"", "}", "\\"})
	value := rapid.Deferred(func() *rapid.Generator[any] { return anything(names, 0) })
	rapid.Check(t, func(t *rapid.T) {
		data, err := json.Marshal(rapid.MapOf(names, value).Draw(t, "payload"))
		if err != nil {
			t.Fatal(err)
		}
		s := search{walk: walk{data: data}}
		if s.value(w); s.i != len(data) || s.err != nil || len(s.at) != 0 || !bytes.Equal(s.data, data) {
			t.Fatalf("%s: ended at %d, %v", data, s.i, s.err)
		}
	})
}

// anything is a JSON value of any kind, a few levels deep.
func anything(names *rapid.Generator[string], depth int) *rapid.Generator[any] {
	kinds := []*rapid.Generator[any]{
		rapid.Just[any](nil), rapid.Bool().AsAny(), rapid.Int32().AsAny(), rapid.Float64Range(-1e6, 1e6).AsAny(), names.AsAny(),
	}
	if depth < 3 {
		kinds = append(kinds, rapid.SliceOfN(anything(names, depth+1), 0, 3).AsAny(), rapid.MapOfN(names, anything(names, depth+1), 0, 3).AsAny())
	}
	return rapid.OneOf(kinds...)
}
