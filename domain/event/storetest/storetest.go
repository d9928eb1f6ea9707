// Package storetest is the contract of [event.Store] in executable form. A store that
// passes [Run] keeps every promise of the port within one process; one that passes
// [RunDurable] keeps them across a restart too.
//
// One subtest stands for one promise and is named after it. The contract takes no
// position for dense and no clock for steady, so that a store whose positions are byte
// offsets in a cluster's log can satisfy it. It waits for conditions, never for time:
// a store that hangs is reported after [Patience].
package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"soin/domain/event"
)

// Patience is how long one promise may take before its context ends.
const Patience = 30 * time.Second

// Run checks that the stores open gives keep the contract. Each call of open gives a
// new, empty store, which Run closes.
func Run(t *testing.T, open func(t *testing.T) event.Store) {
	for _, group := range []struct {
		name     string
		promises []promise
	}{
		{"order", order()},
		{"expectation", expectation()},
		{"idempotence", idempotence()},
		{"content", content()},
		{"concurrency", concurrency()},
		{"follow", follow()},
		{"cancellation", cancellation()},
		{"deletion", deletion()},
		{"closing", closing()},
	} {
		t.Run(group.name, func(t *testing.T) {
			for _, p := range group.promises {
				t.Run(p.name, func(t *testing.T) { p.keep(newTrial(t, open(t))) })
			}
		})
	}
}

// promise is one sentence of the contract and the code that fails when it is broken.
type promise struct {
	name string
	keep func(*trial)
}

// trial is one promise put to the test on a store of its own. Like the testing.T it
// embeds it carries a context.
type trial struct {
	*testing.T
	ctx   context.Context
	store event.Store
}

func newTrial(t *testing.T, store event.Store) *trial {
	ctx, cancel := context.WithTimeout(t.Context(), Patience)
	tr := &trial{t, ctx, store}
	t.Cleanup(func() {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			t.Errorf("not kept within %s", Patience)
		}
		cancel()
		_ = tr.store.Close() // a promise may have closed it already
	})
	return tr
}
