package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"soin/domain/event"
	"soin/infra/ingest"
	"soin/infra/memstore"
)

// However many publishers bring the same facts, in whatever pieces and at the same
// time, each fact is recorded once and everybody gets the same receipt.
func TestConcurrentPublishersRecordEachFactOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		store := memstore.New()
		door, _ := opened(store)
		var facts []ingest.Delivery
		for team := range rapid.IntRange(1, 4).Draw(t, "teams") {
			accept(t, door, formed(fmt.Sprint(team)))
			for n := range rapid.IntRange(1, 12).Draw(t, "facts") {
				facts = append(facts, headcount(fmt.Sprint(team), n))
			}
		}
		before := len(stored(t, store))
		publishers := rapid.IntRange(2, 8).Draw(t, "publishers")
		var all sync.WaitGroup
		receipts := make([]map[string]event.Receipt, publishers)
		failures := make(chan error, publishers*len(facts))
		for p := range publishers {
			pieces := pieces(t, rapid.Permutation(facts).Draw(t, "order"))
			receipts[p] = map[string]event.Receipt{}
			all.Go(func() {
				for _, piece := range pieces {
					outcomes, err := door.Accept(context.Background(), piece)
					for i, o := range outcomes {
						receipts[p][piece[i].Subject+" "+piece[i].ID] = event.Receipt{Position: o.Receipt.Position, Revision: o.Receipt.Revision}
						err = errors.Join(err, o.Err)
					}
					if err != nil {
						failures <- err
					}
				}
			})
		}
		all.Wait()
		if len(failures) > 0 {
			t.Fatal(<-failures)
		}
		if n := len(stored(t, store)) - before; n != len(facts) {
			t.Fatalf("%d facts make %d events", len(facts), n)
		}
		for _, r := range receipts {
			for fact, receipt := range receipts[0] {
				if r[fact] != receipt {
					t.Fatalf("%s has the receipts %+v and %+v", fact, receipt, r[fact])
				}
			}
		}
	})
}

// pieces cuts deliveries into calls.
func pieces(t *rapid.T, deliveries []ingest.Delivery) [][]ingest.Delivery {
	var out [][]ingest.Delivery
	for len(deliveries) > 0 {
		n := rapid.IntRange(1, len(deliveries)).Draw(t, "piece")
		out = append(out, deliveries[:n])
		deliveries = deliveries[n:]
	}
	return out
}

// rival is a store to which somebody else writes just before the first append.
type rival struct {
	event.Store
	write func()
}

func (s *rival) Append(ctx context.Context, stream string, at event.Revision, events []event.Raw) ([]event.Receipt, error) {
	if write := s.write; write != nil {
		s.write = nil
		write()
	}
	return s.Store.Append(ctx, stream, at, events)
}

func TestAnIDTakenMeanwhileBefallsItsFactOnly(t *testing.T) {
	inner := memstore.New()
	first, _ := opened(inner)
	accept(t, first, formed("a"))
	other := about("a", "team.headcount-reported", "headcount-1", `{"headcount":100}`)
	store := &rival{Store: inner, write: func() { accept(t, first, other) }}
	door, _ := opened(store)
	outcomes := accept(t, door, headcount("a", 1), headcount("a", 2))
	var taken *event.IDTakenError
	if !errors.As(outcomes[0].Err, &taken) || outcomes[1].Err != nil {
		t.Errorf("got %v and %v", outcomes[0].Err, outcomes[1].Err)
	}
}

// turnstile notices when two appends meet, and how much the largest one brings.
type turnstile struct {
	event.Store
	inside  atomic.Int32
	met     atomic.Bool
	largest atomic.Int64
}

func (s *turnstile) Append(ctx context.Context, stream string, at event.Revision, events []event.Raw) ([]event.Receipt, error) {
	if s.inside.Add(1) > 1 {
		s.met.Store(true)
	}
	defer s.inside.Add(-1)
	runtime.Gosched()
	size := 0
	for _, e := range events {
		size += len(e.Data)
	}
	s.largest.Store(max(s.largest.Load(), int64(size)))
	return s.Store.Append(ctx, stream, at, events)
}

func TestPublishersAboutTheSameSubjectTakeTurns(t *testing.T) {
	store := &turnstile{Store: memstore.New()}
	door, _ := opened(store)
	accept(t, door, formed("a"))
	var all sync.WaitGroup
	for p := range 32 {
		all.Go(func() {
			for n := range 20 {
				if o := accept(t, door, headcount("a", p*1000+n))[0]; o.Err != nil {
					t.Error(o.Err)
				}
			}
		})
	}
	all.Wait()
	if store.met.Load() {
		t.Error("two appends to one stream met at the store")
	}
}

func TestWhoWaitsForATurnCanGiveUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inner := memstore.New()
		blocked, open := make(chan struct{}), make(chan struct{})
		door, _ := opened(&rival{Store: inner, write: func() { close(blocked); <-open }})
		var first sync.WaitGroup
		first.Go(func() { accept(t, door, formed("a")) })
		<-blocked
		impatient, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		outcomes, err := door.Accept(impatient, []ingest.Delivery{headcount("a", 1)})
		if err != nil || !errors.Is(outcomes[0].Err, context.DeadlineExceeded) {
			t.Errorf("%+v, %v", outcomes, err)
		}
		close(open)
		first.Wait()
		if o := accept(t, door, headcount("a", 1))[0]; o.Err != nil {
			t.Error(o.Err)
		}
	})
}

func TestAppendsStaySmall(t *testing.T) {
	store := &turnstile{Store: memstore.New()}
	door, _ := opened(store)
	deliveries := []ingest.Delivery{formed("a")}
	for n := range 40 {
		d := headcount("a", n)
		d.Data = fmt.Appendf(nil, `{"headcount":%d,"more":%q}`, n, strings.Repeat("x", 100_000))
		deliveries = append(deliveries, d)
	}
	big := headcount("a", 99)
	big.Data = fmt.Appendf(nil, `{"headcount":1,"more":%q}`, strings.Repeat("x", 900_000))
	for i, o := range accept(t, door, append(deliveries, big)...) {
		if o.Err != nil || o.Receipt.Revision != event.Revision(i) {
			t.Errorf("delivery %d: %+v", i, o)
		}
	}
	if n := store.largest.Load(); n > 1<<20 {
		t.Errorf("an append of %d bytes", n)
	}
}
