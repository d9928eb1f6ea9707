// Package caremodel reads files of the care model. A file is understood whole or
// refused: a name that the model does not have, or a value that is not there, is a fault,
// because a weight that is spelled wrong would silently be another model.
package caremodel

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"soin/domain/care"
	"soin/domain/rule"
)

// MostBytes is the largest file that is read.
const MostBytes = 1 << 20

// Default is the model that Soin comes with.
func Default() (care.Model, error) { return Read(care.ModelFile) }

// Read reads a model file. What breaks a rule comes back as [rule.Broken].
func Read(data []byte) (care.Model, error) {
	var model care.Model
	if len(data) > MostBytes {
		return model, rule.Break("file", len(data), "must have at most 1 MiB")
	}
	var document any
	if err := yaml.Unmarshal(data, &document); err != nil {
		return model, rule.Break("file", err.Error(), "must be YAML")
	}
	text, err := json.Marshal(document)
	if err != nil {
		return model, rule.Break("file", err.Error(), "must hold texts as names")
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&model); err != nil {
		if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			return model, rule.Break(wrong.Field, wrong.Value, "must be a "+wrong.Type.String())
		}
		return model, rule.Break("file", err.Error(), "must have the shape of a care model")
	}
	if err := complete(document, model); err != nil {
		return model, err
	}
	return model, model.Validate()
}

// Hash names a model: SHA-256 of its canonical JSON, so that comments and order of names
// make no other model. Lower-case hexadecimal.
func Hash(model care.Model) (string, error) {
	text, err := json.Marshal(model)
	if err != nil {
		return "", fmt.Errorf("hash of the care model: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// complete refuses a file that leaves out what the model has.
func complete(document any, model care.Model) error {
	given := map[string]bool{}
	for _, v := range flatten(document) {
		given[v.path] = true
	}
	values, err := valuesOf(model)
	if err != nil {
		return err
	}
	var errs []error
	for _, v := range values {
		if !given[v.path] {
			errs = append(errs, rule.Break(v.path, "nothing", "must be given"))
		}
	}
	return rule.All(errs...)
}

// value is one number or text of a model, at the path a person would name it by.
type value struct{ path, text string }

func valuesOf(model care.Model) ([]value, error) {
	text, err := json.Marshal(model)
	if err != nil {
		return nil, err
	}
	var document any
	if err := json.Unmarshal(text, &document); err != nil {
		return nil, err
	}
	return flatten(document), nil
}

// flatten lists the values of a document by path. Elements of lists go by their id, name
// or level, so that one that is moved stays the same.
func flatten(document any) []value {
	var values []value
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, field := range v {
				walk(join(path, name), field)
			}
		case []any:
			for i, element := range v {
				walk(fmt.Sprintf("%s[%s]", path, key(i, element)), element)
			}
		default:
			values = append(values, value{path, fmt.Sprint(v)})
		}
	}
	walk("", document)
	slices.SortFunc(values, func(a, b value) int { return bytes.Compare([]byte(a.path), []byte(b.path)) })
	return values
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func key(i int, element any) string {
	if fields, ok := element.(map[string]any); ok {
		for _, name := range [...]string{"id", "name", "level"} {
			if id, ok := fields[name]; ok {
				return fmt.Sprint(id)
			}
		}
	}
	return fmt.Sprint(i)
}
