package event

import (
	"encoding/json"
	"fmt"
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
	decode func(Unmarshal, []byte) (any, error)
	lift   func(any) any // nil for the newest form
}

// Upcaster turns a form that is no longer written into the next one.
type Upcaster struct{ form form }

// Lift makes an upcaster of a function from an old form to its successor, usually a
// method expression of the old, private struct: Lift(completedV1.lift).
func Lift[Old, Next any](up func(Old) Next) Upcaster {
	return Upcaster{form{
		decode: decodeInto[Old],
		lift:   func(v any) any { return up(v.(Old)) },
	}}
}

// TypeOf describes the event type E. Upcasters are given oldest first; the present
// version is their number plus one. It panics when the chain does not end in E, which
// the first test of any context would meet.
func TypeOf[E Event](upcasters ...Upcaster) Type {
	var zero E
	t := Type{name: zero.EventName(), sample: zero}
	for _, u := range upcasters {
		t.forms = append(t.forms, u.form)
	}
	t.forms = append(t.forms, form{decode: decodeInto[E]})
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

// Decode reads a payload of the given version and lifts it to the present one.
func (t Type) Decode(unmarshal Unmarshal, version int, data []byte) (Event, error) {
	if version < 1 || version > len(t.forms) {
		return nil, &UnknownTypeError{Name: t.name, Version: version}
	}
	v, err := t.forms[version-1].decode(unmarshal, data)
	if err != nil {
		return nil, &MalformedError{Name: t.name, Version: version, Err: err}
	}
	for _, f := range t.forms[version-1 : len(t.forms)-1] {
		v = f.lift(v)
	}
	e, ok := v.(Event)
	if !ok {
		return nil, fmt.Errorf("event type %s: the upcasters end in %T, which is no event", t.name, v)
	}
	return e, nil
}

// encode writes the present form. It is the standard library's JSON in field order,
// without HTML escaping, so that the bytes of a fact never depend on a library choice.
func encode(e Event) ([]byte, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return nil, fmt.Errorf("encode %s: %w", e.EventName(), err)
	}
	return []byte(strings.TrimSuffix(b.String(), "\n")), nil
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
