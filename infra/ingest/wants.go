package ingest

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"soin/domain/event"
)

// want is what has to be given of a value of one form: a tree that never changes. Nil is a
// place where anything will do, such as a field that the form does not know.
type want struct {
	null     bool             // null will do
	required []string         // names of an object, as declared
	fields   map[string]*want // of an object that has a form
	place    int              // among the required of the object it stands in, -1 for none
	elements *want            // of a list, or the values of a map
}

// mostRequired is how many fields of one object may have to be given.
const mostRequired = 64

// wantForms finds what every form of a catalog wants. It panics on an object with more than
// [mostRequired] fields to give, which is a mistake in the language.
func wantForms(catalog *event.Catalog) map[form]*want {
	all := map[form]*want{}
	for _, t := range catalog.Types() {
		for v := 1; v <= t.Version(); v++ {
			all[form{t.Name(), v}] = wantOf(t.Shape(v))
		}
	}
	return all
}

// wantOf is what a value has to hold that must be given.
func wantOf(t reflect.Type) *want {
	w := &want{place: -1}
	if t.Kind() == reflect.Pointer {
		w = wantOf(t.Elem())
		w.null = true
		return w
	}
	p := reflect.PointerTo(t)
	if p.Implements(reflect.TypeFor[json.Unmarshaler]()) || p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return w
	}
	switch t.Kind() {
	case reflect.Interface:
		w.null = true
	case reflect.Map, reflect.Slice, reflect.Array:
		w.elements = wantOf(t.Elem())
	case reflect.Struct:
		w.fields = map[string]*want{}
		w.wantFields(t)
	}
	return w
}

// wantFields adds the fields of a struct, as encoding/json names them.
func (w *want) wantFields(t reflect.Type) {
	for f := range t.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || !f.IsExported() && !f.Anonymous {
			continue
		}
		inner := f.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		if f.Anonymous && name == "" && inner.Kind() == reflect.Struct {
			w.wantFields(inner)
			continue
		}
		if name == "" {
			name = f.Name
		}
		field := wantOf(f.Type)
		if options := "," + options + ","; strings.Contains(options, ",omitempty,") || strings.Contains(options, ",omitzero,") {
			field.null = true // it reads as left out
		} else {
			field.place = len(w.required)
			w.required = append(w.required, name)
		}
		w.fields[name] = field
	}
	if len(w.required) > mostRequired {
		panic(fmt.Sprintf("%v: %d fields must be given, more than %d", t, len(w.required), mostRequired))
	}
}
