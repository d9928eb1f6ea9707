package parking_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"soin/domain/event"
	"soin/infra/memstore"
	"soin/infra/parking"
)

// flaky is a store whose writes fail: before they are done, or after.
type flaky struct {
	event.Store
	fail func() (before, after bool)
}

var errCut = errors.New("the power was cut")

func (f flaky) Append(ctx context.Context, stream string, at event.Revision, events []event.Raw) ([]event.Receipt, error) {
	before, after := f.fail()
	if before {
		return nil, errCut
	}
	r, err := f.Store.Append(ctx, stream, at, events)
	if after {
		return nil, errCut
	}
	return r, err
}

func (f flaky) Delete(ctx context.Context, stream string, at event.Revision) error {
	before, after := f.fail()
	if before {
		return errCut
	}
	err := f.Store.Delete(ctx, stream, at)
	if after {
		return errCut
	}
	return err
}

// world is what must be true of a parking, whatever happens to its store.
type world struct {
	store   event.Store
	p       *parking.Parking
	certain []string // waits, in order
	maybe   []string // an error left it open whether it waits
	next    int
}

func (w *world) park(t *rapid.T) {
	var facts []parking.Early
	for range rapid.IntRange(1, 4).Draw(t, "facts") {
		w.next++
		facts = append(facts, renamed(fmt.Sprint(w.next)))
	}
	_, err := w.p.Park(t.Context(), "team-a", facts)
	for _, f := range facts {
		if err == nil {
			w.certain = append(w.certain, f.Raw.ID)
		} else {
			w.maybe = append(w.maybe, f.Raw.ID)
		}
	}
}

// leave lets some that wait go, by settling or by discarding.
func (w *world) leave(t *rapid.T) {
	if len(w.certain) == 0 {
		return
	}
	n := rapid.IntRange(1, len(w.certain)).Draw(t, "leave")
	from := rapid.IntRange(0, len(w.certain)-n).Draw(t, "from")
	gone := slices.Clone(w.certain[from : from+n])
	var err error
	if n == 1 && rapid.Bool().Draw(t, "discard") {
		for _, waiting := range w.p.List() {
			if waiting.ID == gone[0] {
				err = w.p.Discard(t.Context(), waiting.Key, "a reason")
			}
		}
	} else {
		var facts []parking.Early
		for _, id := range gone {
			facts = append(facts, renamed(id))
		}
		err = w.p.Settle(t.Context(), "team-a", released(facts...))
	}
	w.certain = slices.Delete(w.certain, from, from+n)
	if err != nil {
		w.maybe = append(w.maybe, gone...)
	}
}

func (w *world) check(t *rapid.T) {
	got, seen := ids(t, w.p, "team-a"), map[string]bool{}
	var certain []string
	for _, id := range got {
		if seen[id] {
			t.Fatalf("%s waits twice: %v", id, got)
		}
		seen[id] = true
		if !slices.Contains(w.maybe, id) {
			certain = append(certain, id)
		}
	}
	if !slices.Equal(certain, w.certain) {
		t.Fatalf("waiting are %v, and should be %v (perhaps with %v)", got, w.certain, w.maybe)
	}
	if n, _ := w.p.Size(); n != len(got) {
		t.Fatalf("%d facts are counted, %v wait", n, got)
	}
}

// The store may fail or the process end at any write: what was parked waits, in its order
// and once, until it is known to be done.
func TestNoCrashLosesOrDoublesAParkedFact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		inner := memstore.New()
		failing := false
		w := &world{store: flaky{inner, func() (bool, bool) {
			if !failing || rapid.IntRange(0, 3).Draw(t, "cut") > 0 {
				return false, false
			}
			before := rapid.Bool().Draw(t, "before")
			return before, !before
		}}}
		w.p = open(t, w.store)
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			failing = rapid.Bool().Draw(t, "failing")
			if rapid.Bool().Draw(t, "park") {
				w.park(t)
			} else {
				w.leave(t)
			}
			failing = false
			if rapid.IntRange(0, 3).Draw(t, "restart") == 0 {
				w.p = open(t, w.store)
				if err := w.p.Tidy(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := w.p.Facts(t.Context(), "team-a"); err != nil {
				w.p = open(t, w.store) // it said that it must be opened anew
			}
			w.check(t)
		}
		w.p = open(t, w.store)
		w.check(t)
	})
}
