package schema

import (
	"reflect"

	"github.com/invopop/jsonschema"

	"soin/domain/calendar"
	"soin/domain/person"
)

// vocabulary is a type that has a closed list of words.
type vocabulary interface{ Words() []string }

// special describes what a type's kind does not tell, and is nil for a type that it does.
func special(t reflect.Type) *jsonschema.Schema {
	switch t {
	case reflect.TypeFor[calendar.Date]():
		return &jsonschema.Schema{Type: "string", Format: "date"}
	case reflect.TypeFor[person.Member]():
		return &jsonschema.Schema{Type: "string", MinLength: new(uint64(1)), Title: "Person, recorded as a pseudonym"}
	case reflect.TypeFor[person.Token]():
		return &jsonschema.Schema{Type: "string", MinLength: new(uint64(1)), Title: "Token, recorded as its digest"}
	case reflect.TypeFor[person.Text]():
		return &jsonschema.Schema{Type: "string", Title: "Text, recorded sealed"}
	}
	if words, ok := reflect.TypeAssert[vocabulary](reflect.Zero(t)); ok {
		return enum(words)
	}
	switch {
	case t.Kind() >= reflect.Uint && t.Kind() <= reflect.Uint64:
		return &jsonschema.Schema{Type: "integer", Minimum: "0"}
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Pointer:
		return &jsonschema.Schema{Type: "array", Items: orNull(t.Elem().Elem())}
	case t.Kind() == reflect.Map && t.Elem().Kind() == reflect.Pointer:
		return &jsonschema.Schema{Type: "object", AdditionalProperties: orNull(t.Elem().Elem())}
	}
	return nil
}

func enum(v vocabulary) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string"}
	for _, word := range v.Words() {
		s.Enum = append(s.Enum, word)
	}
	return s
}

// orNull describes an element that may be missing in its place.
func orNull(t reflect.Type) *jsonschema.Schema {
	s := reflector().ReflectFromType(t)
	s.Version = ""
	return &jsonschema.Schema{OneOf: []*jsonschema.Schema{s, {Type: "null"}}}
}
