package storetest

import "soin/domain/event"

func expectation() []promise {
	return []promise{
		{"no stream begins a stream and no other", noStreamBegins},
		{"any revision is met by every stream", anyIsMet},
		{"an existing stream is met from the first event on", streamExistsIsMet},
		{"an exact revision is met by that end alone", exactIsMetByItsEnd},
		{"an expectation is about the whole append", expectationOfWholeAppend},
		{"a refused append stores none of its events", refusedStoresNothing},
		{"a refused append uses no id up", refusedUsesNoID},
	}
}

func noStreamBegins(t *trial) {
	t.append("test-1", event.NoStream, fact("a"))
	t.wrong("test-1", event.NoStream, 0, fact("b"))
	t.append("test-2", event.NoStream, fact("b"))
}

func anyIsMet(t *trial) {
	for i, e := range facts("a", 3) {
		if r := t.append("test-1", event.Any, e); r[0].Revision != event.Revision(i) {
			t.Errorf("append %d stands at %s", i, r[0].Revision)
		}
	}
}

func streamExistsIsMet(t *trial) {
	t.append("test-2", event.Any, fact("other"))
	t.wrong("test-1", event.StreamExists, event.NoStream, fact("a"))
	t.append("test-1", event.Any, fact("a"))
	t.append("test-1", event.StreamExists, fact("b"))
}

func exactIsMetByItsEnd(t *trial) {
	t.wrong("test-1", 0, event.NoStream, fact("a"))
	t.append("test-1", event.NoStream, facts("a", 3)...)
	t.append("test-2", event.NoStream, facts("b", 5)...)
	for _, expected := range []event.Revision{0, 1, 3, 4, 7, 1 << 40} {
		t.wrong("test-1", expected, 2, fact("c"))
	}
	t.append("test-1", 2, fact("c"))
	t.append("test-1", 3, fact("d"))
}

func expectationOfWholeAppend(t *trial) {
	for i, r := range t.append("test-1", event.NoStream, facts("a", 4)...) {
		if r.Revision != event.Revision(i) {
			t.Errorf("event %d stands at %s", i, r.Revision)
		}
	}
	t.append("test-1", 3, facts("b", 4)...)
	t.wrong("test-1", 3, 7, facts("c", 4)...)
}

func refusedStoresNothing(t *trial) {
	t.append("test-1", event.NoStream, fact("a"))
	t.wrong("test-1", event.NoStream, 0, facts("b", 50)...)
	t.wrong("test-2", event.StreamExists, event.NoStream, facts("b", 50)...)
	if got := t.stream("test-2"); len(got) != 0 {
		t.Errorf("a stream was begun by a refused append: %v", ids(got))
	}
}

func refusedUsesNoID(t *trial) {
	t.append("test-1", event.NoStream, fact("a"))
	t.wrong("test-1", event.NoStream, 0, fact("b"))
	other := fact("b")
	other.Data = []byte(`{}`)
	if r := t.append("test-1", 0, other); r[0].Duplicate {
		t.Error("an event that was never stored is called a duplicate")
	}
}
