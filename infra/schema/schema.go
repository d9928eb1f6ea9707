// Package schema describes the language of facts as JSON Schemas (draft 2020-12), one
// for each form of each event type, generated from the Go structs that read them.
//
// A schema says which fields there are, which must be given, of what kind they are and
// which words a vocabulary has. It promises:
//
//   - What Soin itself writes is valid by the schema of its form, and so is what it records
//     of that, with pseudonyms and sealed text in place of persons.
//   - A field that a form does not know is allowed, as it is kept.
//   - The same program always gives the same bytes.
//
// Bounds of numbers and lengths, and rules between fields, are not told here: the way in
// names the field and the rule when one is broken.
package schema

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"

	"soin/domain/event"
)

// Document is the schema of one form of one event type.
type Document struct {
	Type string // on the wire, "soin.team.formed.v1"; also the document's $id
	JSON []byte // indented, with a line end
}

// Types lists every form of every event type as it is on the wire, by the name of the
// event, oldest form first.
func Types(catalog *event.Catalog) []string {
	var all []string
	for _, t := range catalog.Types() {
		for version := 1; version <= t.Version(); version++ {
			all = append(all, event.WireType(t.Name(), version))
		}
	}
	return all
}

// All describes them, in the order of [Types].
func All(catalog *event.Catalog) ([]Document, error) {
	var all []Document
	for _, typ := range Types(catalog) {
		d, err := Find(catalog, typ)
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}

// Find is the schema of a type as it is on the wire ("soin.team.formed.v1") or of the
// form that an event is written in today ("team.formed", "soin.team.formed"). It fails with
// [*event.UnknownTypeError].
func Find(catalog *event.Catalog, word string) (Document, error) {
	name, version, onWire := event.ParseWireType(word)
	for _, t := range catalog.Types() {
		switch {
		case t.Name() == strings.TrimPrefix(word, "soin."):
			return Of(t, t.Version())
		case onWire && t.Name() == name:
			return Of(t, version)
		}
	}
	return Document{}, &event.UnknownTypeError{Name: cmp.Or(name, strings.TrimPrefix(word, "soin.")), Version: max(version, 1)}
}

// Of describes one form of an event type. It fails with [*event.UnknownTypeError] for a
// version there never was.
func Of(t event.Type, version int) (Document, error) {
	shape := t.Shape(version)
	if shape == nil {
		return Document{}, &event.UnknownTypeError{Name: t.Name(), Version: version}
	}
	d := Document{Type: event.WireType(t.Name(), version)}
	s := reflector().ReflectFromType(shape)
	s.ID = jsonschema.ID(d.Type)
	s.Title = title(t.Name())
	s.Deprecated = version < t.Version()
	if _, said := t.Zero().(event.Voice); said {
		s.Description = "Said in confidence: it is cast as a ballot and never recorded by itself."
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(s); err != nil {
		return Document{}, fmt.Errorf("schema of %s: %w", d.Type, err)
	}
	d.JSON = b.Bytes()
	return d, nil
}

// title reads a name aloud: "care-act.logged" is "Care act logged".
func title(name string) string {
	words := strings.NewReplacer(".", " ", "-", " ").Replace(name)
	return strings.ToUpper(words[:1]) + words[1:]
}

// reflector reads a struct as encoding/json writes it.
func reflector() *jsonschema.Reflector {
	return &jsonschema.Reflector{
		Anonymous:                 true,
		AllowAdditionalProperties: true,
		DoNotReference:            true,
		Mapper:                    func(t reflect.Type) *jsonschema.Schema { return special(t) },
	}
}
