package follow_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"soin/domain"
	"soin/domain/event"
	"soin/domain/team"
	"soin/infra/follow"
	"soin/infra/memstore"
	"soin/projections"
)

func TestAPastIsAReplayToItsPosition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		log := logOver(memstore.New())
		appendAll(t, log, someFacts(t, rapid.IntRange(1, 30).Draw(t, "facts")))
		r := follow.New(log, nil, quiet)
		for _, at := range rapid.SliceOfN(rapid.Uint64Range(0, 320), 1, 6).Draw(t, "positions") {
			views, err := r.Past(t.Context(), event.Position(at))
			if err != nil {
				t.Fatal(err)
			}
			want := projections.NewViews()
			if at > 0 {
				if want, err = follow.Replay(t.Context(), log, follow.Until{Position: event.Position(at)}, func(event.Recorded) {}); err != nil {
					t.Fatal(err)
				}
			}
			if got, want := prints(t, views), prints(t, want); got != want {
				t.Fatalf("past at %d: %s\nreplayed: %s", at, got, want)
			}
		}
	})
}

// read is a log of renamings that tells of each event it decodes.
func read(t *testing.T, events int, decoded func(n int64)) *follow.Runner {
	store := memstore.New()
	facts := make([]record, events)
	for i := range facts {
		facts[i] = record{"team-a", event.Fact{
			Envelope: event.Envelope{Source: "test", ID: fmt.Sprint(i), Time: time.Date(2020, 1, 1, 0, 0, i, 0, time.UTC)},
			Event:    team.Renamed{Name: fmt.Sprint("Team ", i)},
		}}
	}
	appendAll(t, logOver(store), facts)
	var n atomic.Int64
	return follow.New(event.NewLog(store, domain.Catalog(func(data []byte, v any) error {
		decoded(n.Add(1))
		return json.Unmarshal(data, v)
	})), nil, quiet)
}

// nth is the position of the nth event of a memory store.
func nth(n int) event.Position { return event.Position(10 * n) }

func past(t *testing.T, r *follow.Runner, n int) *projections.Views {
	t.Helper()
	views, err := r.Past(t.Context(), nth(n))
	if err != nil {
		t.Fatal(err)
	}
	return views
}

func TestTheLastTwoPastsAreKept(t *testing.T) {
	var decoded atomic.Int64
	r := read(t, 9, func(int64) { decoded.Add(1) })
	first, second := past(t, r, 3), past(t, r, 5)
	before := decoded.Load()
	if past(t, r, 5) != second || past(t, r, 3) != first || decoded.Load() != before {
		t.Error("a past was replayed again")
	}
	past(t, r, 7)
	if past(t, r, 3) != first {
		t.Error("the last used past was forgotten")
	}
	if past(t, r, 5) == second {
		t.Error("three pasts are kept")
	}
}

// held is a log whose replay stands still until it is let go.
func held(t *testing.T) (r *follow.Runner, replaying <-chan struct{}, let func()) {
	begun, free := make(chan struct{}), make(chan struct{})
	var once sync.Once
	var holding atomic.Bool
	r = read(t, 9, func(int64) {
		if holding.Load() {
			once.Do(func() { close(begun) })
			<-free
		}
	})
	past(t, r, 2)
	holding.Store(true)
	let = sync.OnceFunc(func() { close(free) })
	t.Cleanup(let)
	return r, begun, let
}

// within fails a test that would hang.
func within[T any](t *testing.T, answer <-chan T) (got T) {
	t.Helper()
	select {
	case got = <-answer:
	case <-time.After(10 * time.Second):
		t.Fatal("no answer")
	}
	return got
}

func TestALongReplayHoldsUpNobodyWhoCannotWait(t *testing.T) {
	r, replaying, let := held(t)
	long := make(chan error, 1)
	go func() {
		_, err := r.Past(t.Context(), nth(5))
		long <- err
	}()
	within(t, replaying)

	hurried, cancel := context.WithCancel(t.Context())
	gaveUp := make(chan error, 1)
	go func() {
		_, err := r.Past(hurried, nth(7))
		gaveUp <- err
	}()
	cancel()
	if err := within(t, gaveUp); !errors.Is(err, context.Canceled) {
		t.Errorf("who gave up was told %v", err)
	}

	kept := make(chan error, 1)
	go func() {
		_, err := r.Past(t.Context(), nth(2))
		kept <- err
	}()
	if err := within(t, kept); err != nil {
		t.Errorf("what is kept is not told meanwhile: %v", err)
	}
	let()
	if err := within(t, long); err != nil {
		t.Error(err)
	}
}

func TestAReplayThatWasGivenUpGoesOnForTheNext(t *testing.T) {
	const events, batch = 1000, 256 // the log is read in batches
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var decoded atomic.Int64
	r := read(t, events, func(n int64) {
		decoded.Add(1)
		if n == batch+10 {
			cancel()
		}
	})
	if _, err := r.Past(ctx, nth(events)); !errors.Is(err, context.Canceled) {
		t.Fatalf("given up with %v", err)
	}
	decoded.Store(0)
	views := past(t, r, events)
	if n := decoded.Load(); n > events-batch {
		t.Errorf("%d of %d events were read again", n, events)
	}
	if got, want := prints(t, views), prints(t, past(t, read(t, events, func(int64) {}), events)); got != want {
		t.Errorf("in two parts: %s\nat once: %s", got, want)
	}
}

func TestEverybodyWhoAsksAtOnceGetsTheirPast(t *testing.T) {
	r := read(t, 9, func(int64) {})
	var all sync.WaitGroup
	defer all.Wait()
	for i := range 24 {
		all.Go(func() {
			at := nth(1 + i%4)
			views, err := r.Past(t.Context(), at)
			if err != nil || views.Position() != at {
				t.Errorf("at %d: %v, %v", at, views.Position(), err)
			}
		})
	}
}

func TestThoseWhoAskTheSameShareOneReplay(t *testing.T) {
	r, replaying, let := held(t)
	answers := make(chan *projections.Views, 8)
	for range cap(answers) {
		go func() {
			views, _ := r.Past(t.Context(), nth(5))
			answers <- views
		}()
	}
	within(t, replaying)
	let()
	first := within(t, answers)
	for range cap(answers) - 1 {
		if other := within(t, answers); other != first || other == nil {
			t.Fatal("one question was replayed twice")
		}
	}
}
