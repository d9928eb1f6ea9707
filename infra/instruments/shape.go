package instruments

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// shape compares a YAML node with the Go type it is to be read into and reports every
// difference at its own place: unknown and repeated keys, lists where text belongs.
// What it passes, yaml decodes without an error. Aliases are refused: they let a small
// file stand for a huge one.
type shape struct {
	report func(n *yaml.Node, path, rule string)
}

func (s shape) check(n *yaml.Node, t reflect.Type, path string) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		s.report(n, path, "must be written out: anchors and aliases are not allowed")
	case t.Kind() == reflect.Struct:
		s.fields(n, t, path)
	case t.Kind() == reflect.Map:
		s.entries(n, path, func(_, value *yaml.Node, at string) { s.check(value, t.Elem(), at) })
	case t.Kind() == reflect.Slice:
		s.elements(n, t, path)
	default:
		s.scalar(n, t, path)
	}
}

func (s shape) fields(n *yaml.Node, t reflect.Type, path string) {
	known := keys(t)
	s.entries(n, path, func(key, value *yaml.Node, at string) {
		i := slices.Index(known, key.Value)
		if i < 0 {
			s.report(key, at, "is not a key here: use one of "+strings.Join(known, ", "))
			return
		}
		s.check(value, t.Field(i).Type, at)
	})
}

// keys lists the YAML names of a struct's fields, in their order.
func keys(t reflect.Type) []string {
	names := make([]string, t.NumField())
	for i := range names {
		names[i] = t.Field(i).Tag.Get("yaml")
	}
	return names
}

func (s shape) entries(n *yaml.Node, path string, each func(key, value *yaml.Node, at string)) {
	if n.Kind != yaml.MappingNode {
		s.report(n, path, "must hold keys and values")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := join(path, key.Value)
		switch {
		case key.Kind != yaml.ScalarNode || key.Anchor != "" || key.Tag == "!!merge":
			s.report(key, at, "must be a plain key")
		case seen[key.Value]:
			s.report(key, at, "is given twice")
		default:
			seen[key.Value] = true
			each(key, value, at)
		}
	}
}

func (s shape) elements(n *yaml.Node, t reflect.Type, path string) {
	if n.Kind != yaml.SequenceNode {
		s.report(n, path, "must be a list")
		return
	}
	for i, element := range n.Content {
		s.check(element, t.Elem(), fmt.Sprintf("%s[%d]", path, i))
	}
}

func (s shape) scalar(n *yaml.Node, t reflect.Type, path string) {
	name, tags := scalars(t.Kind())
	if n.Kind != yaml.ScalarNode || !slices.Contains(tags, n.ShortTag()) {
		s.report(n, path, "must be "+name)
	}
}

// scalars lists what YAML may take a value for that fills this kind of Go value.
func scalars(kind reflect.Kind) (name string, tags []string) {
	switch kind {
	case reflect.Bool:
		return "true or false", []string{"!!bool"}
	case reflect.Float64:
		return "a number", []string{"!!int", "!!float"}
	}
	return "text", []string{"!!str", "!!int", "!!float", "!!bool", "!!timestamp"}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
