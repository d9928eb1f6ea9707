package ingest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"soin/domain"
	"soin/domain/event"
	"soin/domain/rule"
	"soin/infra/ingest"
	"soin/infra/jsoncodec"
	"soin/infra/memstore"
	"soin/infra/problem"
	"soin/infra/schema"
)

// published are the samples of everything that may be published, or stood in a log: by
// file, with the type of each.
func published(t *testing.T) map[string]string {
	t.Helper()
	catalog := domain.Catalog(jsoncodec.Unmarshal)
	files := map[string]string{}
	for _, typ := range catalog.Types() {
		if _, said := typ.Zero().(event.Voice); said {
			continue
		}
		for version := 1; version <= typ.Version(); version++ {
			wire := event.WireType(typ.Name(), version)
			form := "../../domain/testdata/" + strings.TrimPrefix(wire, "soin.")
			found, err := filepath.Glob(form + "*.json")
			if err != nil || len(found) == 0 {
				t.Fatalf("%s: %d samples, %v", wire, len(found), err)
			}
			for _, file := range found {
				files[file] = wire
			}
		}
	}
	return files
}

// hole is a place that a schema wants given, and how to take it away and put it back.
type hole struct {
	path         string
	leave, empty func()
	restore      func()
}

// holes are all of them in a value, by its schema.
func holes(s, value any, path string) (all []hole) {
	described, _ := s.(map[string]any)
	switch v := value.(type) {
	case []any:
		for i, element := range v {
			at := fmt.Sprintf("%s[%d]", path, i)
			if items, _ := described["items"].(map[string]any); items["oneOf"] == nil {
				was := v[i]
				empty := func() { v[i] = nil }
				all = append(all, hole{at, empty, empty, func() { v[i] = was }})
			}
			all = append(all, holes(described["items"], element, at)...)
		}
	case map[string]any:
		fields, _ := described["properties"].(map[string]any)
		required, _ := described["required"].([]any)
		for name, field := range v {
			at := strings.TrimPrefix(path+"."+name, ".")
			if slices.Contains(required, any(name)) {
				all = append(all, hole{at, func() { delete(v, name) }, func() { v[name] = nil }, func() { v[name] = field }})
			}
			all = append(all, holes(fields[name], field, at)...)
		}
	}
	return all
}

func TestWhatTheSchemaWantsGivenIsRefusedWhenItIsMissingOrNull(t *testing.T) {
	h := newHouse(t, t.TempDir(), ingest.AsHistory())
	found := 0
	for file, wire := range published(t) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		document, err := schema.Find(h.log.Catalog(), wire)
		if err != nil {
			t.Fatal(err)
		}
		var described, value any
		if err := errors.Join(json.Unmarshal(document.JSON, &described), json.Unmarshal(data, &value)); err != nil {
			t.Fatal(err)
		}
		if got := wanting(t, h.door, wire, value); got != "" {
			t.Errorf("%s, which is whole: %s", file, got)
		}
		for _, hole := range holes(described, value, "") {
			for _, take := range []func(){hole.leave, hole.empty} {
				take()
				if got := wanting(t, h.door, wire, value); !slices.Contains(strings.Fields(got), "data."+hole.path) {
					t.Errorf("%s without %s: %q", file, hole.path, got)
				}
				hole.restore()
				found++
			}
		}
	}
	if found < 400 {
		t.Errorf("only %d places were tried", found)
	}
}

// wanting are the paths that a door says must be given.
func wanting(t *testing.T, door *ingest.Door, wire string, value any) string {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	d := about("s", "team.formed", "1", string(data))
	d.Type = wire
	var paths []string
	broken, _ := errors.AsType[rule.Broken](accept(t, door, d)[0].Err)
	for _, v := range broken {
		if v.Rule == "must be given" {
			paths = append(paths, v.Path)
		}
	}
	return strings.Join(paths, " ")
}

func TestAMisspelledFieldIsNotReadAsNothing(t *testing.T) {
	door, _ := opened(memstore.New())
	for data, paths := range map[string]string{
		`{"headCount":12}`:                 "data.headcount",
		`{"headcount":null}`:               "data.headcount",
		`{"h":{"headcount":1},"x":[1,{}]}`: "data.headcount",
		`{"headc\u006funt":0,"a":"]\"}"}`:  "",
	} {
		o := accept(t, door, about("a", "team.headcount-reported", "1", data))[0]
		broken, ok := errors.AsType[rule.Broken](o.Err)
		if ok != (paths != "") || ok && (len(broken) != 1 || broken[0].Path != paths || problem.Of(o.Err).Code != problem.Invalid) {
			t.Errorf("%s: %v", data, o.Err)
		}
	}
}

func TestAnAnswerNamesABoundedNumberOfMissingFields(t *testing.T) {
	door, _ := opened(memstore.New())
	d := about("s", "survey.tallied", "1", `{"instrumentId":"i","teamId":"t","items":[{}`+strings.Repeat(`,{}`, 100_000)+`]}`)
	broken, _ := errors.AsType[rule.Broken](accept(t, door, d)[0].Err)
	if len(broken) != 100 || broken[0].Path != "data.items[0].item" || broken[0].Value != "nothing" {
		t.Errorf("%d: %+v", len(broken), broken)
	}
}
