package storetest

import (
	"errors"
	"slices"
	"time"

	"soin/domain/event"
)

func idempotence() []promise {
	return []promise{
		{"a fact delivered again is acknowledged where it stands", againIsAcknowledged},
		{"a duplicate meets every expectation", duplicateMeetsAll},
		{"duplicates are set aside and the rest is appended", duplicatesSetAside},
		{"what remains beside duplicates must meet the expectation", remainderMustMeet},
		{"one fact twice in an append is stored once", twiceInOneAppend},
		{"an id with other content is refused", otherContentIsRefused},
		{"an id with two contents in an append is refused", twoContentsInOneAppend},
		{"an instant in another zone is the same instant", otherZoneIsSame},
		{"a fact may be told in two streams", twoStreams},
		{"source and id are apart", sourceAndIDAreApart},
	}
}

// duplicates sees that receipts repeat others, marked as duplicates.
func (t *trial) duplicates(got, original []event.Receipt) {
	t.Helper()
	for i, want := range original {
		want.Duplicate = true
		if got[i] != want {
			t.Errorf("receipt %d = %+v, want %+v", i, got[i], want)
		}
	}
}

func againIsAcknowledged(t *trial) {
	first := t.append("test-1", event.NoStream, facts("a", 3)...)
	t.append("test-1", event.Any, fact("later"))
	before := t.all()
	t.duplicates(t.append("test-1", event.Any, facts("a", 3)...), first)
	t.duplicates(t.append("test-1", event.Any, fact("a1")), first[1:2])
	t.same("the log", t.all(), before)
}

func duplicateMeetsAll(t *trial) {
	first := t.append("test-1", event.NoStream, facts("a", 3)...)
	t.append("test-1", 2, fact("later"))
	for _, expected := range []event.Revision{event.NoStream, event.Any, event.StreamExists, 0, 2, 3, 99} {
		t.duplicates(t.append("test-1", expected, facts("a", 3)...), first)
	}
}

func duplicatesSetAside(t *trial) {
	first := t.append("test-1", event.NoStream, facts("a", 3)...)
	got := t.append("test-1", 2, fact("b"), fact("a2"), fact("c"), fact("a0"))
	t.duplicates([]event.Receipt{got[1], got[3]}, []event.Receipt{first[2], first[0]})
	if b, c := got[0], got[2]; b.Duplicate || c.Duplicate || b.Revision != 3 || c.Revision != 4 {
		t.Errorf("the new events are acknowledged as %+v and %+v, want revisions 3 and 4", b, c)
	}
	if want := []string{"a0", "a1", "a2", "b", "c"}; !slices.Equal(ids(t.stream("test-1")), want) {
		t.Errorf("the stream holds %v, want %v", ids(t.stream("test-1")), want)
	}
}

func remainderMustMeet(t *trial) {
	t.append("test-1", event.NoStream, facts("a", 3)...)
	t.wrong("test-1", event.NoStream, 2, fact("a0"), fact("b"))
	t.wrong("test-1", 1, 2, fact("a0"), fact("b"), fact("a2"))
}

func twiceInOneAppend(t *trial) {
	got := t.append("test-1", event.NoStream, fact("a"), fact("b"), fact("a"))
	if got[0].Duplicate {
		t.Error("the first of two is called the duplicate")
	}
	t.duplicates(got[2:], got[:1])
	if want := []string{"a", "b"}; !slices.Equal(ids(t.stream("test-1")), want) {
		t.Errorf("the stream holds %v, want %v", ids(t.stream("test-1")), want)
	}
}

// variants are facts of the id "a" that differ from fact("a") in one attribute each.
func variants() map[string]event.Raw {
	name, version, data, when := fact("a"), fact("a"), fact("a"), fact("a")
	name.Name = "test.cancelled"
	version.Version = 2
	data.Data = []byte(`{"id":"a"}`) // the same value in other bytes
	when.Time = at.Add(time.Nanosecond)
	return map[string]event.Raw{"name": name, "version": version, "data": data, "time": when}
}

func otherContentIsRefused(t *trial) {
	t.append("test-1", event.NoStream, fact("before"))
	held := t.append("test-1", 0, fact("a"))[0]
	want := event.IDTakenError{Stream: "test-1", Source: source, ID: "a", Position: held.Position}
	for attribute, other := range variants() {
		for _, expected := range []event.Revision{event.Any, 1} {
			err := t.refused("test-1", expected, fact("new"), other)
			var got *event.IDTakenError
			if !errors.As(err, &got) || *got != want {
				t.Errorf("with another %s: %v, want %v", attribute, err, &want)
			}
		}
	}
}

func twoContentsInOneAppend(t *trial) {
	for attribute, other := range variants() {
		err := t.refused("test-1", event.NoStream, fact("a"), fact("b"), other)
		var got *event.IDTakenError
		if !errors.As(err, &got) || got.Stream != "test-1" || got.Source != source || got.ID != "a" {
			t.Errorf("with another %s: %v", attribute, err)
		}
	}
}

func otherZoneIsSame(t *trial) {
	first := t.append("test-1", event.NoStream, fact("a"))
	elsewhere := fact("a")
	elsewhere.Time = at.In(time.FixedZone("elsewhere", 5*3600+1800))
	t.duplicates(t.append("test-1", event.Any, elsewhere), first)
}

func twoStreams(t *trial) {
	t.append("test-1", event.NoStream, fact("a"))
	other := fact("a")
	other.Data = []byte(`{}`)
	for _, r := range append(t.append("test-2", event.NoStream, fact("a")), t.append("test-3", event.NoStream, other)...) {
		if r.Duplicate {
			t.Errorf("%+v: a fact of another stream is called a duplicate", r)
		}
	}
}

func sourceAndIDAreApart(t *trial) {
	var events []event.Raw
	for _, pair := range [][2]string{{"ab", "c"}, {"a", "bc"}, {"abc", "-"}, {"a/b", "c"}, {"a", "b/c"}, {"a b", "c"}, {"a", "b c"}} {
		e := fact(pair[1])
		e.Source = pair[0]
		events = append(events, e)
	}
	for i, r := range t.append("test-1", event.NoStream, events...) {
		if r.Duplicate || r.Revision != event.Revision(i) {
			t.Errorf("%q of %q is taken for another event: %+v", events[i].ID, events[i].Source, r)
		}
	}
}
