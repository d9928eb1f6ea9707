package esdbstore_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"soin/domain/event"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
)

// A subscription is dropped in every way a server has, again and again, in the middle of
// the past and in the present. A reading of the log is, too.
func TestADroppedSubscriptionResumesWithoutGapOrDouble(t *testing.T) {
	for name, drop := range map[string]error{
		"the server is away":      status.Error(codes.Unavailable, "stopping"),
		"the consumer is slow":    status.Error(codes.Aborted, "consumer too slow"),
		"the call is cancelled":   status.Error(codes.Canceled, "canceled"),
		"the transport is broken": status.Error(codes.Internal, "stream terminated by RST_STREAM"),
	} {
		t.Run(name, func(t *testing.T) {
			upstream := esdbservertest.Start(t, memstore.New())
			r := newRelay(t, upstream)
			var sent atomic.Int64
			r.send = func(n int, _ *streams.ReadResp) error {
				if n > 0 && sent.Add(1)%17 == 0 {
					return drop
				}
				return nil
			}
			past := connect(t, upstream).Log()
			for i := range 10 {
				mustAppend(t, past, fmt.Sprint("test-", i%3), event.Any, facts(fmt.Sprint(i, "-"), 5)...)
			}
			s := connect(t, r.start(t, nil)).Log()
			got, want := 0, []string(nil)
			for e, err := range s.Follow(within(t), 0) {
				if err != nil {
					t.Fatalf("after %d events: %v", got, err)
				}
				if got == 49 { // from now on it is in the present
					for i := range 10 {
						mustAppend(t, past, fmt.Sprint("test-", i%3), event.Any, facts(fmt.Sprint("later ", i, "-"), 5)...)
					}
				}
				if want == nil || got == 50 {
					want = read(t, past, 0)
				}
				if e.ID != want[got] {
					t.Fatalf("event %d is %q, want %q", got, e.ID, want[got])
				}
				if got++; got == 100 {
					break
				}
			}
			if all := read(t, s, 0); fmt.Sprint(all) != fmt.Sprint(want) {
				t.Errorf("read %v\nwant %v", all, want)
			}
		})
	}
}

// A subscription that a server ends in good order has not come to an end: there is none.
func TestASubscriptionThatEndsIsBegunAgain(t *testing.T) {
	upstream := esdbservertest.Start(t, memstore.New())
	r := newRelay(t, upstream)
	r.send = func(n int, _ *streams.ReadResp) error {
		if n == 3 {
			return errOver
		}
		return nil
	}
	mustAppend(t, connect(t, upstream).Log(), "test-1", event.NoStream, facts("a", 10)...)
	if got := follow(t, connect(t, r.start(t, nil)).Log(), 10); len(got) != 10 || got[9] != "a9" {
		t.Errorf("following gives %q", got)
	}
}

func TestAFollowerOutlivesItsConnections(t *testing.T) {
	p, connection := newProxy(t, esdbservertest.Start(t, memstore.New()))
	s := connect(t, connection+quick).Log()
	mustAppend(t, s, "test-1", event.NoStream, fact("first"))
	n := 0
	for r, err := range s.Follow(within(t), 0) {
		if err != nil || r.Revision != event.Revision(n) {
			t.Fatalf("%d: %+v, %v", n, r, err)
		}
		if n++; n == 5 {
			break
		}
		p.cut()
		mustAppend(t, s, "test-1", event.Revision(n-1), fact(fmt.Sprint(n)))
	}
}
