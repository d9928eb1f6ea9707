package jsoncodec_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"soin/domain"
	"soin/domain/event"
	"soin/infra/jsoncodec"
)

// agree fails unless the fast decoder and encoding/json both refuse the data, or read
// equal values, whatever event type the data is read as.
func agree(t rapid.TB, data []byte) {
	t.Helper()
	for _, typ := range domain.Catalog(jsoncodec.Unmarshal).Types() {
		fast, fastErr := typ.Decode(jsoncodec.Unmarshal, typ.Version(), data)
		std, stdErr := typ.Decode(json.Unmarshal, typ.Version(), data)
		if (fastErr == nil) != (stdErr == nil) {
			t.Fatalf("%s from %s\nfast: %v\nstd:  %v", typ.Name(), data, fastErr, stdErr)
		}
		if fastErr == nil && !reflect.DeepEqual(fast, std) {
			t.Fatalf("%s from %s\nfast: %#v\nstd:  %#v", typ.Name(), data, fast, std)
		}
	}
}

func FuzzWhatPassesIsReadAlikeByBothDecoders(f *testing.F) {
	for _, seed := range []string{
		`{"name":"Accueil","parentId":"d1","contexts":["night","crisis"],"later":{"a":[1,2.5e3,null]}}`,
		`{"name":"\u00e9\ud83d\ude00\/","headcount":12,"intoTeamIds":[]}`,
		`{"instrumentId":"csps","teamId":"t","items":[{"item":"B01","n":12,"favourable":61.5,"distribution":[3,4,5]}]}`,
		`{"version":"1","audience":"team","title":{"fr":"é"},"items":[{"id":"q","min":-1e0,"max":5,"reversed":true}]}`,
		`{"instrumentId":"i","version":"1","teams":[{"teamId":"t","eligible":7}],"opensOn":"2024-02-29","closesOn":null}`,
		`{"headcount":42000000000000000000}`, `{"headcount":-0}`, `{"headcount":1.0}`, `{"headcount":1e2}`,
		`{"name":{"a":[{},"x","x"]}}`, `{"min":1e400}`, "{\"name\":\"\xff\"}", `null`, `[]`, ``,
	} {
		f.Add([]byte(seed))
	}
	known := fieldNames()
	f.Fuzz(func(t *testing.T, data []byte) {
		compact, err := jsoncodec.Compact(data)
		if err != nil {
			return
		}
		if again, err := jsoncodec.Compact(compact); err != nil || string(again) != string(compact) {
			t.Fatalf("%s is not compact for good: %s, %v", compact, again, err)
		}
		var whole any
		if err := json.Unmarshal(compact, &whole); err != nil {
			t.Fatalf("encoding/json refuses %s: %v", compact, err)
		}
		if !onlyCaseDiffers(whole, known) {
			agree(t, compact)
		}
	})
}

func FuzzNoBytesMakeTheFastDecoderPanic(f *testing.F) {
	for _, seed := range []string{`{"items":[{"n":`, `{"name":"\u12`, `{"opensOn":[`, "\x00", `{"":{}}`} {
		f.Add([]byte(seed))
	}
	types := domain.Catalog(jsoncodec.Unmarshal).Types()
	f.Fuzz(func(_ *testing.T, data []byte) {
		for _, typ := range types {
			_, _ = typ.Decode(jsoncodec.Unmarshal, typ.Version(), data)
		}
	})
}

func TestBothDecodersAgreeOnEveryShape(t *testing.T) {
	value := values(t)
	rapid.Check(t, func(t *rapid.T) {
		data := []byte(object(value).Draw(t, "data"))
		if compact, err := jsoncodec.Compact(data); err == nil {
			agree(t, compact)
		}
	})
}

// values draws JSON texts of every kind, in the names of the catalog's fields.
func values(t *testing.T) *rapid.Generator[string] {
	t.Helper()
	scalar := rapid.SampledFrom([]string{
		"null", "true", "false", "0", "-0", "7", "-12", "1.5", "1e2", "5.0", "9007199254740991", "9007199254740993",
		"42000000000000000000", "-9223372036854775809", "1e308", "1e309", `""`, `"x"`, `"2024-02-29"`, `"2023-02-29"`,
		`"2024-02-29T12:00:00Z"`, `"2024-02-29T12:00:00.5+01:00"`, `"2024-02-29 12:00"`, `"2024-02-29T12:00:00,5Z"`, `"90s"`,
		`"é"`, `"\u00e9\n"`, `"\ud83d\ude00"`, `"\ud83d"`, `"self"`, `"5"`,
	})
	return rapid.Custom(func(t *rapid.T) string {
		value := scalar
		for range rapid.IntRange(0, 3).Draw(t, "depth") {
			value = rapid.OneOf(scalar, list(value), object(value))
		}
		return value.Draw(t, "value")
	})
}

func list(value *rapid.Generator[string]) *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOfN(value, 0, 12), func(elements []string) string {
		return "[" + strings.Join(elements, " , ") + "]"
	})
}

func object(value *rapid.Generator[string]) *rapid.Generator[string] {
	names := slices.Sorted(maps.Keys(fieldNames()))
	pair := rapid.Custom(func(t *rapid.T) string {
		return fmt.Sprintf("%q : %s", rapid.SampledFrom(names).Draw(t, "name"), value.Draw(t, "value"))
	})
	return rapid.Map(rapid.SliceOfN(pair, 0, 8), func(pairs []string) string {
		return "{" + strings.Join(pairs, ",\n") + "}"
	})
}

// fieldNames are the names of all fields of all event types.
func fieldNames() map[string]bool {
	names := map[string]bool{}
	for _, typ := range domain.Catalog(jsoncodec.Unmarshal).Types() {
		gather(reflect.TypeOf(typ.Zero()), names)
	}
	return names
}

func gather(t reflect.Type, names map[string]bool) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		gather(t.Elem(), names)
	case reflect.Struct:
		for field := range t.Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			names[name] = true
			gather(field.Type, names)
		}
	}
}

// onlyCaseDiffers reports whether somewhere in a value stands a name that encoding/json
// takes for a field because it ignores case.
func onlyCaseDiffers(value any, known map[string]bool) bool {
	switch v := value.(type) {
	case []any:
		for _, element := range v {
			if onlyCaseDiffers(element, known) {
				return true
			}
		}
	case map[string]any:
		for name, element := range v {
			for field := range known {
				if name != field && strings.EqualFold(name, field) {
					return true
				}
			}
			if onlyCaseDiffers(element, known) {
				return true
			}
		}
	}
	return false
}

var _ event.Unmarshal = jsoncodec.Unmarshal
