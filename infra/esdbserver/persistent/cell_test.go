package persistent

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"soin/domain/event"
	"soin/infra/memstore"
)

func readCell(t *testing.T, store event.Store) string {
	t.Helper()
	value, err := newCell(store, "cell").read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return string(value)
}

func TestACellKeepsItsLastValueAndLittleElse(t *testing.T) {
	store := memstore.New()
	c := newCell(store, "cell")
	if got := readCell(t, store); got != "" {
		t.Errorf("an empty cell holds %q", got)
	}
	for i := range 5*cellLength + 7 {
		want := fmt.Sprintf("value %d", i)
		if err := c.write(t.Context(), []byte(want)); err != nil {
			t.Fatal(err)
		}
		if i%50 == 0 || i%cellLength < 2 {
			if got := readCell(t, store); got != want {
				t.Fatalf("it holds %q, not %q", got, want)
			}
		}
	}
	held := 0
	for _, err := range store.All(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		held++
	}
	if held != 7 {
		t.Errorf("the store holds %d events", held)
	}
}

func TestAClearedCellIsEmptyAndMayBeWrittenAgain(t *testing.T) {
	store := memstore.New()
	c := newCell(store, "cell")
	for range cellLength + 1 {
		if err := c.write(t.Context(), []byte("old")); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := c.clear(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := readCell(t, store); got != "" {
			t.Errorf("it holds %q", got)
		}
	}
	if err := c.write(t.Context(), []byte("new")); err != nil {
		t.Fatal(err)
	}
	if got := readCell(t, store); got != "new" {
		t.Errorf("it holds %q", got)
	}
}

func TestTheSecondWriterOfACellIsFenced(t *testing.T) {
	for _, before := range []int{1, cellLength} {
		store := memstore.New()
		one, other := newCell(store, "cell"), newCell(store, "cell")
		for range before {
			if err := one.write(t.Context(), []byte("one")); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 {
			if err := other.write(t.Context(), []byte("other")); err != nil {
				t.Fatal(err)
			}
		}
		if err := one.write(t.Context(), []byte("late")); !errors.Is(err, errFenced) {
			t.Errorf("got %v", err)
		}
		if got := readCell(t, store); got != "other" {
			t.Errorf("it holds %q", got)
		}
	}
}

// failing is a store whose appends or deletions fail, after they were done or before.
type failing struct {
	event.Store
	appends, deletes atomic.Bool
	done             bool
}

var errDisk = errors.New("the disk failed")

func (f *failing) Append(ctx context.Context, stream string, expected event.Revision, events []event.Raw) ([]event.Receipt, error) {
	if !f.appends.Load() {
		return f.Store.Append(ctx, stream, expected, events)
	}
	if f.done {
		if _, err := f.Store.Append(ctx, stream, expected, events); err != nil {
			return nil, err
		}
	}
	return nil, errDisk
}

func (f *failing) Delete(ctx context.Context, stream string, expected event.Revision) error {
	if f.deletes.Load() {
		return errDisk
	}
	return f.Store.Delete(ctx, stream, expected)
}

func TestACellGoesOnAfterAWriteOfUnknownOutcome(t *testing.T) {
	for _, done := range []bool{false, true} {
		store := &failing{Store: memstore.New(), done: done}
		c := newCell(store, "cell")
		for i := range cellLength + 3 {
			store.appends.Store(i%3 == 1 || i == cellLength)
			if err := c.write(t.Context(), fmt.Append(nil, i)); store.appends.Load() != errors.Is(err, errDisk) {
				t.Fatalf("write %d: %v", i, err)
			}
			if got, want := readCell(t, store), fmt.Sprint(i); got != want && !store.appends.Load() {
				t.Fatalf("it holds %q, not %q", got, want)
			}
		}
	}
}

// What is left of an old stream, by a crash or because it could not be deleted, goes in the end.
func TestACellTidiesUp(t *testing.T) {
	for name, again := range map[string]func(c *cell, store event.Store) error{
		"when it is read":    func(_ *cell, store event.Store) error { _, err := newCell(store, "cell").read(t.Context()); return err },
		"before it moves on": func(c *cell, _ event.Store) error { return fill(t.Context(), c, cellLength) },
	} {
		store := &failing{Store: memstore.New()}
		store.deletes.Store(true)
		c := newCell(store, "cell")
		if err := fill(t.Context(), c, cellLength+1); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := fill(t.Context(), c, cellLength); !errors.Is(err, errDisk) {
			t.Fatalf("%s: it moved on: %v", name, err)
		}
		store.deletes.Store(false)
		if err := again(c, store); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for r, err := range store.All(t.Context(), 0) {
			if err != nil || strings.HasSuffix(r.Stream, ".0") {
				t.Fatalf("%s: %v is left, %v", name, r.Stream, err)
			}
		}
	}
}

func fill(ctx context.Context, c *cell, values int) error {
	for i := range values {
		if err := c.write(ctx, fmt.Append(nil, i)); err != nil {
			return err
		}
	}
	return nil
}
