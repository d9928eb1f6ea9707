package bus_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"soin/domain"
	"soin/domain/event"
	"soin/infra/bus"
	"soin/infra/ingest"
	"soin/infra/jsoncodec"
	"soin/infra/memstore"
	"soin/infra/parking"
)

// newDoor is the door of one process over a log, and what it parks.
func newDoor(t *testing.T, log, waiting event.Store) (*ingest.Door, *parking.Parking) {
	t.Helper()
	parked, err := parking.Open(t.Context(), waiting, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return ingest.NewDoor(event.NewLog(log, domain.Catalog(jsoncodec.Unmarshal)), time.Now, ingest.WithParking(parked)), parked
}

func accept(t *testing.T, door *ingest.Door, subject, kind, data string) ingest.Outcome {
	t.Helper()
	outcomes, err := door.Accept(t.Context(), []ingest.Delivery{{
		Type: "soin." + kind + ".v1", Source: "urn:hr", ID: kind + subject, Subject: subject, Time: time.Now(), Data: []byte(data),
	}})
	if err != nil || outcomes[0].Err != nil {
		t.Fatalf("%+v, %v", outcomes, err)
	}
	return outcomes[0]
}

func retryParked(t *testing.T, s *station, door *ingest.Door) (stop func()) {
	t.Helper()
	h, err := bus.RetryParked(s.store, door, slog.New(slog.DiscardHandler))
	if err == nil {
		err = s.router.Add(h)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s.run(t)
}

func TestWhatIsRecordedByAnotherWayLetsParkedFactsThrough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, memstore.New())
		door, parked := newDoor(t, s.store, memstore.New())
		other, _ := newDoor(t, s.store, memstore.New())
		accept(t, door, "a", "team.renamed", `{"name":"A"}`)
		accept(t, door, "b", "team.renamed", `{"name":"B"}`)
		accept(t, other, "a", "team.formed", `{"name":"A1"}`) // before anybody follows
		stop := retryParked(t, s, door)
		synctest.Wait()
		if parked.Has("team-a") || !parked.Has("team-b") {
			t.Error("at the start not everything was tried")
		}
		accept(t, other, "b", "team.formed", `{"name":"B1"}`)
		synctest.Wait()
		if n, _ := parked.Size(); n != 0 {
			t.Errorf("%d parked", n)
		}
		stop()
	})
}

// rival lets somebody else record something just before a fact is parked.
type rival struct {
	event.Store
	once  sync.Once
	write func()
}

func (r *rival) Append(ctx context.Context, stream string, at event.Revision, events []event.Raw) ([]event.Receipt, error) {
	r.once.Do(r.write)
	return r.Store.Append(ctx, stream, at, events)
}

func TestAPredecessorThatComesWhileAFactIsParkedIsNotMissed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, memstore.New())
		other, _ := newDoor(t, s.store, memstore.New())
		door, parked := newDoor(t, s.store, &rival{Store: memstore.New(), write: func() {
			accept(t, other, "a", "team.formed", `{"name":"A1"}`)
			synctest.Wait() // whoever follows the log has seen it
		}})
		stop := retryParked(t, s, door)
		if o := accept(t, door, "a", "team.renamed", `{"name":"A"}`); o.Parked != nil || o.Receipt.Position == 0 {
			t.Errorf("%+v", o)
		}
		if n, _ := parked.Size(); n != 0 {
			t.Errorf("%d parked", n)
		}
		stop()
	})
}
