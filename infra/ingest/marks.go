package ingest

import (
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"strings"

	"soin/domain/event"
	"soin/domain/person"
)

// mark is what a field tells of a person.
type mark int

const (
	unmarked mark = iota
	memberMark
	textMark
	tokenMark
)

// marks is where a payload of one form tells of persons: a tree of the names on the way to
// each field. Nil is a place where nothing is known to tell of anybody; a field that the
// form does not know lies there.
type marks struct {
	mark     mark
	order    int               // of the field among all of its form, as declared
	fields   map[string]*marks // of an object
	elements *marks            // of a list, or the values of a map
}

// form is one stored form of an event type.
type form struct {
	name    string
	version int
}

// markForms finds the marks of every form of a catalog. It panics on a map whose keys are
// persons, because a key cannot be told from a name: it is a mistake in the language.
func markForms(catalog *event.Catalog) map[form]*marks {
	all := map[form]*marks{}
	for _, t := range catalog.Types() {
		for v := 1; v <= t.Version(); v++ {
			order := 0
			if m := marksOf(t.Shape(v), &order); m != nil {
				all[form{t.Name(), v}] = m
			}
		}
	}
	return all
}

func marksOf(t reflect.Type, order *int) *marks {
	*order++
	switch t {
	case reflect.TypeFor[person.Member]():
		return &marks{mark: memberMark, order: *order}
	case reflect.TypeFor[person.Text]():
		return &marks{mark: textMark, order: *order}
	case reflect.TypeFor[person.Token]():
		return &marks{mark: tokenMark, order: *order}
	}
	if p := reflect.PointerTo(t); p.Implements(reflect.TypeFor[json.Unmarshaler]()) || p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return nil
	}
	switch t.Kind() {
	case reflect.Pointer:
		return marksOf(t.Elem(), order)
	case reflect.Map:
		if marksOf(t.Key(), order) != nil {
			panic(fmt.Sprintf("%v: a person is the key of a map, where nobody finds it", t))
		}
		fallthrough
	case reflect.Slice, reflect.Array:
		if elements := marksOf(t.Elem(), order); elements != nil {
			return &marks{elements: elements}
		}
	case reflect.Struct:
		return fieldMarks(t, order)
	}
	return nil
}

func fieldMarks(t reflect.Type, order *int) *marks {
	fields := map[string]*marks{}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || !f.IsExported() && !f.Anonymous {
			continue
		}
		m := marksOf(f.Type, order)
		switch {
		case m == nil:
		case f.Anonymous && name == "" && m.fields != nil:
			maps.Copy(fields, m.fields)
		case name == "":
			fields[f.Name] = m
		default:
			fields[name] = m
		}
	}
	if len(fields) == 0 {
		return nil
	}
	return &marks{fields: fields}
}

// child is the place of a field or an element.
func (m *marks) child(name string) *marks {
	switch {
	case m == nil || m.mark != unmarked: // what stands in the place of a person is one too
		return m
	case m.fields != nil:
		return m.fields[name]
	}
	return m.elements
}

// at follows a path such as "items[2].by".
func (m *marks) at(path string) *marks {
	for part := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		m = m.child(part)
	}
	return m
}
