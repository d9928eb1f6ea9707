package esdbstore_test

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"soin/domain/event"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/esdbstore"
	"soin/infra/memstore"
)

// follows makes a relay a node that follows the leader at the address given.
func (r *relay) follows(leader *atomic.Pointer[string]) {
	r.before = func(ctx context.Context, _ string) error {
		asked := metadata.ValueFromIncomingContext(ctx, "requires-leader")
		at := leader.Load()
		if len(asked) == 0 || *at == r.address {
			return nil
		}
		r.refusals.Add(1)
		host, port, _ := net.SplitHostPort(*at)
		return &elsewhere{host, port}
	}
}

func TestTheLeaderIsFollowed(t *testing.T) {
	upstream := esdbservertest.Start(t, memstore.New())
	a, b := newRelay(t, upstream), newRelay(t, upstream)
	var leader atomic.Pointer[string]
	a.follows(&leader)
	b.follows(&leader)
	connection := a.start(t, nil)
	b.start(t, nil)
	var lead = func(r *relay) { leader.Store(&r.address) }
	lead(b)
	s := connect(t, connection+quick).Log()
	mustAppend(t, s, "test-1", event.NoStream, facts("a", 200)...)
	for i, r := range []*relay{a, b, a} {
		before := a.refusals.Load() + b.refusals.Load()
		lead(r)
		mustAppend(t, s, "test-1", event.Any, facts(string(rune('b'+i)), 200)...)
		if got := len(read(t, s, 0)); got != 200*(i+2) {
			t.Errorf("%d events, want %d", got, 200*(i+2))
		}
		if a.refusals.Load()+b.refusals.Load() == before {
			t.Error("a node that does not lead was not asked for the leader")
		}
	}
	// The leader that is named is gone: it is asked again who leads.
	nobody := "127.0.0.1:1"
	leader.Store(&nobody)
	var done = make(chan struct{})
	go func() {
		defer close(done)
		mustAppend(t, s, "test-1", event.Any, fact("last"))
	}()
	lead(a)
	<-done
}

// A call that goes astray is answered like one about a stream that does not exist.
func TestACallThatGoesAstrayIsNoEmptyStream(t *testing.T) {
	upstream := esdbservertest.Start(t, memstore.New())
	mustAppend(t, connect(t, upstream).Log(), "test-1", event.NoStream, facts("a", 3)...)
	var astray atomic.Int64
	r := newRelay(t, upstream)
	r.before = func(context.Context, string) error {
		if astray.Add(-1) >= 0 {
			return status.Error(codes.NotFound, "no leader is known")
		}
		return nil
	}
	s := connect(t, r.start(t, nil)).Log()
	for range 2 {
		astray.Store(2)
		n := 0
		for _, err := range s.Stream(within(t), "test-1", 0) {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		if n != 3 {
			t.Errorf("the stream gives %d events", n)
		}
	}
}

// The client gets the reason of an early refusal only by chance, and then reports a bare EOF.
func TestAnAppendRefusedEarlyIsAnswered(t *testing.T) {
	var refusals atomic.Int64
	r := newRelay(t, esdbservertest.Start(t, memstore.New()))
	r.before = func(_ context.Context, method string) error {
		if method == "Append" && refusals.Add(-1) >= 0 {
			return status.Error(codes.Unavailable, "not ready")
		}
		return nil
	}
	s := connect(t, r.start(t, nil)).Log()
	large := facts("a", 3)
	for i := range large {
		large[i].Data = append(append([]byte(`{"x":"`), make([]byte, 200<<10)...), `"}`...)
	}
	refusals.Store(4)
	mustAppend(t, s, "test-1", event.NoStream, large...)
	if got := read(t, s, 0); len(got) != len(large) {
		t.Errorf("stored %v", got)
	}
}

func TestAnAppendRefusedEarlyForGoodEnds(t *testing.T) {
	r := newRelay(t, esdbservertest.Start(t, memstore.New()))
	r.before = func(_ context.Context, method string) error {
		if method == "Append" {
			return status.Error(codes.PermissionDenied, "no")
		}
		return nil
	}
	s := connect(t, r.start(t, nil)).Log()
	large := fact("a")
	large.Data = append(append([]byte(`{"x":"`), make([]byte, 900<<10)...), `"}`...)
	ctx := within(t)
	if _, err := s.Append(ctx, "test-1", event.Any, []event.Raw{large}); err == nil || ctx.Err() != nil {
		t.Errorf("refused for good: %v", err)
	}
	var tooLarge *esdbstore.TooLargeError
	if _, err := s.Append(ctx, "test-1", event.Any, []event.Raw{fact("a")}); err == nil || errors.As(err, &tooLarge) {
		t.Errorf("refused for good: %v", err)
	}
}

func TestAnAppendThatIsTooLargeForTheServerIsToldSo(t *testing.T) {
	for name, refuse := range map[string]func(*relay){
		"at once": func(r *relay) {
			r.before = func(_ context.Context, method string) error {
				if method == "Append" {
					return status.Error(codes.InvalidArgument, "too large")
				}
				return nil
			}
		},
		"when it was read": func(r *relay) { r.drops = func(string) bool { return true } },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRelay(t, esdbservertest.Start(t, memstore.New()))
			refuse(r)
			s := connect(t, r.start(t, nil)).Log()
			large := facts("a", 3)
			for i := range large {
				large[i].Data = append(append([]byte(`"`), make([]byte, 500<<10)...), '"')
			}
			var tooLarge *esdbstore.TooLargeError
			if _, err := s.Append(within(t), "test-1", event.Any, large); !errors.As(err, &tooLarge) || tooLarge.Events != 3 || tooLarge.Bytes < 3*500<<10 {
				t.Errorf("%v", err)
			}
			if got := read(t, s, 0); got != nil {
				t.Errorf("of an append that is refused whole, %q was stored", got)
			}
		})
	}
}
