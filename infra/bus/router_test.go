package bus_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"soin/domain/event"
	"soin/domain/rule"
	"soin/infra/bus"
	"soin/infra/bus/poison"
	"soin/infra/memstore"
	"soin/infra/vault"
)

// station is a router over stores in memory.
type station struct {
	store    event.Store
	box      *poison.Box
	registry *prometheus.Registry
	router   *bus.Router
	logged   *strings.Builder
}

func newStation(t *testing.T, poisoned event.Store) *station {
	t.Helper()
	box, err := poison.Open(t.Context(), poisoned, sealer(t), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	s := &station{store: memstore.New(), box: box, registry: prometheus.NewRegistry(), logged: &strings.Builder{}}
	s.router, err = bus.NewRouter(bus.RouterOptions{
		Log: slog.New(slog.NewTextHandler(s.logged, nil)), Registry: s.registry, Poison: box,
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// handle adds a handler of the topic "a".
func (s *station) handle(t *testing.T, h message.NoPublishHandlerFunc) {
	t.Helper()
	sub, err := bus.NewSubscriber(s.store, bus.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.router.Add(bus.Handler{Name: "h", Topic: "a", Subscriber: sub, Handle: h}); err != nil {
		t.Fatal(err)
	}
}

// run runs the router, and gives what ends it.
func (s *station) run(t *testing.T) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- s.router.Run(ctx) }()
	return func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

// told gathers what a handler was given.
type told struct {
	mu  sync.Mutex
	ids []string
}

func (l *told) add(msg *message.Message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ids = append(l.ids, msg.Metadata.Get(bus.ID))
}

func (l *told) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.ids, " ")
}

func TestWhatBreaksARuleIsParkedAtOnceWithItsErrorAndTheNextOneComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStation(t, memstore.New())
		var seen told
		s.handle(t, func(msg *message.Message) error {
			seen.add(msg)
			if msg.Metadata.Get(bus.ID) == "2" {
				return rule.All(rule.Break("data.name", "Zorglub", "must have 1 to 200 characters"))
			}
			return nil
		})
		stop := s.run(t)
		record(t, s.store, "a-1 a.b 1", "a-1 a.b 2", "a-1 a.b 3")
		synctest.Wait()
		if seen.String() != "1 2 3" {
			t.Errorf("handled %s", seen.String())
		}
		list := s.box.List()
		if len(list) != 1 {
			t.Fatalf("%+v", list)
		}
		p := list[0]
		if p.Handler != "h" || p.Topic != "a" || p.ID != "2" || p.Source != "urn:hr" || p.Type != "soin.a.b.v2" || p.Subject != "1" ||
			!strings.Contains(p.Reason, "data.name must have 1 to 200 characters") || !p.Kept || p.Size != 8 {
			t.Errorf("%+v", p)
		}
		stop()
		if strings.Contains(p.Reason+s.logged.String(), "Zorglub") {
			t.Errorf("a value is told: %s; %s", p.Reason, s.logged)
		}
		if n, err := testutil.GatherAndCount(s.registry); err != nil || n < 3 {
			t.Errorf("%d metrics, %v", n, err)
		}
		err := testutil.GatherAndCompare(s.registry, strings.NewReader(`
# HELP soin_bus_poisoned_total Messages parked as poisoned.
# TYPE soin_bus_poisoned_total counter
soin_bus_poisoned_total{handler="h"} 1
`), "soin_bus_poisoned_total")
		if err != nil {
			t.Error(err)
		}
	})
}

func TestWhatIsUnclearIsTriedSomeTimesAndThenParked(t *testing.T) {
	for name, fail := range map[string]func(){
		"error": func() {},
		"panic": func() { panic("the payload says secret") },
		"index": func() { _ = []int{}[len(os.Args)] },
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newStation(t, memstore.New())
			var seen told
			s.handle(t, func(msg *message.Message) error {
				seen.add(msg)
				if msg.Metadata.Get(bus.ID) == "1" {
					fail()
					return errors.New("something")
				}
				return nil
			})
			stop := s.run(t)
			record(t, s.store, "a-1 a.b 1", "a-1 a.b 2")
			time.Sleep(time.Minute)
			if seen.String() != "1 1 1 1 1 2" {
				t.Errorf("%s: handled %s", name, seen.String())
			}
			if list := s.box.List(); len(list) != 1 || list[0].Reason == "" || strings.Contains(list[0].Reason, "secret") {
				t.Errorf("%s: %+v", name, list)
			}
			stop()
			if strings.Contains(s.logged.String(), "secret") {
				t.Errorf("%s: the log tells it", name)
			}
		})
	}
}

func TestWhatIsNotTheMessagesFaultWaitsInItsPlace(t *testing.T) {
	for _, failure := range []error{
		event.ErrClosed, context.Canceled, fmt.Errorf("append: %w", context.DeadlineExceeded), bus.Later(errors.New("no route to host")),
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newStation(t, memstore.New())
			var seen told
			down := time.Now().Add(10 * time.Minute)
			s.handle(t, func(msg *message.Message) error {
				if time.Now().Before(down) {
					return failure
				}
				seen.add(msg)
				return nil
			})
			stop := s.run(t)
			record(t, s.store, "a-1 a.b 1", "a-1 a.b 2")
			time.Sleep(5 * time.Minute)
			waiting := `
# HELP soin_bus_waiting 1 while a handler waits until it works again.
# TYPE soin_bus_waiting gauge
soin_bus_waiting{handler="h"} 1
`
			if err := testutil.GatherAndCompare(s.registry, strings.NewReader(waiting), "soin_bus_waiting"); err != nil {
				t.Error(err)
			}
			time.Sleep(6 * time.Minute)
			if n, _ := s.box.Size(); seen.String() != "1 2" || n != 0 {
				t.Errorf("%v: handled %q, %d poisoned", failure, seen.String(), n)
			}
			stop()
			for said, times := range map[string]int{"waits until it works again": 1, "works again": 2, "level=ERROR": 0} {
				if n := strings.Count(s.logged.String(), said); n != times {
					t.Errorf("%q stands %d times in the log: %s", said, n, s.logged)
				}
			}
		})
	}
}

func TestSeriesOfAHandlerAreThereFromTheStart(t *testing.T) {
	s := newStation(t, memstore.New())
	s.handle(t, func(*message.Message) error { return nil })
	well := `
# HELP soin_bus_poisoned_total Messages parked as poisoned.
# TYPE soin_bus_poisoned_total counter
soin_bus_poisoned_total{handler="h"} 0
# HELP soin_bus_waiting 1 while a handler waits until it works again.
# TYPE soin_bus_waiting gauge
soin_bus_waiting{handler="h"} 0
`
	if err := testutil.GatherAndCompare(s.registry, strings.NewReader(well), "soin_bus_waiting", "soin_bus_poisoned_total"); err != nil {
		t.Error(err)
	}
}

func TestWhatCannotBeParkedIsNotPassedOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		poisoned := &unplugged{Store: memstore.New()}
		poisoned.gone.Store(true)
		s := newStation(t, poisoned)
		var seen told
		s.handle(t, func(msg *message.Message) error {
			if msg.Metadata.Get(bus.ID) == "1" {
				return event.Conflict("no")
			}
			seen.add(msg)
			return nil
		})
		stop := s.run(t)
		record(t, s.store, "a-1 a.b 1", "a-1 a.b 2")
		time.Sleep(time.Minute)
		if seen.String() != "" {
			t.Errorf("passed over: handled %s", seen.String())
		}
		poisoned.gone.Store(false)
		time.Sleep(time.Minute)
		if n, _ := s.box.Size(); seen.String() != "2" || n != 1 {
			t.Errorf("handled %s, %d poisoned", seen.String(), n)
		}
		stop()
	})
}

func TestARouterEndsWithItsContextAndTellsWhenItEndsByItself(t *testing.T) {
	tidy(t)
	s := newStation(t, memstore.New())
	s.handle(t, func(*message.Message) error { return nil })
	ended := make(chan error)
	go func() { ended <- s.router.Run(t.Context()) }()
	s.store.Close()
	if err := <-ended; err == nil {
		t.Error("it ended as if it were meant to")
	}
	empty := newStation(t, memstore.New())
	empty.run(t)()
}

func TestTwoHandlersOfOneNameAreRefused(t *testing.T) {
	s := newStation(t, memstore.New())
	s.handle(t, nil)
	if err := s.router.Add(bus.Handler{Name: "h"}); err == nil {
		t.Error("added")
	}
}

func sealer(t testing.TB) *vault.Sealer {
	t.Helper()
	s, err := vault.Key{1}.Sealer("test")
	if err != nil {
		t.Fatal(err)
	}
	return s
}
