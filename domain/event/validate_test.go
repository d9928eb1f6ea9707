package event_test

import (
	"strings"
	"testing"
	"time"

	"soin/domain/event"
	"soin/domain/rule"
)

func TestBoundsOfAFact(t *testing.T) {
	const first, last = "1900-01-01T00:00:00Z", "2199-12-31T23:59:59.999999999Z"
	for _, c := range []struct {
		change func(*event.Fact)
		paths  string // of the violations, empty for none
	}{
		{func(*event.Fact) {}, ""},
		{func(f *event.Fact) { f.Source = strings.Repeat("é", 256) }, ""},
		{func(f *event.Fact) { f.Source = strings.Repeat("é", 257) }, "source"},
		{func(f *event.Fact) { f.Source = "" }, "source"},
		{func(f *event.Fact) { f.Source = "a\x00" }, "source"},
		{func(f *event.Fact) { f.ID = strings.Repeat("🤝", 128) }, ""},
		{func(f *event.Fact) { f.ID = strings.Repeat("🤝", 129) }, "id"},
		{func(f *event.Fact) { f.ID = "\xff" }, "id"},
		{func(f *event.Fact) { f.ID = " 1" }, "id"},
		{func(f *event.Fact) { f.Time = time.Time{} }, "time"},
		{func(f *event.Fact) { f.Time = instant(t, first) }, ""},
		{func(f *event.Fact) { f.Time = instant(t, first).Add(-1) }, "time"},
		{func(f *event.Fact) { f.Time = instant(t, last) }, ""},
		{func(f *event.Fact) { f.Time = instant(t, last).Add(1) }, "time"},
		{func(f *event.Fact) { f.Envelope = event.Envelope{} }, "source id time"},
		{func(f *event.Fact) { f.Published, f.Version = make([]byte, event.MaxData), 1 }, ""},
		{func(f *event.Fact) { f.Published, f.Version = make([]byte, event.MaxData+1), 1 }, "data"},
		{func(f *event.Fact) { f.Event = dimmed{0} }, "brightness"},
	} {
		f := fact("1", putOut{})
		c.change(&f)
		if got := paths(f.Validate()); got != c.paths {
			t.Errorf("%.200v: violations at %q, want %q", f, got, c.paths)
		}
	}
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// paths are where an error sees violations.
func paths(err error) string {
	var all []string
	if broken, ok := rule.All(err).(rule.Broken); ok {
		for _, v := range broken {
			all = append(all, v.Path)
		}
	}
	return strings.Join(all, " ")
}

func TestWhatIsNotUnderstoodIsNotRecorded(t *testing.T) {
	f := fact("1", event.Unknown{Raw: raw("1", "lamp.repaired", 2, `{}`)})
	got := as[*event.UnknownTypeError](t, f.Validate())
	if want := (event.UnknownTypeError{Name: "lamp.repaired", Version: 2}); *got != want || f.Event.EventName() != want.Name {
		t.Errorf("got %+v, want %+v", *got, want)
	}
}
