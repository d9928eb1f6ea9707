package esdbform_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"soin/domain/event"
	"soin/infra/esdbform"
)

func TestEventsComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := event.Raw{
			Envelope: event.Envelope{
				Source: rapid.StringN(1, 64, -1).Draw(t, "source"),
				ID:     rapid.StringN(1, 64, -1).Draw(t, "id"),
				Time: time.Unix(rapid.Int64Range(-2208988800, 7258118399).Draw(t, "seconds"),
					rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds")).UTC(),
			},
			Name:    rapid.StringMatching(`[a-z]{1,8}(\.[a-z-]{1,12}){1,2}`).Draw(t, "name"),
			Version: rapid.IntRange(1, 1000).Draw(t, "version"),
			Data:    []byte(`{"a": 1 }`),
		}
		form, err := esdbform.Of("test-1", raw)
		if err != nil {
			t.Fatal(err)
		}
		back, ok := form.Raw(time.Time{})
		if !ok || back.Source != raw.Source || back.ID != raw.ID || !back.Same(raw) {
			t.Fatalf("%+v came back as %+v", raw, back)
		}
	})
}

func TestTheFormIsThePublishedOne(t *testing.T) {
	form, err := esdbform.Of("team-été", event.Raw{
		Envelope: event.Envelope{Source: "urn:hr<1>", ID: "42", Time: time.Date(2026, 3, 29, 1, 59, 59, 123456789, time.UTC)},
		Name:     "team.formed", Version: 1, Data: []byte(`{"name":"A"}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	for what, pair := range map[string][2]string{
		"type":     {form.Type, "soin.team.formed.v1"},
		"data":     {string(form.Data), `{"name":"A"}`},
		"metadata": {string(form.Metadata), `{"specversion":"1.0","source":"urn:hr<1>","id":"42","subject":"été","time":"2026-03-29T01:59:59.123456789Z"}`},
		// Python: uuid5(uuid5(NAMESPACE_URL, "urn:hr<1>"), "42")
		"id": {form.ID.String(), "b954967c-8cc6-5cf3-b778-441a044589b6"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %s, want %s", what, pair[0], pair[1])
		}
	}
}

func TestWhatOthersWroteIsRead(t *testing.T) {
	created := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	e := esdbform.Event{ID: esdbform.IDOf("a", "b"), Type: "soin.team.formed.v2", Data: []byte(`{}`)}
	for _, metadata := range []string{``, `null`, `[]`, `{"$correlationId":"x"}`, `{"id":"1","source":""}`} {
		e.Metadata = []byte(metadata)
		raw, ok := e.Raw(created)
		if !ok || raw.ID != e.ID.String() || !raw.Time.Equal(created) || raw.Name != "team.formed" || raw.Version != 2 {
			t.Errorf("%s: %+v, %t", metadata, raw, ok)
		}
	}
	for _, other := range []string{"$metadata", "OrderPlaced", "soin.v1", "soin.team.formed.v0", ""} {
		if raw, ok := (esdbform.Event{Type: other}).Raw(created); ok {
			t.Errorf("%q is read as %+v", other, raw)
		}
	}
}

func TestMetadataAreWhatEncodingJSONWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ -~]{0,32}`), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }))
		raw := event.Raw{
			Envelope: event.Envelope{
				Source: text.Draw(t, "source"), ID: text.Draw(t, "id"),
				Time: time.Unix(rapid.Int64Range(-2208988800, 7258118399).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds")),
			},
			Name: "team.formed", Version: 1,
		}
		subject := text.Draw(t, "subject")
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		err := enc.Encode(struct {
			SpecVersion string    `json:"specversion"`
			Source      string    `json:"source"`
			ID          string    `json:"id"`
			Subject     string    `json:"subject"`
			Time        time.Time `json:"time"`
		}{"1.0", raw.Source, raw.ID, subject, raw.Time.UTC()})
		if err != nil {
			t.Fatal(err)
		}
		form, err := esdbform.Of("test-"+subject, raw)
		if got := append(form.Metadata, '\n'); err != nil || !bytes.Equal(got, want.Bytes()) {
			t.Fatalf("got %q, %v, want %q", got, err, want.Bytes())
		}
	})
}

func BenchmarkOf(b *testing.B) {
	raw := event.Raw{Envelope: event.Envelope{Source: "urn:hr", ID: "42", Time: time.Unix(0, 1).UTC()}, Name: "team.formed", Version: 1}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := esdbform.Of("team-1", raw); err != nil {
			b.Fatal(err)
		}
	}
}
