package event

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// Unmarshal decodes JSON into the value v points to.
type Unmarshal func(data []byte, v any) error

// Type is one event type: its name and how each form it ever had is read.
type Type struct {
	name   string
	forms  []form // forms[i] reads version i+1
	sample Event  // zero value, for its Go type
}

// form reads one stored version and lifts it to the next one.
type form struct {
	shape  reflect.Type
	decode func(Unmarshal, []byte) (any, error)
	lift   func(any) any // nil for the newest form
}

// Upcaster turns a form that is no longer written into the next one.
type Upcaster struct {
	form     form
	from, to reflect.Type
}

// Lift makes an upcaster of a function from an old form to its successor, usually a
// method expression of the old, private struct: Lift(completedV1.lift).
func Lift[Old, Next any](up func(Old) Next) Upcaster {
	return Upcaster{
		form: form{
			shape:  reflect.TypeFor[Old](),
			decode: decodeInto[Old],
			lift:   func(v any) any { return up(v.(Old)) },
		},
		from: reflect.TypeFor[Old](),
		to:   reflect.TypeFor[Next](),
	}
}

// TypeOf describes the event type E. Upcasters are given oldest first; the present
// version is their number plus one. It panics when one of them does not give what the
// next one takes, or the last one does not give E, which the first test of any context
// would meet.
func TypeOf[E Event](upcasters ...Upcaster) Type {
	var zero E
	t := Type{name: zero.EventName(), sample: zero}
	for i, u := range upcasters {
		next := reflect.TypeFor[E]()
		if i+1 < len(upcasters) {
			next = upcasters[i+1].from
		}
		if u.to != next {
			panic(fmt.Sprintf("event type %s: the upcaster of version %d gives %v, not %v", t.name, i+1, u.to, next))
		}
		t.forms = append(t.forms, u.form)
	}
	t.forms = append(t.forms, form{shape: reflect.TypeFor[E](), decode: decodeInto[E]})
	return t
}

func decodeInto[T any](unmarshal Unmarshal, data []byte) (any, error) {
	var v T
	if err := unmarshal(data, &v); err != nil {
		return nil, err
	}
	return v, nil
}

// Name is the event's name: "team.formed".
func (t Type) Name() string { return t.name }

// Version is the form that is written today.
func (t Type) Version() int { return len(t.forms) }

// Zero is the zero value of the event's Go type, for schema generators.
func (t Type) Zero() Event { return t.sample }

// Shape is the Go type that a payload of the given version is read into, nil for a version
// there never was: what its fields are called and of what kind they are.
func (t Type) Shape(version int) reflect.Type {
	if !t.reads(version) {
		return nil
	}
	return t.forms[version-1].shape
}

// Decode reads a payload of the given version and lifts it to the present one.
func (t Type) Decode(unmarshal Unmarshal, version int, data []byte) (Event, error) {
	if !t.reads(version) {
		return nil, &UnknownTypeError{Name: t.name, Version: version}
	}
	v, err := t.forms[version-1].decode(unmarshal, data)
	if err != nil {
		return nil, &MalformedError{Name: t.name, Version: version, Err: err}
	}
	for _, f := range t.forms[version-1 : len(t.forms)-1] {
		v = f.lift(v)
	}
	return v.(Event), nil // as TypeOf has seen
}

// reads reports whether the version is one of the forms.
func (t Type) reads(version int) bool { return version >= 1 && version <= len(t.forms) }

// encode writes the present form. It is the standard library's JSON in field order,
// without HTML escaping, so that the bytes of a fact never depend on a library choice.
func encode(e Event) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return nil, fmt.Errorf("encode %s: %w", e.EventName(), err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

const wirePrefix = "soin."

// WireType is the CloudEvents type of an event: "soin.team.formed.v1".
func WireType(name string, version int) string {
	return wirePrefix + name + ".v" + strconv.Itoa(version)
}

// ParseWireType is the inverse of [WireType].
func ParseWireType(s string) (name string, version int, ok bool) {
	rest, ok := strings.CutPrefix(s, wirePrefix)
	if !ok {
		return "", 0, false
	}
	i := strings.LastIndex(rest, ".v")
	if i <= 0 {
		return "", 0, false
	}
	version, err := strconv.Atoi(rest[i+2:])
	if err != nil || version < 1 || rest[i+2] == '+' || rest[i+2] == '0' {
		return "", 0, false
	}
	return rest[:i], version, true
}
