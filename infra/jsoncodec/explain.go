package jsoncodec

import (
	"encoding"
	"errors"
	"reflect"
	"strconv"
	"strings"

	"github.com/segmentio/encoding/json"

	"soin/domain/rule"
)

// explain turns a decoder's complaint about a Go type into one about a field.
func explain(err error) error {
	var mismatch *json.UnmarshalTypeError
	if !errors.As(err, &mismatch) {
		return err
	}
	return &rule.Violation{
		Path:  indexed(mismatch.Field),
		Value: found(mismatch.Value),
		Rule:  "must be " + wanted(mismatch.Type),
	}
}

// indexed writes the decoder's "items.3.mean" as "items[3].mean".
func indexed(field string) string {
	var b strings.Builder
	for i, part := range strings.Split(field, ".") {
		switch {
		case strings.Trim(part, "0123456789") == "" && part != "" && i > 0:
			b.WriteString("[" + part + "]")
		case i > 0:
			b.WriteString("." + part)
		default:
			b.WriteString(part)
		}
	}
	return b.String()
}

// found is the kind of JSON value in a decoder's complaint, which holds the beginning
// of the value in quotes, or a word for its kind.
func found(complaint string) string {
	if text, err := strconv.Unquote(complaint); err == nil {
		complaint = text
	}
	for _, kind := range []struct{ starts, name string }{
		{`"`, "a text"},
		{"{", "an object"}, {"object", "an object"},
		{"[", "a list"}, {"array", "a list"},
		{"true", "true"}, {"false", "false"},
	} {
		if strings.HasPrefix(complaint, kind.starts) {
			return kind.name
		}
	}
	return "a number"
}

// wanted is the kind of JSON value a Go type is read from.
func wanted(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return "a text"
	}
	switch t.Kind() {
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Struct, reflect.Map:
		return "an object"
	default:
		return "a whole number"
	}
}
