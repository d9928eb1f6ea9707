package cursor_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"soin/domain/event"
	"soin/infra/bus/cursor"
	"soin/infra/bus/cursor/cursorstream"
	"soin/infra/bus/cursor/cursortest"
	"soin/infra/memstore"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// tableOf counts the writes of one process, and lets them fail.
type tableOf struct {
	cursor.Table
	writes atomic.Int64
	fail   atomic.Pointer[error]
	after  bool // it fails after it has written
}

func (t *tableOf) Swap(ctx context.Context, name string, was cursor.Version, r cursor.Record) (cursor.Version, error) {
	t.writes.Add(1)
	failure := t.fail.Load()
	if failure != nil && !t.after {
		return 0, *failure
	}
	v, err := t.Table.Swap(ctx, name, was, r)
	if failure != nil {
		return 0, *failure
	}
	return v, err
}

// process is a table and cursors of its own over a shared store.
func process(store event.Store) (*cursor.Cursors, *tableOf) {
	table := &tableOf{Table: cursorstream.New(cursortest.Store{Store: store}, time.Now)}
	return cursor.New(table, cursor.Options{}), table
}

func from(p event.Position) func(context.Context) (event.Position, error) {
	return func(context.Context) (event.Position, error) { return p, nil }
}

func claim(t *testing.T, c *cursor.Cursors) *cursor.Claim {
	t.Helper()
	held, err := c.Claim(t.Context(), "a", from(5))
	if err != nil {
		t.Fatal(err)
	}
	return held
}

func release(t *testing.T, c *cursor.Claim) {
	t.Helper()
	if err := c.Release(t.Context()); err != nil {
		t.Error(err)
	}
}

func lost(c *cursor.Claim) bool {
	select {
	case <-c.Lost():
		return true
	default:
		return false
	}
}

func TestACursorBeginsWhereItIsToldAndGoesOnWhereItWasReleased(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memstore.New()
		c, _ := process(store)
		first := claim(t, c)
		if first.Position() != 5 {
			t.Errorf("begins at %d", first.Position())
		}
		first.Done(70)
		release(t, first)
		other, _ := process(store)
		second := claim(t, other)
		defer release(t, second)
		if second.Position() != 70 {
			t.Errorf("goes on at %d", second.Position())
		}
	})
}

func TestSavesAreBatched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, table := process(memstore.New())
		held := claim(t, c)
		for i := range 10_000 {
			held.Done(event.Position(i))
			time.Sleep(100 * time.Microsecond) // of the bubble
		}
		release(t, held)
		if n := table.writes.Load(); n > 8 {
			t.Errorf("%d writes in a second of 10,000 messages", n)
		}
	})
}

func TestWhoStandsByInTheProcessTakesOverAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := process(memstore.New())
		held := claim(t, c)
		taken := make(chan *cursor.Claim)
		go func() {
			next, _ := c.Claim(context.Background(), "a", from(0))
			taken <- next
		}()
		synctest.Wait()
		began := time.Now()
		held.Done(9)
		release(t, held)
		next := <-taken
		defer release(t, next)
		if waited := time.Since(began); waited != 0 || next.Position() != 9 {
			t.Errorf("waited %v, at %d", waited, next.Position())
		}
	})
}

func TestAnotherProcessTakesOverWhenTheHolderIsDead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memstore.New()
		c, table := process(store)
		dead := claim(t, c)
		dead.Done(40)
		time.Sleep(time.Second) // it is saved
		dead.Done(60)
		gone := errors.New("unplugged")
		table.fail.Store(&gone)
		other, _ := process(store)
		began := time.Now()
		next := claim(t, other)
		defer release(t, next)
		// What was done and not saved is done again, never skipped.
		if waited := time.Since(began); waited < 10*time.Second || waited > 20*time.Second || next.Position() != 40 {
			t.Errorf("took over after %v at %d", waited, next.Position())
		}
		if !lost(dead) {
			t.Error("the one that was replaced does not know")
		}
		table.fail.Store(nil)
		dead.Done(99)
		release(t, dead) // saves nothing
		next.Done(50)
		time.Sleep(time.Minute)
		if lost(next) {
			t.Error("a late write displaced the new holder")
		}
	})
}

// A holder that was asleep, with its whole process, wakes up and saves.
func TestAHolderThatWasReplacedCannotSaveAndLearnsOfIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memstore.New()
		c, _ := process(store)
		asleep := claim(t, c)
		hasty := cursor.New(cursorstream.New(cursortest.Store{Store: store}, time.Now), cursor.Options{Lease: time.Second})
		next, err := hasty.Claim(t.Context(), "a", from(0)) // as if a lease had passed
		if err != nil {
			t.Fatal(err)
		}
		next.Done(50)
		asleep.Done(99)
		<-asleep.Lost()
		time.Sleep(time.Minute)
		if lost(next) {
			t.Error("the one that was replaced took the cursor back")
		}
		release(t, asleep)
		release(t, next)
		last := claim(t, c)
		defer release(t, last)
		if last.Position() != 50 {
			t.Errorf("at %d", last.Position())
		}
	})
}

func TestALiveHolderIsNeverReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memstore.New()
		c, _ := process(store)
		held := claim(t, c) // and has nothing to do
		other, _ := process(store)
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		if next, err := other.Claim(ctx, "a", from(0)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v, %v", next, err)
		}
		if lost(held) {
			t.Error("lost")
		}
		release(t, held)
	})
}

func TestAWriteWhoseAnswerWasLostIsNoLoss(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memstore.New()
		c, table := process(store)
		held := claim(t, c)
		hiccup := errors.New("the answer was lost")
		table.after = true
		table.fail.Store(&hiccup)
		held.Done(6)
		time.Sleep(time.Second)
		table.fail.Store(nil)
		held.Done(7)
		time.Sleep(time.Minute)
		if lost(held) {
			t.Error("took its own write for somebody else's")
		}
		release(t, held)
		other, _ := process(store)
		next := claim(t, other)
		defer release(t, next)
		if next.Position() != 7 {
			t.Errorf("at %d", next.Position())
		}
	})
}

func TestOneThatCannotReachTheTableCountsItselfAsReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, table := process(memstore.New())
		held := claim(t, c)
		gone := errors.New("unreachable")
		table.fail.Store(&gone)
		began := time.Now()
		<-held.Lost()
		if waited := time.Since(began); waited > 15*time.Second+time.Second/2 {
			t.Errorf("after %v, when another one may long have taken over", waited)
		}
		release(t, held)
	})
}

func TestWaitingEndsWithTheContextAndLeavesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := process(memstore.New())
		held := claim(t, c)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := c.Claim(ctx, "a", from(0)); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if p := c.Positions(); len(p) != 1 || p["a"] != 5 {
			t.Errorf("%v", p)
		}
		release(t, held)
		if p := c.Positions(); len(p) != 0 {
			t.Errorf("%v", p)
		}
	})
}
