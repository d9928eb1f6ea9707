package ingest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"soin/domain"
	"soin/domain/event"
	"soin/domain/person"
	"soin/infra/ingest"
	"soin/infra/jsoncodec"
	"soin/infra/problem"
)

// theMark is in everything that a person could be known by.
const theMark = "Zorglub"

// marked fills every field of an event that tells of a person, and counts them.
func marked(v reflect.Value, n *int) {
	switch v.Type() {
	case reflect.TypeFor[person.Member](), reflect.TypeFor[person.Text](), reflect.TypeFor[person.Token]():
		*n++
		v.SetString(fmt.Sprint(theMark, " ", *n))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				marked(v.Field(i), n)
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			marked(v.Index(i), n)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			marked(v.Elem(), n)
		}
	}
}

// samples are the events that packages of the domain show, with marks, by file name.
func samples(t *testing.T) map[string]event.Event {
	t.Helper()
	all := map[string]event.Event{}
	files, err := filepath.Glob("../../domain/testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	catalog := domain.Catalog(jsoncodec.Unmarshal)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		words := strings.Split(filepath.Base(file), ".")
		version := strings.TrimPrefix(words[2], "v")
		name, n, ok := event.ParseWireType("soin." + words[0] + "." + words[1] + ".v" + version)
		if !ok {
			t.Fatal(file)
		}
		e, err := catalog.Decode(name, n, data)
		if err != nil {
			t.Fatal(err)
		}
		v := reflect.New(reflect.TypeOf(e))
		v.Elem().Set(reflect.ValueOf(e))
		count := 0
		marked(v.Elem(), &count)
		all[filepath.Base(file)] = v.Elem().Interface().(event.Event)
	}
	return all
}

// For every event type there is: whatever becomes of a fact, neither a file nor an error
// nor the operator's log holds an id, a token or a text.
func TestNothingThatTellsOfAPersonLeavesTheDoor(t *testing.T) {
	h := newHouse(t, t.TempDir(), ingest.AsHistory())
	strangers := ingest.NewDoor(h.log, today, ingest.WithVault(h.vault), ingest.WithParking(h.parked))
	var said strings.Builder
	tell := func(outcomes []ingest.Outcome) {
		for _, o := range outcomes {
			if o.Err != nil {
				reporter := problem.Reporter{Log: slogTo(&said), NewID: func() string { return "1" }}
				p, err := reporter.Of(t.Context(), o.Err).MarshalJSON()
				fmt.Fprintln(&said, o.Err, string(p), err)
			}
		}
	}
	all := samples(t)
	recorded, parked, refused := 0, 0, 0
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	for range 3 { // in the order of an alphabet, so many come early
		for i, name := range names {
			data, err := json.Marshal(all[name])
			if err != nil {
				t.Fatal(err)
			}
			category, _, _ := strings.Cut(name, ".")
			d := about(category, all[name].EventName(), name, string(data))
			alone := d
			alone.Subject = fmt.Sprint("alone-", i)
			outcomes := accept(t, h.door, d, alone)
			for _, o := range outcomes {
				switch {
				case o.Err != nil:
					refused++
				case o.Parked != nil:
					parked++
				default:
					recorded++
				}
			}
			tell(outcomes)
			tell(accept(t, strangers, d, alone))
			tell(accept(t, h.door, spoiled(d, data)...))
		}
	}
	if recorded < 50 || parked < 20 || refused < 5 {
		t.Errorf("%d recorded, %d parked, %d refused: this proves little", recorded, parked, refused)
	}
	if strings.Contains(said.String(), theMark) {
		t.Errorf("it was said:\n%s", linesWith(said.String(), theMark))
	}
	for _, file := range files(t, h.folder) {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(theMark)) {
			t.Errorf("%s holds it", file)
		}
	}
}

// spoiled are deliveries in which each marked value breaks a rule: of length, of letters, of
// JSON, of kind.
func spoiled(d ingest.Delivery, data []byte) []ingest.Delivery {
	var all []ingest.Delivery
	for i, change := range []func(string) string{
		func(s string) string { return strings.ReplaceAll(s, theMark, theMark+strings.Repeat("x", 3000)) },
		func(s string) string { return strings.ReplaceAll(s, theMark, theMark+`\u0007`) },
		func(s string) string { return strings.ReplaceAll(s, theMark, theMark+`\ud800`) },
		func(s string) string { return strings.ReplaceAll(s, `"`+theMark, `{"`+theMark+`":1},"`) },
		func(s string) string { return strings.ReplaceAll(s, `"`+theMark, `["`+theMark+`\ud800"],"`) },
		func(s string) string { return strings.ReplaceAll(s, `":"`+theMark, `":["`+theMark+` x"],"x":"`) },
		func(s string) string { return strings.ReplaceAll(s, `":"`+theMark, `":["`+theMark+`\ud800"],"x":"`) },
		func(s string) string { return s[:len(s)-1] },
	} {
		other := d
		other.ID += fmt.Sprint("-", i)
		other.Data = []byte(change(string(data)))
		all = append(all, other)
	}
	return all
}

func linesWith(text, word string) string {
	var found []string
	for line := range strings.Lines(text) {
		if strings.Contains(line, word) {
			found = append(found, line)
		}
	}
	return strings.Join(found[:min(10, len(found))], "")
}

func files(t *testing.T, folder string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(all) < 4 {
		t.Fatal(all, err)
	}
	return all
}

// The envelope is read before its type is known, so no value of its data is repeated.
func TestAnEnvelopeThatIsNoCloudEventTellsNoValueOfItsData(t *testing.T) {
	for _, data := range []string{`{"from":"` + theMark + `\ud800"}`, `"` + theMark + `\ud800"`, `{"from":["` + theMark + `\ud800"]}`} {
		_, err := ingest.ParseJSON([]byte(`{` + fine + `,"data":` + data + `}`))
		if err == nil || strings.Contains(err.Error(), theMark) {
			t.Error(err)
		}
	}
}

func slogTo(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }
