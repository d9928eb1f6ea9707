package esdbserver

import (
	"context"
	"strconv"
	"testing"
	"testing/synctest"

	"soin/domain/event"
	"soin/infra/memstore"
)

func TestTheStoreIsFollowedOnlyWhileSomebodyWatches(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := memstore.New()
		tail := newTail(store)
		for round := range 3 {
			a, leaveA, err := tail.watch(context.Background(), "s-1")
			if err != nil {
				t.Fatal(err)
			}
			_, leaveB, err := tail.watch(context.Background(), "s-2")
			if err != nil {
				t.Fatal(err)
			}
			raw := event.Raw{Envelope: event.Envelope{Source: "s", ID: strconv.Itoa(round)}, Name: "a.b", Version: 1}
			if _, err := store.Append(context.Background(), "s-1", event.Any, []event.Raw{raw}); err != nil {
				t.Fatal(err)
			}
			<-a
			leaveA()
			leaveA() // leaving again changes nothing
			leaveB()
			synctest.Wait()
			if tail.cancel != nil || len(tail.watchers) != 0 || tail.count != 0 {
				t.Errorf("somebody still follows, %d watch", tail.count)
			}
		}
		tail.close()
	})
}
