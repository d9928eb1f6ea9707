package storetest

import (
	"errors"
	"fmt"
	"testing"

	"soin/domain/event"
)

// RunDurable checks what a store remembers when it is closed and opened again. Each
// call of place prepares a new, empty place and gives the function that opens the store
// there; it is called again only after the store it gave before was closed.
func RunDurable(t *testing.T, place func(t *testing.T) (open func() event.Store)) {
	for _, p := range []struct {
		name string
		keep func(t *trial, reopen func())
	}{
		{"acknowledged appends stay as they were", appendsStay},
		{"the log goes on where it ended", logGoesOn},
		{"facts are known again", factsAreKnown},
		{"deleted streams stay deleted", deletedStay},
		{"positions of deleted events are not given again", positionsStayGone},
		{"appends acknowledged before a closing are there", acknowledgedBeforeClosing},
	} {
		t.Run(p.name, func(t *testing.T) {
			open := place(t)
			tr := newTrial(t, open())
			p.keep(tr, func() {
				_ = tr.store.Close()
				tr.store = open()
			})
		})
	}
}

func appendsStay(t *trial, reopen func()) {
	want := interleave(t)
	reopen()
	t.same("the log opened again", t.all(), want)
	t.same("following", t.take(0, len(want)), want)
	head, err := t.store.Head(t.ctx)
	if err != nil || head != want[len(want)-1].Position {
		t.Errorf("head = %d, %v, want %d", head, err, want[len(want)-1].Position)
	}
}

func logGoesOn(t *trial, reopen func()) {
	t.append("test-1", event.NoStream, facts("a", 3)...)
	before := t.all()
	reopen()
	t.wrong("test-1", event.NoStream, 2, fact("b"))
	t.append("test-1", 2, fact("b"))
	t.append("test-2", event.NoStream, fact("b"))
	all := t.all()
	if len(before) != 3 || len(all) != 5 {
		t.Fatalf("%d and then %d events were read of 3 and 5", len(before), len(all))
	}
	t.same("the log", all[:3], before)
	if all[3].Position <= before[2].Position || all[3].RecordedAt.Before(before[2].RecordedAt) {
		t.Errorf("%s\nwas followed by\n%s", line(before[2]), line(all[3]))
	}
}

func factsAreKnown(t *trial, reopen func()) {
	first := t.append("test-1", event.NoStream, facts("a", 3)...)
	reopen()
	t.duplicates(t.append("test-1", event.NoStream, facts("a", 3)...), first)
	other := fact("a1")
	other.Data = []byte(`{}`)
	var taken *event.IDTakenError
	if err := t.refused("test-1", event.Any, other); !errors.As(err, &taken) || taken.Position != first[1].Position {
		t.Errorf("other content under a known id: %v", err)
	}
}

func deletedStay(t *trial, reopen func()) {
	_, kept := populate(t)
	t.delete("test-2", event.Any)
	reopen()
	t.same("the log", t.all(), kept)
	t.endsWith(t.store.Stream(t.ctx, "test-2", 0), event.ErrStreamDeleted)
	if err := t.refused("test-2", event.Any, fact("new")); !errors.Is(err, event.ErrStreamDeleted) {
		t.Errorf("append to a deleted stream: %v", err)
	}
}

func positionsStayGone(t *trial, reopen func()) {
	receipts := t.append("test-1", event.NoStream, facts("a", 5)...)
	recorded := t.stream("test-1")[4].RecordedAt
	t.delete("test-1", event.Any)
	reopen()
	got := t.append("test-2", event.NoStream, fact("b"))[0]
	if got.Position <= receipts[4].Position || t.all()[0].RecordedAt.Before(recorded) {
		t.Errorf("position %d was given after %d", got.Position, receipts[4].Position)
	}
}

// acknowledgedBeforeClosing closes the store under its writers: what was acknowledged
// is there when it opens again, whole, and nothing is that was not asked for.
func acknowledgedBeforeClosing(t *trial, reopen func()) {
	acknowledged := make([]int, writers)
	t.closeUnder(func(i, j int) error {
		_, err := t.store.Append(t.ctx, fmt.Sprint("test-", i), event.Any, facts(fmt.Sprint(j, "-"), 2))
		if err == nil {
			acknowledged[i]++
		}
		return err
	})
	reopen()
	for i, n := range acknowledged {
		got := t.stream(fmt.Sprint("test-", i))
		if len(got) < 2*n || len(got) > 2*n+2 || len(got)%2 != 0 {
			t.Errorf("%d appends of 2 were acknowledged, and %d events are there", n, len(got))
		}
	}
}
