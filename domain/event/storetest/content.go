package storetest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"soin/domain/event"
)

func content() []promise {
	return []promise{
		{"payloads come back byte for byte", payloadsAreKept},
		{"the largest payload is kept", largestPayload},
		{"a larger payload is refused with all of its append", largerIsRefused},
		{"ids and streams are any text", anyText},
		{"texts that look alike are apart", lookAlikesAreApart},
		{"names and versions are kept", namesAndVersions},
		{"times are kept to the nanosecond in UTC", timesAreKept},
		{"what is stored is not the caller's memory", storedIsACopy},
		{"what was read is the reader's for good", readIsTheReaders},
	}
}

func payloadsAreKept(t *trial) {
	payloads := []string{
		`{}`, ` { "b" : 1 ,"a":2.50, "b":1e2 } `, "{\n\t\"x\": null\n}\n", `{"s":"\u00e9\/é\\\"\u2028<>&"}`,
		`{"n":12345678901234567890.000}`, `[1, 2]`, `"text"`, `{"emoji":"🤝"}`,
	}
	for i, p := range payloads {
		e := fact(fmt.Sprint(i))
		e.Data = []byte(p)
		t.append("test-1", event.Any, e)
	}
	for i, r := range slices.Concat(t.stream("test-1"), t.all(), t.take(0, len(payloads))) {
		if want := payloads[i%len(payloads)]; string(r.Data) != want {
			t.Errorf("stored %q, read %q", want, r.Data)
		}
	}
}

// sized is a fact with a JSON payload of so many bytes, no two stretches of it alike.
func sized(id string, size int) event.Raw {
	e := fact(id)
	b := bytes.NewBufferString(`{"text":"`)
	for i := 0; b.Len() < size; i++ {
		fmt.Fprint(b, i, " ")
	}
	e.Data = append(b.Bytes()[:size-2], `"}`...)
	return e
}

func largestPayload(t *trial) {
	large := sized("large", event.MaxData)
	t.append("test-1", event.NoStream, large)
	for _, r := range slices.Concat(t.stream("test-1"), t.all(), t.take(0, 1)) {
		if !bytes.Equal(r.Data, large.Data) {
			t.Errorf("the payload of %d bytes came back changed, in %d bytes", len(large.Data), len(r.Data))
		}
	}
}

func largerIsRefused(t *trial) {
	t.append("test-1", event.NoStream, fact("a"))
	_ = t.refused("test-1", event.Any, sized("large", event.MaxData+1))
	_ = t.refused("test-1", event.Any, fact("b"), sized("large", event.MaxData+1), fact("c"))
	if r := t.append("test-1", 0, fact("b"))[0]; r.Duplicate {
		t.Error("an event beside a refused payload was stored")
	}
}

func anyText(t *trial) {
	long := strings.Repeat("🤝", 128)
	for i, text := range []string{
		"équipe été", "東京", "فريق", "команда №1", "a/b?c=d&e#f", "100%", "it's", `a"b\c`, "$all", "a:b@c", "*", "\u200b", long,
	} {
		e := fact(text)
		e.Source = "urn:" + text
		stream := "test-" + text
		t.append(stream, event.NoStream, e)
		got := t.stream(stream)
		if len(got) != 1 || got[0].Stream != stream || got[0].ID != text || got[0].Source != e.Source {
			t.Errorf("%d: stored %q, read %+v", i, text, got)
		}
		if r := t.append(stream, event.NoStream, e); !r[0].Duplicate {
			t.Errorf("%d: %q was stored again", i, text)
		}
	}
}

func lookAlikesAreApart(t *trial) {
	alike := []string{"é", "e\u0301", "É", "e", "E", "ｅ", "ß", "ss", "a", "a\u200b"}
	for _, text := range alike {
		t.append("test-"+text, event.NoStream, fact(text))
		if r := t.append("test", event.Any, fact(text)); r[0].Duplicate {
			t.Errorf("%+q is taken for another id", text)
		}
	}
	if got := ids(t.stream("test")); !slices.Equal(got, alike) {
		t.Errorf("stored %+q, read %+q", alike, got)
	}
}

func namesAndVersions(t *trial) {
	want := []event.Raw{fact("a"), fact("b"), fact("c"), fact("d")}
	want[1].Version, want[2].Version = 2, 1000
	want[2].Name, want[3].Name = "test.headcount-reported", "test."+strings.Repeat("x", 100)
	t.append("test-1", event.NoStream, want...)
	for i, r := range t.all() {
		if r.Name != want[i].Name || r.Version != want[i].Version {
			t.Errorf("stored %s v%d, read %s v%d", want[i].Name, want[i].Version, r.Name, r.Version)
		}
	}
}

func timesAreKept(t *trial) {
	times := []time.Time{
		at, at.In(time.FixedZone("elsewhere", -9*3600)), at.Truncate(time.Second), at.Add(-time.Nanosecond),
		time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 999999999, time.UTC),
		time.Unix(0, 0), time.Date(2199, 12, 31, 23, 59, 59, 999999999, time.UTC),
	}
	for i, when := range times {
		e := fact(fmt.Sprint(i))
		e.Time = when
		t.append("test-1", event.Any, e)
	}
	for i, r := range slices.Concat(t.stream("test-1"), t.all()) {
		if want := times[i%len(times)]; !r.Time.Equal(want) || r.Time.Location() != time.UTC {
			t.Errorf("stored %v, read %v", want, r.Time)
		}
	}
}

func storedIsACopy(t *trial) {
	events := facts("a", 2)
	t.append("test-1", event.NoStream, events...)
	before := t.all()
	clear(events[0].Data)
	events[1] = fact("changed")
	t.same("the log", t.all(), before)
	t.duplicates(t.append("test-1", event.Any, facts("a", 2)...), []event.Receipt{
		{Position: before[0].Position, Revision: 0}, {Position: before[1].Position, Revision: 1},
	})
}

func readIsTheReaders(t *trial) {
	t.append("test-1", event.NoStream, facts("a", 50)...)
	first := t.all()
	lines := make([]string, len(first))
	for i, r := range first {
		lines[i] = line(r)
	}
	t.append("test-1", 49, facts("b", 50)...)
	for _, r := range slices.Concat(t.all(), t.stream("test-1"), t.take(0, 50)) {
		clear(r.Data)
	}
	for i, r := range first {
		if line(r) != lines[i] {
			t.Fatalf("an event changed in its reader's hands\nfrom %s\nto   %s", lines[i], line(r))
		}
	}
	t.same("the log", t.all()[:50], first)
}
