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
// somebody's log: testdata/<event name>.v<version>.json. Samples are only ever added.

func samplePath(name string, version int) string {
	wire := event.WireType(name, version)
	return filepath.Join("testdata", strings.TrimPrefix(wire, "soin.")+".json")
}

func sample(t *testing.T, name string, version int) []byte {
	t.Helper()
	data, err := os.ReadFile(samplePath(name, version))
	if err != nil {
		t.Fatalf("every form of an event needs a sample: %v", err)
	}
	return data
}

func TestEveryFormEverStoredIsStillRead(t *testing.T) {
	catalog := domain.Catalog(json.Unmarshal)
	for _, typ := range catalog.Types() {
		for version := 1; version <= typ.Version(); version++ {
			t.Run(event.WireType(typ.Name(), version), func(t *testing.T) {
				e, err := catalog.Decode(typ.Name(), version, sample(t, typ.Name(), version))
				if err != nil {
					t.Fatal(err)
				}
				if err := e.Validate(); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// What is written today is what the sample of the present version holds.
func TestThePresentFormIsWrittenAsItsSample(t *testing.T) {
	catalog := domain.Catalog(json.Unmarshal)
	store := memstore.New()
	for _, typ := range catalog.Types() {
		t.Run(typ.Name(), func(t *testing.T) {
			data := sample(t, typ.Name(), typ.Version())
			e, err := catalog.Decode(typ.Name(), typ.Version(), data)
			if err != nil {
				t.Fatal(err)
			}
			fact := event.Fact{Event: e, Envelope: event.Envelope{Source: "sample", ID: "1", Time: time.Unix(0, 0)}}
			if _, err := event.NewLog(store, catalog).Append(t.Context(), typ.Name(), event.Any, fact); err != nil {
				t.Fatal(err)
			}
			for r, err := range store.Stream(t.Context(), typ.Name(), 0) {
				if err != nil || !reflect.DeepEqual(value(t, r.Data), value(t, data)) {
					t.Errorf("%v\nread  %s\nwrote %s", err, data, r.Data)
				}
			}
		})
	}
}

// A field that no sample shows could change its name unnoticed.
func TestTheSampleOfThePresentFormShowsEveryField(t *testing.T) {
	for _, typ := range domain.Catalog(json.Unmarshal).Types() {
		shown := map[string]bool{}
		showPaths(value(t, sample(t, typ.Name(), typ.Version())), "", shown)
		for _, path := range fieldPaths(reflect.TypeOf(typ.Zero()), "") {
			if !shown[path] {
				t.Errorf("%s shows no %s", samplePath(typ.Name(), typ.Version()), path)
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
