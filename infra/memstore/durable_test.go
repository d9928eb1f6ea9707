package memstore

import (
	"testing"

	"soin/domain/event"
	"soin/domain/event/storetest"
)

// A memory store forgets with its process; a copy of its fields stands for the disk
// here, so that the second half of the contract is itself put to the test.
func TestFieldsHoldAllThatMustBeRemembered(t *testing.T) {
	storetest.RunDurable(t, func(*testing.T) func() event.Store {
		kept := New()
		return func() event.Store {
			kept = &Store{
				closed: make(chan struct{}), grown: make(chan struct{}),
				log: kept.log, streams: kept.streams, last: kept.last, clock: kept.clock,
			}
			return kept
		}
	})
}
