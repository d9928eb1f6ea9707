package esdbstore_test

import (
	"fmt"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"

	"soin/domain/event"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
)

// counted is a relay that counts the events it sends.
func counted(t testing.TB, connection string) (*relay, *atomic.Int64) {
	r, sent := newRelay(t, connection), new(atomic.Int64)
	r.send = func(_ int, resp *streams.ReadResp) error {
		if resp.GetEvent() != nil {
			sent.Add(1)
		}
		return nil
	}
	return r, sent
}

func TestTheHeadIsFoundOnceBelowTheEventsOfOthers(t *testing.T) {
	upstream := esdbservertest.Start(t, memstore.New())
	r, sent := counted(t, upstream)
	s := connect(t, r.start(t, nil)).Log()
	last := mustAppend(t, s, "test-1", event.NoStream, facts("a", 3)...)[2]
	stranger(t, upstream, "orders-1", "OrderPlaced", 5000)
	for i := range 3 {
		before := sent.Load()
		head, err := s.Head(within(t))
		if err != nil || head != last.Position {
			t.Fatalf("head = %d, %v, want %d", head, err, last.Position)
		}
		if looked := sent.Load() - before; i > 0 && looked > 10 {
			t.Errorf("looked at %d events to find the head again", looked)
		}
	}
	next := mustAppend(t, s, "test-1", 2, fact("b"))[0]
	if head, err := s.Head(within(t)); err != nil || head != next.Position {
		t.Errorf("head = %d, %v, want %d", head, err, next.Position)
	}
}

// A leader with a slower clock takes over in the middle of the log.
func TestRecordedAtDoesNotRunBackwardsWhenALeadersClockDoes(t *testing.T) {
	r := newRelay(t, esdbservertest.Start(t, memstore.New()))
	start := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	r.send = func(_ int, resp *streams.ReadResp) error {
		if e := resp.GetEvent().GetEvent(); e != nil {
			at := start.Add(time.Duration(e.StreamRevision) * time.Second)
			if e.StreamRevision >= 5 {
				at = at.Add(-3 * time.Second)
			}
			e.Metadata["created"] = strconv.FormatInt(at.UnixNano()/100, 10)
		}
		return nil
	}
	s := connect(t, r.start(t, nil)).Log()
	receipts := mustAppend(t, s, "test-1", event.NoStream, facts("a", 10)...)
	check := func(name string, from int, seq func(func(event.RawRecorded, error) bool)) {
		var last time.Time
		n := from
		for r, err := range seq {
			if err != nil {
				t.Fatal(err)
			}
			if r.RecordedAt.Before(last) || n == 5 && r.RecordedAt != start.Add(4*time.Second) {
				t.Errorf("%s: event %d was recorded at %v, after %v", name, n, r.RecordedAt, last)
			}
			last = r.RecordedAt
			if n++; n == 10 {
				break
			}
		}
	}
	check("Stream", 0, s.Stream(within(t), "test-1", 0))
	check("All", 0, s.All(within(t), 0))
	check("Follow", 0, s.Follow(within(t), 0))
	check("All after the one before", 5, s.All(within(t), receipts[4].Position))
	check("Follow after the one before", 5, s.Follow(within(t), receipts[4].Position))
}

// The client panics at a message that it does not expect, and at one without content.
func TestAPanicOfTheClientEndsNobody(t *testing.T) {
	for name, broken := range map[string]*streams.ReadResp{
		"a checkpoint where none belongs": {Content: &streams.ReadResp_Checkpoint_{Checkpoint: &streams.ReadResp_Checkpoint{}}},
		"an empty message":                {},
		"an event without an event":       {Content: &streams.ReadResp_Event{Event: &streams.ReadResp_ReadEvent{}}},
	} {
		t.Run(name, func(t *testing.T) {
			upstream := esdbservertest.Start(t, memstore.New())
			past := connect(t, upstream).Log()
			mustAppend(t, past, "test-1", event.NoStream, facts("a", 5)...)
			r := newRelay(t, upstream)
			var at atomic.Int64
			r.send = func(n int, resp *streams.ReadResp) error {
				if n == 2 && at.Add(1) == 1 {
					resp.Content = broken.Content
				}
				return nil
			}
			s := connect(t, r.start(t, nil)).Log()
			if got := read(t, s, 0); !slices.Equal(got, read(t, past, 0)) {
				t.Errorf("read %q", got)
			}
			mustAppend(t, s, "test-1", 4, fact("b"))
		})
	}
}

func TestASlowConsumerLetsTheServerWait(t *testing.T) {
	upstream := esdbservertest.Start(t, memstore.New())
	r, sent := counted(t, upstream)
	past := connect(t, upstream).Log()
	const each, streamsOfThem = 1000, 8
	for i := range streamsOfThem {
		events := facts(fmt.Sprint(i, "-"), each)
		for j := range events {
			events[j].Data = append(append([]byte(`"`), make([]byte, 500)...), '"')
		}
		mustAppend(t, past, fmt.Sprint("test-", i), event.NoStream, events...)
	}
	s := connect(t, r.start(t, nil)).Log()
	n := 0
	for _, err := range s.Follow(within(t), 0) {
		if err != nil {
			t.Fatalf("after %d events: %v", n, err)
		}
		if n++; n == 1 {
			_ = read(t, past, 0) // for a while
			if ahead := sent.Load(); ahead > 6000 {
				t.Errorf("%d events were sent to a consumer who has taken one", ahead)
			}
		}
		if n == each*streamsOfThem {
			break
		}
	}
}
