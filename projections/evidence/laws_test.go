package evidence_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"pgregory.net/rapid"

	"soin/domain"
	"soin/domain/event"
	"soin/projections/evidence"
	"soin/projections/fold"
)

// The laws hold for all facts that may stand in a log, and for more: for any content of
// every event type there is, whether or not it would pass validation.

func TestTheOrderOfArrivalChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := someFacts(t)
		want, got := told(facts...), told(shuffled(t, facts)...)
		if w, g := plain(want, want.State()), plain(got, got.State()); !reflect.DeepEqual(w, g) {
			t.Errorf("in one order  %v\nin the other %v", w, g)
		}
	})
}

func TestASnapshotAnywhereChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := someFacts(t)
		cut := rapid.IntRange(0, len(facts)).Draw(t, "snapshot after")
		restored := reread(t, told(facts[:cut]...))
		for i, f := range facts[cut:] {
			restored.Fold(f.recorded(cut + i + 1))
		}
		straight := told(facts...)
		if !bytes.Equal(encoded(t, straight), encoded(t, restored)) {
			t.Errorf("without %v\nwith    %v", plain(straight, straight.State()), plain(restored, restored.State()))
		}
		again := evidence.New() // facts that were seen change nothing
		for range 2 {
			for i, f := range facts {
				again.Fold(f.recorded(i + 1))
			}
		}
		if !bytes.Equal(encoded(t, straight), encoded(t, again)) {
			t.Error("a fact counts twice")
		}
	})
}

func TestEveryRecordSurvivesASnapshot(t *testing.T) {
	facts := samples(t)
	v := told(slices.Concat(facts, facts, facts)...) // what comes before its beginning finds it the next time
	twin := reread(t, v)
	if !bytes.Equal(encoded(t, v), encoded(t, twin)) {
		t.Error("another encoding")
	}
	if w, g := plain(v, v.State()), plain(twin, twin.State()); !reflect.DeepEqual(w, g) {
		t.Errorf("before %v\nafter  %v", w, g)
	}
	empty := map[string]bool{}
	for field := range reflect.TypeFor[evidence.Dossier]().Fields() {
		empty[field.Name] = field.IsExported() && field.Type.Kind() == reflect.Slice
	}
	steps := map[evidence.StepKind]bool{}
	for _, id := range twin.Teams() {
		d := reflect.ValueOf(twin.Of(id)).Elem()
		for i := range d.NumField() {
			if name := d.Type().Field(i).Name; empty[name] && d.Field(i).Len() > 0 {
				empty[name] = false
			}
		}
		gather(d, steps)
	}
	for name, is := range empty {
		if is {
			t.Errorf("no sample fills %s", name)
		}
	}
	for kind := evidence.Acknowledged; kind <= evidence.Adopted; kind++ {
		if !steps[kind] {
			t.Errorf("no sample is a step of kind %d", kind)
		}
	}
}

// gather notes the kinds of all steps below a value.
func gather(v reflect.Value, kinds map[evidence.StepKind]bool) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			gather(v.Index(i), kinds)
		}
	case reflect.Struct:
		if s, ok := reflect.TypeAssert[evidence.Step](v); ok {
			kinds[s.Kind] = true
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				gather(v.Field(i), kinds)
			}
		}
	}
}

// samples are the payloads that domain/testdata shows, each told of the subject "1" or of
// the one that others speak of.
func samples(t *testing.T) []fact {
	t.Helper()
	files, err := filepath.Glob("../../domain/testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	catalog := domain.Catalog(json.Unmarshal)
	spokenOf := map[string]string{}
	var facts []fact
	for i, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name, _, _ := strings.Cut(filepath.Base(file), ".v1")
		e, err := catalog.Decode(name, 1, data)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		context, _ := catalog.Context(name)
		for _, field := range [][2]string{{"InitiativeID", "initiative"}, {"DecisionID", "decision"}} {
			if id := reflect.ValueOf(e).FieldByName(field[0]); id.IsValid() {
				spokenOf[field[1]] = id.String()
			}
		}
		facts = append(facts, fact{context.Category(), 1 + i%20, e})
	}
	for i := range facts {
		subject, spoken := spokenOf[facts[i].stream]
		if !spoken {
			subject = "1"
		}
		facts[i].stream = event.StreamName(facts[i].stream, subject)
	}
	return facts
}

func encoded(t interface{ Fatal(...any) }, v *evidence.Evidence) []byte {
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		t.Fatal(err)
	}
	data, err := mode.Marshal(v.State())
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// reread is what a snapshot of the evidence restores.
func reread(t interface{ Fatal(...any) }, v *evidence.Evidence) *evidence.Evidence {
	twin := evidence.New()
	if err := cbor.Unmarshal(encoded(t, v), twin.State()); err != nil {
		t.Fatal(err)
	}
	twin.Resume(v.Position())
	return twin
}

// plain is a state without what depends on the order of arrival: positions, and numbers
// of words and units.
func plain(of *evidence.Evidence, state any) any {
	var walk func(reflect.Value) any
	walk = func(v reflect.Value) any {
		switch x := v.Interface().(type) {
		case fold.Word:
			return of.ID(x)
		case event.Position, fold.Lexicon:
			return nil
		}
		switch v.Kind() {
		case reflect.Pointer:
			if v.IsNil() {
				return nil
			}
			return walk(v.Elem())
		case reflect.Slice:
			list := make([]any, v.Len())
			for i := range list {
				list[i] = walk(v.Index(i))
			}
			return list
		case reflect.Map:
			entries := map[string]any{}
			for _, key := range v.MapKeys() {
				entries[key.String()] = walk(v.MapIndex(key))
			}
			return entries
		case reflect.Struct:
			fields := map[string]any{}
			for field, value := range v.Fields() {
				switch {
				case !field.IsExported() || field.Name == "Units" && v.Type() != reflect.TypeFor[evidence.Dossier]():
				case field.Name == "Units":
					units := make([]any, value.Len())
					for i := range units {
						units[i] = walk(reflect.ValueOf(of.Unit(int32(value.Index(i).Int()))))
					}
					fields[field.Name] = units
				default:
					fields[field.Name] = walk(value)
				}
			}
			return fields
		}
		return v.Interface()
	}
	return walk(reflect.ValueOf(state))
}

// shuffled is facts in another order of arrival. Those of one subject keep theirs, because
// each is judged by what was told of the subject before.
func shuffled(t *rapid.T, facts []fact) []fact {
	var streams []string
	waiting := map[string][]fact{}
	for _, f := range facts {
		if len(waiting[f.stream]) == 0 {
			streams = append(streams, f.stream)
		}
		waiting[f.stream] = append(waiting[f.stream], f)
	}
	var out []fact
	for len(streams) > 0 {
		i := rapid.IntRange(0, len(streams)-1).Draw(t, "next")
		stream := streams[i]
		out = append(out, waiting[stream][0])
		if waiting[stream] = waiting[stream][1:]; len(waiting[stream]) == 0 {
			streams = slices.Delete(streams, i, i+1)
		}
	}
	return out
}

// someFacts draws facts of few subjects, teams and days, and often of few contexts, so that
// things collide.
func someFacts(t *rapid.T) []fact {
	catalog := domain.Catalog(json.Unmarshal)
	contexts := map[string][]event.Type{}
	for _, typ := range catalog.Types() {
		if _, said := typ.Zero().(event.Voice); !said {
			context, _ := catalog.Context(typ.Name())
			contexts[context.Category()] = append(contexts[context.Category()], typ)
		}
	}
	categories := slices.Sorted(maps.Keys(contexts))
	if rapid.Bool().Draw(t, "few contexts") {
		categories = rapid.SliceOfNDistinct(rapid.SampledFrom(categories), 1, 3, rapid.ID).Draw(t, "contexts")
	}
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) fact {
		category := rapid.SampledFrom(categories).Draw(t, "category")
		typ := rapid.SampledFrom(contexts[category]).Draw(t, "type")
		e := reflect.New(reflect.TypeOf(typ.Zero())).Elem()
		fill(t, e)
		subject := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "subject")
		return fact{event.StreamName(category, subject), rapid.IntRange(1, 3).Draw(t, "day"), e.Interface().(event.Event)}
	}), 0, 40).Draw(t, "facts")
}

// fill draws a value of any type that facts are made of.
func fill(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		words := []string{"", "a", "b", "c", "team", "self", "C1"}
		if vocabulary, ok := reflect.TypeAssert[interface{ Words() []string }](v); ok {
			words = vocabulary.Words()
		}
		v.SetString(rapid.SampledFrom(words).Draw(t, "word"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Int, reflect.Int32:
		v.SetInt(rapid.Int64Range(-1, 5).Draw(t, "int"))
	case reflect.Uint64:
		v.SetUint(rapid.Uint64Range(0, 5).Draw(t, "uint"))
	case reflect.Float64:
		v.SetFloat(rapid.SampledFrom([]float64{0, 1, 2.5}).Draw(t, "float"))
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "given") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem())
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), rapid.IntRange(0, 3).Draw(t, "length"), 3))
		for i := range v.Len() {
			fill(t, v.Index(i))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range rapid.IntRange(0, 2).Draw(t, "entries") {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(t, key)
			fill(t, value)
			v.SetMapIndex(key, value)
		}
	case reflect.Struct:
		for _, field := range v.Fields() {
			fill(t, field)
		}
	default:
		t.Fatalf("facts hold a %s", v.Type())
	}
}
