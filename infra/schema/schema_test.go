package schema_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"soin/domain"
	"soin/domain/event"
	"soin/domain/person"
	"soin/infra/schema"
)

func catalog() *event.Catalog { return domain.Catalog(json.Unmarshal) }

// schemas are all there are by type, read by an implementation that is not ours.
type schemas map[string]*jsonschema.Schema

func compiled(t *testing.T) schemas {
	t.Helper()
	all, err := schema.All(catalog())
	if err != nil {
		t.Fatal(err)
	}
	out := schemas{}
	for _, d := range all {
		compiler := jsonschema.NewCompiler()
		compiler.AssertFormat()
		where := "https://example.org/schemas/" + d.Type
		if err := compiler.AddResource(where, value(t, d.JSON)); err != nil {
			t.Fatalf("%s: %v", d.Type, err)
		}
		if out[d.Type], err = compiler.Compile(where); err != nil {
			t.Fatalf("%s: %v", d.Type, err)
		}
	}
	return out
}

func (all schemas) validate(typ string, payload any) error {
	s, ok := all[typ]
	if !ok {
		return errors.New("there is no schema of " + typ)
	}
	return s.Validate(payload)
}

func value(t *testing.T, data []byte) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// samples are the payloads of package domain by file name, each with the type it is of.
func samples(t *testing.T) map[string]sample {
	t.Helper()
	files, err := filepath.Glob("../../domain/testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d samples, %v", len(files), err)
	}
	out := map[string]sample{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		form := strings.TrimSuffix(filepath.Base(file), ".json")
		if _, _, whole := event.ParseWireType("soin." + form); !whole {
			form = strings.TrimSuffix(form, filepath.Ext(form))
		}
		out[filepath.Base(file)] = sample{"soin." + form, data}
	}
	return out
}

type sample struct {
	typ  string
	data []byte
}

func TestEveryFormHasASchemaOfItsOwn(t *testing.T) {
	all := compiled(t)
	for _, typ := range catalog().Types() {
		for version := 1; version <= typ.Version(); version++ {
			wire := event.WireType(typ.Name(), version)
			s := all[wire]
			if s == nil || s.DraftVersion != 2020 || !strings.HasSuffix(s.Location, wire+"#") || s.Title == "" {
				t.Errorf("%s: %+v", wire, s)
			}
			delete(all, wire)
		}
	}
	for wire := range all {
		t.Errorf("%s is no form of an event", wire)
	}
}

func TestEverySampleIsValid(t *testing.T) {
	all := compiled(t)
	for file, s := range samples(t) {
		if err := all.validate(s.typ, value(t, s.data)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// A field of the wrong kind is refused wherever it stands, a field too many nowhere.
func TestEveryFieldIsDescribed(t *testing.T) {
	all := compiled(t)
	for file, s := range samples(t) {
		whole := value(t, s.data).(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(whole)) {
			broken := maps.Clone(whole)
			broken[name] = []any{map[string]any{}, "\x00"}
			if all.validate(s.typ, broken) == nil {
				t.Errorf("%s: any %s will do", file, name)
			}
		}
		whole["aFieldOfTomorrow"] = 1
		if err := all.validate(s.typ, whole); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestABrokenPayloadIsRefused(t *testing.T) {
	all := compiled(t)
	for _, c := range []struct{ file, was, is string }{
		{"commitment.declared.v1.json", `"teamId"`, `"team"`},
		{"commitment.declared.v1.json", `"2026-09-30"`, `"30/09/2026"`},
		{"commitment.declared.v1.json", `"planet"`, `"Planet"`},
		{"commitment.declared.v1.json", `"m-104"`, `""`},
		{"commitment.declared.v1.json", `120`, `"120"`},
		{"decision.taken.v1.json", `"consulted"`, `"voted"`},
		{"initiative.started.v1.json", `"society"`, `"nobody"`},
		{"initiative.started.v1.json", `"m-104", "m-117"`, `104`},
		{"audit.checkpointed.v1.json", `18446`, `-1`},
		{"care.evaluated.v1.json", `"fit": 5`, `"fit": 4.5`},
		{"survey.opened.v1.json", `"eligible": 12`, `"eligible": null`},
		{"survey.opened.v1.json", `"eligible": 12`, `"invited": 12`},
	} {
		s, ok := samples(t)[c.file]
		broken := bytes.Replace(s.data, []byte(c.was), []byte(c.is), 1)
		if !ok || bytes.Equal(broken, s.data) {
			t.Fatalf("%s shows no %s", c.file, c.was)
		}
		if all.validate(s.typ, value(t, broken)) == nil {
			t.Errorf("%s with %s is valid", c.file, c.is)
		}
	}
}

func TestAnAnswerMayBeMissingInItsPlace(t *testing.T) {
	all := compiled(t)
	for answers, ok := range map[string]bool{`{"q1": null, "q2": 3}`: true, `{"q1": "3"}`: false} {
		ballot := `{"teamId": "1", "token": "x", "answers": ` + answers + `}`
		if err := all.validate("soin.survey.ballot-cast.v1", value(t, []byte(ballot))); (err == nil) != ok {
			t.Errorf("%s: %v", answers, err)
		}
	}
	for row, ok := range map[string]bool{`[null, 3]`: true, `["3", 3]`: false} {
		release := `{"instrumentId": "i", "version": "1", "teamIds": ["1"], "closedOn": "2026-03-15",
			"eligible": 1, "responses": 1, "items": ["q1", "q2"], "ballots": [` + row + `]}`
		if err := all.validate("soin.survey.released.v1", value(t, []byte(release))); (err == nil) != ok {
			t.Errorf("%s: %v", row, err)
		}
	}
}

// A lamp was once lit with a colour only.
type litV1 struct {
	Colour string `json:"colour"`
}

type lit struct {
	Colours []string `json:"colours"`
}

func (lit) EventName() string { return "lamp.lit" }
func (lit) Validate() error   { return nil }

func TestAFormThatIsNoLongerWrittenIsDescribedAsItWas(t *testing.T) {
	typ := event.TypeOf[lit](event.Lift(func(was litV1) lit { return lit{Colours: []string{was.Colour}} }))
	for version, want := range map[int][]string{1: {`"colour"`, `"deprecated": true`}, 2: {`"colours"`}} {
		d, err := schema.Of(typ, version)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range want {
			if !bytes.Contains(d.JSON, []byte(word)) {
				t.Errorf("%s says no %s:\n%s", d.Type, word, d.JSON)
			}
		}
		if version == 2 && bytes.Contains(d.JSON, []byte("deprecated")) {
			t.Errorf("%s is deprecated:\n%s", d.Type, d.JSON)
		}
	}
	if _, err := schema.Of(typ, 3); err == nil {
		t.Error("a version there never was has a schema")
	}
}

// A word of a closed list that the schema does not spell out would be found by trial.
func TestEveryVocabularyIsSpelledOut(t *testing.T) {
	free := []reflect.Type{
		reflect.TypeFor[string](), reflect.TypeFor[person.Member](), reflect.TypeFor[person.Token](), reflect.TypeFor[person.Text](),
	}
	for _, typ := range catalog().Types() {
		for version := 1; version <= typ.Version(); version++ {
			for _, found := range strs(typ.Shape(version)) {
				_, spelled := reflect.TypeAssert[interface{ Words() []string }](reflect.Zero(found))
				if !spelled && !slices.Contains(free, found) {
					t.Errorf("%s: %v has no method Words", event.WireType(typ.Name(), version), found)
				}
			}
		}
	}
}

// strs are the types of all texts within a type.
func strs(t reflect.Type) []reflect.Type {
	switch t.Kind() {
	case reflect.String:
		return []reflect.Type{t}
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return strs(t.Elem())
	case reflect.Map:
		return append(strs(t.Key()), strs(t.Elem())...)
	case reflect.Struct:
		var all []reflect.Type
		for field := range t.Fields() {
			all = append(all, strs(field.Type)...)
		}
		return all
	}
	return nil
}

func TestASchemaIsFoundByItsTypeOrByTheNameOfTheEvent(t *testing.T) {
	for word, want := range map[string]string{
		"soin.team.formed.v1": "soin.team.formed.v1", "team.formed": "soin.team.formed.v1",
		"care-act.logged":  "soin.care-act.logged.v1",
		"soin.team.formed": "soin.team.formed.v1",
		"team.former":      "", "soin.team.former": "", "soin.team.formed.v9": "", "soin.": "", "": "",
	} {
		d, err := schema.Find(catalog(), word)
		unknown, ok := errors.AsType[*event.UnknownTypeError](err)
		if d.Type != want || (want == "") != ok {
			t.Errorf("%q: %q, %v", word, d.Type, err)
		}
		if ok && word != "" && !strings.Contains(unknown.Error(), word) {
			t.Errorf("%q: %v", word, err)
		}
	}
}

func TestTheSameTypeHasTheSameBytes(t *testing.T) {
	for range 10 {
		first, err := schema.All(catalog())
		again, errAgain := schema.All(catalog())
		if err != nil || errAgain != nil || !reflect.DeepEqual(first, again) {
			t.Fatal(err, errAgain)
		}
	}
}

func TestASchemaReadsAsADocument(t *testing.T) {
	for _, name := range []string{"commitment.declared", "survey.ballot-cast"} {
		d, err := schema.Find(catalog(), name)
		if err != nil {
			t.Fatal(err)
		}
		golden, err := os.ReadFile("testdata/" + d.Type + ".json")
		if err != nil || !bytes.Equal(d.JSON, golden) {
			t.Errorf("%v\ngot  %s\nwant %s", err, d.JSON, golden)
		}
	}
}
