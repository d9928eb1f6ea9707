package ingest_test

import (
	"strings"
	"testing"
	"time"

	"soin/infra/ingest"
	"soin/infra/problem"
)

func attributes() map[string]string {
	return map[string]string{
		"specversion": "1.0", "type": "soin.team.formed.v1", "source": "urn:hr%41", "id": "1", "subject": "été",
		"time": "2026-01-05T08:00:00.5Z", "datacontenttype": "application/json", "partitionkey": "x",
	}
}

func TestABinaryEventIsReadFromItsAttributes(t *testing.T) {
	d, err := ingest.ParseBinary(attributes(), []byte(`{"name":"A"}`))
	want := ingest.Delivery{
		Type: "soin.team.formed.v1", Source: "urn:hr%41", ID: "1", Subject: "été",
		Time: time.Date(2026, 1, 5, 8, 0, 0, 5e8, time.UTC), Data: []byte(`{"name":"A"}`),
	}
	if err != nil || d.Type != want.Type || d.Source != want.Source || d.ID != want.ID || d.Subject != want.Subject ||
		!d.Time.Equal(want.Time) || string(d.Data) != string(want.Data) {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestWhatIsNoBinaryEventIsRefusedWithItsAttribute(t *testing.T) {
	for what, change := range map[string]func(map[string]string){
		"specversion":     func(a map[string]string) { a["specversion"] = "0.3" },
		"ce-specversion":  func(a map[string]string) { delete(a, "specversion") },
		"source must be":  func(a map[string]string) { a["source"] = "\xff" },
		"id must not":     func(a map[string]string) { a["id"] = "1 " },
		"Type must":       func(a map[string]string) { a["Type"] = "x" },
		"datacontenttype": func(a map[string]string) { a["datacontenttype"] = "text/plain" },
		"time":            func(a map[string]string) { a["time"] = "yesterday" },
		"attributes must ": func(a map[string]string) {
			for i := range 100 {
				a[strings.Repeat("a", i+1)] = ""
			}
		},
	} {
		a := attributes()
		change(a)
		_, err := ingest.ParseBinary(a, []byte(`{}`))
		if err == nil || problem.Of(err).Code.Ours() || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
