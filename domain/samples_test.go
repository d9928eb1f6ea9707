package domain_test

import (
	"encoding"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"soin/domain"
	"soin/domain/event"
	"soin/infra/memstore"
)

// A sample is one payload of one stored form of an event type, as it may stand in
// somebody's log: testdata/<event name>.v<version>.json. Where one payload cannot show all
// a form can hold, others stand beside it: <event name>.v<version>.<word>.json. Samples
// are only ever added.

// samples are the payloads of one form, by file.
func samples(t *testing.T, name string, version int) map[string][]byte {
	t.Helper()
	form := filepath.Join("testdata", strings.TrimPrefix(event.WireType(name, version), "soin."))
	others, err := filepath.Glob(form + ".*.json")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]byte{}
	for _, path := range append(others, form+".json") {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("every form of an event needs a sample: %v", err)
		}
		found[path] = data
	}
	return found
}

func TestEveryFormEverStoredIsStillRead(t *testing.T) {
	catalog := domain.Catalog(json.Unmarshal)
	for _, typ := range catalog.Types() {
		for version := 1; version <= typ.Version(); version++ {
			t.Run(event.WireType(typ.Name(), version), func(t *testing.T) {
				for path, data := range samples(t, typ.Name(), version) {
					e, err := catalog.Decode(typ.Name(), version, data)
					if err != nil {
						t.Fatalf("%s: %v", path, err)
					}
					if err := e.Validate(); err != nil {
						t.Errorf("%s: %v", path, err)
					}
				}
			})
		}
	}
}

// What is written today is what the samples of the present version hold.
func TestThePresentFormIsWrittenAsItsSamples(t *testing.T) {
	catalog := domain.Catalog(json.Unmarshal)
	for _, typ := range catalog.Types() {
		t.Run(typ.Name(), func(t *testing.T) {
			for path, data := range samples(t, typ.Name(), typ.Version()) {
				e, err := catalog.Decode(typ.Name(), typ.Version(), data)
				if err != nil {
					t.Fatal(err)
				}
				if written := write(t, catalog, e); !reflect.DeepEqual(value(t, written), value(t, data)) {
					t.Errorf("%s\nread  %s\nwrote %s", path, data, written)
				}
			}
		})
	}
}

// write is the stored form of a fact. A voice is never stored.
func write(t *testing.T, catalog *event.Catalog, e event.Event) []byte {
	t.Helper()
	if _, said := e.(event.Voice); said {
		data, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	store := memstore.New()
	fact := event.Fact{Event: e, Envelope: event.Envelope{Source: "sample", ID: "1", Time: time.Unix(0, 0)}}
	if _, err := event.NewLog(store, catalog).Append(t.Context(), e.EventName(), event.Any, fact); err != nil {
		t.Fatal(err)
	}
	for r, err := range store.Stream(t.Context(), e.EventName(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		return r.Data
	}
	return nil
}

// A field that no sample shows could change its name unnoticed.
func TestTheSamplesOfThePresentFormShowEveryField(t *testing.T) {
	for _, typ := range domain.Catalog(json.Unmarshal).Types() {
		shown := map[string]bool{}
		for _, data := range samples(t, typ.Name(), typ.Version()) {
			showPaths(value(t, data), "", shown)
		}
		for _, path := range fieldPaths(reflect.TypeOf(typ.Zero()), "") {
			if !shown[path] {
				t.Errorf("no sample of %s shows %s", typ.Name(), path)
			}
		}
	}
}

func TestNoSampleIsOrphaned(t *testing.T) {
	versions := map[string]int{}
	for _, typ := range domain.Catalog(json.Unmarshal).Types() {
		versions[typ.Name()] = typ.Version()
	}
	files, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		form, isJSON := strings.CutSuffix(f.Name(), ".json")
		name, version, ok := event.ParseWireType("soin." + form)
		if !ok {
			name, version, ok = event.ParseWireType("soin." + strings.TrimSuffix(form, filepath.Ext(form)))
		}
		if !isJSON || !ok || version > versions[name] {
			t.Errorf("testdata/%s is a sample of no event in the catalog", f.Name())
		}
	}
}

func value(t *testing.T, data []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// showPaths gathers the path of every value, such as ".items[].mean".
func showPaths(v any, path string, into map[string]bool) {
	into[path] = true
	switch v := v.(type) {
	case map[string]any:
		for name, field := range v {
			showPaths(field, path+"."+name, into)
		}
	case []any:
		for _, element := range v {
			showPaths(element, path+"[]", into)
		}
	}
}

// fieldPaths are the paths of every field a type is encoded with.
func fieldPaths(typ reflect.Type, path string) []string {
	if typ.Implements(reflect.TypeFor[encoding.TextMarshaler]()) || typ.Implements(reflect.TypeFor[json.Marshaler]()) {
		return []string{path}
	}
	switch typ.Kind() {
	case reflect.Pointer:
		return fieldPaths(typ.Elem(), path)
	case reflect.Slice, reflect.Array:
		return fieldPaths(typ.Elem(), path+"[]")
	case reflect.Struct:
		var paths []string
		for field := range typ.Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			switch {
			case name == "-":
			case field.Anonymous && name == "":
				paths = append(paths, fieldPaths(field.Type, path)...)
			default:
				paths = append(paths, fieldPaths(field.Type, path+"."+name)...)
			}
		}
		return paths
	}
	return []string{path}
}
