package storetest

import (
	"errors"
	"slices"

	"soin/domain/event"
)

func deletion() []promise {
	return []promise{
		{"a deleted stream is gone from every reading", deletedIsGone},
		{"the name of a deleted stream is never used again", deletedNameIsGone},
		{"deleting leaves other events where they stand", deletingLeavesOthers},
		{"positions of deleted events are never given again", deletedPositionsAreGone},
		{"reading goes on from the position of a deleted event", readFromDeleted},
		{"deleting asks for an expected revision", deletingAsksForRevision},
		{"a stream without events can be deleted", deleteEmpty},
		{"a reader under way misses no event of another stream", deletedUnderReader},
	}
}

func (t *trial) delete(stream string, expected event.Revision) {
	t.Helper()
	if err := t.store.Delete(t.ctx, stream, expected); err != nil {
		t.Fatalf("delete %q: %v", stream, err)
	}
}

// populate writes two streams in turns and gives the log, and what it is without the
// second stream.
func populate(t *trial) (whole, kept []event.RawRecorded) {
	t.append("test-1", event.Any, facts("a", 3)...)
	t.append("test-2", event.Any, facts("b", 3)...)
	t.append("test-1", event.Any, facts("c", 3)...)
	t.append("test-2", event.Any, facts("d", 3)...)
	t.append("test-1", event.Any, fact("e"))
	whole = t.all()
	kept = slices.DeleteFunc(slices.Clone(whole), func(r event.RawRecorded) bool { return r.Stream == "test-2" })
	return whole, kept
}

func deletedIsGone(t *trial) {
	_, kept := populate(t)
	t.delete("test-2", event.Any)
	t.same("the log", t.all(), kept)
	t.same("following", t.take(0, len(kept)), kept)
	if got := t.endsWith(t.store.Stream(t.ctx, "test-2", 0), event.ErrStreamDeleted); len(got) != 0 {
		t.Errorf("a deleted stream gives %v", ids(got))
	}
}

func deletedNameIsGone(t *trial) {
	populate(t)
	t.delete("test-2", event.Any)
	for _, expected := range []event.Revision{event.NoStream, event.Any, event.StreamExists, 5} {
		for _, e := range []event.Raw{fact("new"), fact("b0")} {
			if err := t.refused("test-2", expected, e); !errors.Is(err, event.ErrStreamDeleted) {
				t.Errorf("append of %q at %s: %v", e.ID, expected, err)
			}
		}
	}
	if err := t.store.Delete(t.ctx, "test-2", event.Any); !errors.Is(err, event.ErrStreamDeleted) {
		t.Errorf("deleting again: %v", err)
	}
}

func deletingLeavesOthers(t *trial) {
	whole, kept := populate(t)
	t.delete("test-2", event.Any)
	t.same("the stream that stays", t.stream("test-1"), kept)
	if head, err := t.store.Head(t.ctx); err != nil || head != whole[len(whole)-1].Position {
		t.Errorf("head = %d, %v, want %d as before", head, err, whole[len(whole)-1].Position)
	}
	t.append("test-1", 6, fact("f"))
	t.append("test-20", event.NoStream, fact("f"))
}

func deletedPositionsAreGone(t *trial) {
	receipts := t.append("test-1", event.NoStream, facts("a", 5)...)
	recorded := t.all()[4].RecordedAt
	t.delete("test-1", event.Any)
	if got := t.append("test-2", event.NoStream, fact("b"))[0]; got.Position <= receipts[4].Position {
		t.Errorf("position %d was given after %d", got.Position, receipts[4].Position)
	}
	if got := t.all(); got[0].RecordedAt.Before(recorded) {
		t.Errorf("recorded at %v, after %v", got[0].RecordedAt, recorded)
	}
}

func readFromDeleted(t *trial) {
	whole, kept := populate(t)
	t.delete("test-2", event.Any)
	for _, r := range whole {
		want := slices.DeleteFunc(slices.Clone(kept), func(k event.RawRecorded) bool { return k.Position <= r.Position })
		t.same("reading on", t.read(t.store.All(t.ctx, r.Position)), want)
		t.same("following on", t.take(r.Position, len(want)), want)
	}
}

func deletingAsksForRevision(t *trial) {
	whole, kept := populate(t)
	for _, expected := range []event.Revision{0, 4, 6} {
		t.isWrongRevision(t.store.Delete(t.ctx, "test-2", expected),
			event.WrongRevisionError{Stream: "test-2", Expected: expected, Actual: 5})
	}
	t.isWrongRevision(t.store.Delete(t.ctx, "test-3", event.StreamExists),
		event.WrongRevisionError{Stream: "test-3", Expected: event.StreamExists, Actual: event.NoStream})
	t.same("the log", t.all(), whole)
	t.delete("test-2", 5)
	t.same("the log", t.all(), kept)
	t.delete("test-1", event.StreamExists)
	t.same("the log", t.all(), nil)
}

func deleteEmpty(t *trial) {
	t.delete("test-1", event.Any)
	if err := t.refused("test-1", event.Any, fact("a")); !errors.Is(err, event.ErrStreamDeleted) {
		t.Errorf("append: %v", err)
	}
}

// deletedUnderReader deletes a stream while somebody reads the log: whether its events
// still come is not promised, but all others do, once and in order.
func deletedUnderReader(t *trial) {
	_, kept := populate(t)
	var got []event.RawRecorded
	for r, err := range t.store.All(t.ctx, 0) {
		if err != nil {
			t.Fatalf("after %d events: %v", len(got), err)
		}
		if got == nil {
			t.delete("test-2", event.Any)
		}
		got = append(got, r)
	}
	got = slices.DeleteFunc(got, func(r event.RawRecorded) bool { return r.Stream == "test-2" })
	t.same("reading under a deletion", got, kept)
}
