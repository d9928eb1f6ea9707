package esdbstore_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"soin/domain/event"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
)

// quick lets the client of a test give up soon, so that a test need not wait for it.
const quick = "&maxDiscoverAttempts=1&gossipTimeout=1"

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

func fact(id string) event.Raw {
	return event.Raw{
		Envelope: event.Envelope{Source: "urn:test", ID: id, Time: time.Date(2026, 3, 29, 1, 59, 59, 123456789, time.UTC)},
		Name:     "test.happened", Version: 1, Data: []byte(`{"id":"` + id + `"}`),
	}
}

func facts(prefix string, n int) []event.Raw {
	events := make([]event.Raw, n)
	for i := range events {
		events[i] = fact(fmt.Sprint(prefix, i))
	}
	return events
}

// within is a context that ends the test's waiting.
func within(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

func mustAppend(t testing.TB, s event.Store, stream string, expected event.Revision, events ...event.Raw) []event.Receipt {
	t.Helper()
	receipts, err := s.Append(within(t), stream, expected, events)
	if err != nil || len(receipts) != len(events) {
		t.Errorf("append to %s at %s: %d receipts, %v", stream, expected, len(receipts), err)
		return make([]event.Receipt, len(events))
	}
	return receipts
}

func read(t testing.TB, s event.Store, after event.Position) (ids []string) {
	t.Helper()
	for r, err := range s.All(within(t), after) {
		if err != nil {
			t.Fatalf("after %d events: %v", len(ids), err)
		}
		ids = append(ids, r.ID)
	}
	return ids
}

// eventually waits until a condition holds, which it asks for again and again.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	ctx := within(t)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("it did not come to pass that %s", what)
		}
	}
}

func TestAServerThatIsDownAtStartIsWaitedFor(t *testing.T) {
	p, connection := newProxy(t, esdbservertest.Start(t, memstore.New()))
	p.refuse(true)
	s := connect(t, connection+quick).Log()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := s.Append(ctx, "test-1", event.Any, facts("a", 1)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("an append that could wait no longer: %v", err)
	}
	var wg sync.WaitGroup
	wg.Go(func() { mustAppend(t, s, "test-1", event.NoStream, facts("b", 2)...) })
	wg.Go(func() {
		for r, err := range s.Follow(within(t), 0) {
			if err != nil || r.ID != "b0" {
				t.Errorf("the follower was given %q, %v", r.ID, err)
			}
			return
		}
	})
	p.refuse(false)
	wg.Wait()
}

func TestHealthTellsTheTruth(t *testing.T) {
	p, connection := newProxy(t, esdbservertest.Start(t, memstore.New()))
	c := connect(t, connection+quick)
	if err := c.Health(within(t)); err != nil {
		t.Fatalf("a server that is there: %v", err)
	}
	for name, outage := range map[string]func(yes bool){
		"cut":     func(yes bool) { p.refuse(yes); p.cut() },
		"stalled": p.stall,
	} {
		outage(true)
		began := time.Now()
		if err := c.Health(within(t)); err == nil || time.Since(began) > 2*time.Second {
			t.Errorf("%s: %v after %v", name, err, time.Since(began))
		}
		outage(false)
		eventually(t, "health came back", func() bool { return c.Health(within(t)) == nil })
	}
	_ = c.Close()
	if err := c.Health(within(t)); !errors.Is(err, event.ErrClosed) {
		t.Errorf("closed: %v", err)
	}
}

func TestNobodyHangsPastTheirContext(t *testing.T) {
	for name, outage := range map[string]func(*proxy){
		"refused":             func(p *proxy) { p.refuse(true); p.cut() },
		"stalled":             func(p *proxy) { p.stall(true) },
		"stalled after a cut": func(p *proxy) { p.stall(true); p.cut() },
	} {
		t.Run(name, func(t *testing.T) {
			p, connection := newProxy(t, esdbservertest.Start(t, memstore.New()))
			s := connect(t, connection+quick).Log()
			mustAppend(t, s, "test-1", event.NoStream, facts("a", 1)...)
			outage(p)
			var wg sync.WaitGroup
			for i := range 8 {
				wg.Go(func() {
					ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
					defer cancel()
					began := time.Now()
					var err error
					switch i % 4 {
					case 0:
						_, err = s.Append(ctx, fmt.Sprint("test-", i), event.Any, facts("b", 3))
					case 1:
						_, err = s.Head(ctx)
					case 2:
						for _, e := range s.Stream(ctx, "test-1", 0) {
							err = e
						}
					case 3:
						err = s.Delete(ctx, "test-9", event.Any)
					}
					if took := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || took > 2*time.Second {
						t.Errorf("caller %d: %v after %v", i, err, took)
					}
				})
			}
			wg.Wait()
			p.refuse(false)
			p.stall(false)
			p.cut()
			for i := range 8 {
				mustAppend(t, s, fmt.Sprint("test-", i), event.Any, facts("b", 3)...)
			}
			if got := len(read(t, s, 0)); got != 1+8*3 {
				t.Errorf("%d events, want %d", got, 1+8*3)
			}
		})
	}
}

func TestARestartLosesAndDoublesNothing(t *testing.T) {
	kept := memstore.New()
	server := esdbservertest.New(t, kept)
	s := connect(t, server.ConnectionString()+quick).Log()
	const writers, each = 4, 40
	var followed []string
	var all, writing sync.WaitGroup
	all.Go(func() { followed = follow(t, s, writers*each) })
	for i := range writers {
		writing.Go(func() {
			for j := range each {
				expected := event.Revision(j - 1)
				if i == 0 {
					expected = event.Any
				}
				if r := mustAppend(t, s, fmt.Sprint("test-", i), expected, fact(fmt.Sprint(i, "-", j))); r[0].Revision != event.Revision(j) || r[0].Duplicate {
					t.Errorf("writer %d: append %d has the receipt %+v", i, j, r[0])
				}
				if i == 1 && j%15 == 7 {
					server.Stop()
					server.Start()
				}
			}
		})
	}
	writing.Wait()
	all.Wait()
	got := read(t, s, 0)
	if len(got) != writers*each || fmt.Sprint(got) != fmt.Sprint(followed) {
		t.Errorf("read    %v\nfollowed %v", got, followed)
	}
}

// follow gives the ids of the first n events.
func follow(t testing.TB, s event.Store, n int) (ids []string) {
	for r, err := range s.Follow(within(t), 0) {
		if err != nil {
			t.Errorf("following, after %d of %d events: %v", len(ids), n, err)
			break
		}
		if ids = append(ids, r.ID); len(ids) == n {
			break
		}
	}
	return ids
}

func TestAnAppendWhoseAnswerIsLostIsStoredOnce(t *testing.T) {
	for _, n := range []int{1, 5} {
		t.Run(fmt.Sprint(n, " events"), func(t *testing.T) {
			kept := memstore.New()
			p, connection := newProxy(t, esdbservertest.Start(t, kept))
			s := connect(t, connection+quick).Log()
			mustAppend(t, s, "test-1", event.NoStream, fact("before"))
			p.silence(true)
			var receipts []event.Receipt
			var wg sync.WaitGroup
			wg.Go(func() { receipts = mustAppend(t, s, "test-1", 0, facts("a", n)...) })
			eventually(t, "the server stored the append", func() bool {
				head, _ := kept.Head(t.Context())
				return head > 10*event.Position(n)
			})
			p.cut()
			p.silence(false)
			wg.Wait()
			for i, r := range receipts {
				if r.Duplicate || r.Revision != event.Revision(i+1) {
					t.Errorf("receipt %d = %+v", i, r)
				}
			}
			if got := read(t, s, 0); len(got) != 1+n {
				t.Errorf("the log holds %v", got)
			}
			mustAppend(t, s, "test-1", event.Revision(n), fact("after"))
		})
	}
}

func TestAnAppendThatWasGivenUpIsKnownWhenItIsAskedAgain(t *testing.T) {
	kept := memstore.New()
	p, connection := newProxy(t, esdbservertest.Start(t, kept))
	s := connect(t, connection+quick).Log()
	mustAppend(t, s, "test-1", event.NoStream, fact("before"))
	p.silence(true)
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := s.Append(ctx, "test-1", 0, facts("a", 3)); !errors.Is(err, context.Canceled) {
			t.Errorf("an append that was given up: %v", err)
		}
	})
	eventually(t, "the server stored the append", func() bool { return len(read(t, kept, 0)) == 4 })
	cancel()
	wg.Wait()
	p.silence(false)
	other := fact("a0")
	other.Data = []byte(`{}`)
	var taken *event.IDTakenError
	if _, err := s.Append(within(t), "test-1", 0, []event.Raw{other}); !errors.As(err, &taken) {
		t.Errorf("other content under an id of the append that was given up: %v", err)
	}
	for i, r := range mustAppend(t, s, "test-1", 0, facts("a", 3)...) {
		if r.Revision != event.Revision(i+1) {
			t.Errorf("receipt %d = %+v", i, r)
		}
	}
	if got := read(t, s, 0); len(got) != 4 {
		t.Errorf("the log holds %v", got)
	}
}
