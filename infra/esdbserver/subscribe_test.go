package esdbserver_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
)

// next is what comes next from a subscription, in short: a number, "caught up", "checkpoint"
// or "dropped".
func next(s *esdb.Subscription) string {
	switch e := s.Recv(); {
	case e.EventAppeared != nil:
		return string(e.EventAppeared.OriginalEvent().Data)
	case e.CaughtUp != nil:
		return "caught up"
	case e.CheckPointReached != nil:
		return "checkpoint"
	case e.SubscriptionDropped != nil:
		return "dropped: " + status.Code(e.SubscriptionDropped.Error).String()
	}
	return "nothing known"
}

func wantNext(t testing.TB, s *esdb.Subscription, want ...string) {
	t.Helper()
	for i, w := range want {
		if got := next(s); got != w {
			t.Fatalf("word %d is %q, want %q", i+1, got, w)
		}
	}
}

func subscribe(t testing.TB, c *esdb.Client, stream string, from esdb.StreamPosition) *esdb.Subscription {
	t.Helper()
	s, err := c.SubscribeToStream(deadline(t), stream, esdb.SubscribeToStreamOptions{From: from})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func subscribeToAll(t testing.TB, c *esdb.Client, o esdb.SubscribeToAllOptions) *esdb.Subscription {
	t.Helper()
	s, err := c.SubscribeToAll(deadline(t), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestASubscriptionToAStreamCatchesUpAndGoesOn(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		write(t, c, "s-1", esdb.Any{}, data(0, 3)...)
		fromStart := subscribe(t, c, "s-1", esdb.Start{})
		afterFirst := subscribe(t, c, "s-1", esdb.Revision(0))
		fromEnd := subscribe(t, c, "s-1", esdb.End{})
		ofNothing := subscribe(t, c, "s-9", esdb.Start{})
		wantNext(t, fromStart, "0", "1", "2", "caught up")
		wantNext(t, afterFirst, "1", "2", "caught up")
		wantNext(t, fromEnd, "caught up")
		wantNext(t, ofNothing, "caught up")
		write(t, c, "s-2", esdb.Any{}, data(50, 3)...)
		write(t, c, "s-1", esdb.Any{}, data(3, 2)...)
		write(t, c, "s-9", esdb.Any{}, data(9, 1)...)
		for _, s := range []*esdb.Subscription{fromStart, afterFirst, fromEnd} {
			wantNext(t, s, "3", "4")
		}
		wantNext(t, ofNothing, "9")
	})
}

func TestASubscriptionToAllCatchesUpAndGoesOn(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		write(t, c, "s-1", esdb.Any{}, data(0, 2)...)
		write(t, c, "s-2", esdb.Any{}, data(2, 1)...)
		first := readAll(t, c, esdb.Forwards, esdb.Start{}, 1)[0].Event.Position
		fromStart := subscribeToAll(t, c, esdb.SubscribeToAllOptions{From: esdb.Start{}})
		afterFirst := subscribeToAll(t, c, esdb.SubscribeToAllOptions{From: first})
		fromEnd := subscribeToAll(t, c, esdb.SubscribeToAllOptions{From: esdb.End{}})
		wantNext(t, fromStart, "0", "1", "2", "caught up")
		wantNext(t, afterFirst, "1", "2", "caught up")
		wantNext(t, fromEnd, "caught up")
		write(t, c, "s-1", esdb.Any{}, data(3, 1)...)
		for _, s := range []*esdb.Subscription{fromStart, afterFirst, fromEnd} {
			wantNext(t, s, "3")
		}
	})
}

func TestAFilterPassesByStreamAndByType(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		for i, stream := range []string{"cat-1", "dog-1", "cat-2", "$x"} {
			e := data(i, 1)
			e[0].EventType = "of." + stream
			write(t, c, stream, esdb.Any{}, e...)
		}
		for _, q := range []struct {
			filter *esdb.SubscriptionFilter
			want   string
		}{
			{&esdb.SubscriptionFilter{Type: esdb.StreamFilterType, Prefixes: []string{"cat-", "dog-"}}, "0 1 2"},
			{&esdb.SubscriptionFilter{Type: esdb.StreamFilterType, Regex: "-2$"}, "2"},
			{&esdb.SubscriptionFilter{Type: esdb.EventFilterType, Prefixes: []string{"of.dog"}}, "1"},
			{&esdb.SubscriptionFilter{Type: esdb.EventFilterType, Regex: `^of\.[^$]`}, "0 1 2"},
			{&esdb.SubscriptionFilter{Type: esdb.StreamFilterType, Regex: `^[^\$].*`}, "0 1 2"},
		} {
			s := subscribeToAll(t, c, esdb.SubscribeToAllOptions{From: esdb.Start{}, Filter: q.filter})
			wantNext(t, s, append(strings.Fields(q.want), "checkpoint", "caught up")...)
		}
	})
}

func TestAFilteredSubscriptionTellsHowFarItIs(t *testing.T) {
	c := served(t)
	write(t, c, "s-1", esdb.Any{}, data(0, 7)...)
	events := readAll(t, c, esdb.Forwards, esdb.Start{}, 9)
	s := subscribeToAll(t, c, esdb.SubscribeToAllOptions{
		From: esdb.Start{}, MaxSearchWindow: 2, CheckpointInterval: 2,
		Filter: &esdb.SubscriptionFilter{Type: esdb.StreamFilterType, Prefixes: []string{"none"}},
	})
	for _, at := range []int{3, 6} {
		if e := s.Recv(); e.CheckPointReached == nil || *e.CheckPointReached != events[at].Event.Position {
			t.Fatalf("got %+v, want a checkpoint at event %d", e, at)
		}
	}
	wantNext(t, s, "caught up")
	write(t, c, "s-1", esdb.Any{}, data(7, 4)...)
	wantNext(t, s, "checkpoint")
}

func TestWhatIsNoFilterIsRefused(t *testing.T) {
	c := served(t)
	for name, f := range map[string]*esdb.SubscriptionFilter{
		"look-ahead": {Type: esdb.StreamFilterType, Regex: `^(?!\$).*`},
		"long":       {Type: esdb.StreamFilterType, Regex: strings.Repeat("a", 1025)},
		"many":       {Type: esdb.EventFilterType, Prefixes: make([]string, 129)},
		"long one":   {Type: esdb.EventFilterType, Prefixes: []string{strings.Repeat("a", 1025)}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.SubscribeToAll(deadline(t), esdb.SubscribeToAllOptions{Filter: f})
			wantCode(t, err, esdb.ErrorCodeUnknown)
			if !strings.Contains(err.Error(), "filter") {
				t.Errorf("the error says %v", err)
			}
		})
	}
}

func TestNothingIsMissedOrDoubledBetweenCatchingUpAndGoingOn(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		const writers, each = 4, 100
		var all sync.WaitGroup
		for w := range writers {
			all.Go(func() {
				for i := range each {
					_, err := c.AppendToStream(deadline(t), fmt.Sprint("s-", w), esdb.AppendToStreamOptions{}, data(1000*w+i, 1)...)
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		one, log := subscribe(t, c, "s-2", esdb.Start{}), subscribeToAll(t, c, esdb.SubscribeToAllOptions{From: esdb.Start{}})
		all.Go(func() {
			for i := 0; i < each; {
				if got := next(one); got == fmt.Sprint(2000+i) {
					i++
				} else if got != "caught up" {
					t.Errorf("the stream gives %q after %d events", got, i)
					return
				}
			}
		})
		all.Go(func() {
			due := [writers]int{}
			for n := 0; n < writers*each; {
				e := log.Recv()
				if e.EventAppeared == nil {
					if e.CaughtUp == nil {
						t.Errorf("the log gives %+v", e)
						return
					}
					continue
				}
				var w, at int
				fmt.Sscanf(e.EventAppeared.OriginalEvent().StreamID, "s-%d", &w)
				fmt.Sscan(string(e.EventAppeared.OriginalEvent().Data), &at)
				if at != 1000*w+due[w] {
					t.Errorf("the log gives %d of writer %d, want %d", at, w, 1000*w+due[w])
					return
				}
				due[w]++
				n++
			}
		})
		all.Wait()
	})
}

func TestASubscriptionEndsWithItsStream(t *testing.T) {
	c := served(t)
	write(t, c, "s-1", esdb.Any{}, data(0, 1)...)
	s := subscribe(t, c, "s-1", esdb.Start{})
	wantNext(t, s, "0", "caught up")
	if _, err := c.TombstoneStream(deadline(t), "s-1", esdb.TombstoneStreamOptions{}); err != nil {
		t.Fatal(err)
	}
	wantNext(t, s, "dropped: "+codes.FailedPrecondition.String())
}

func TestASubscriptionEndsWithItsStore(t *testing.T) {
	store := memstore.New()
	c := client(t, esdbservertest.Start(t, store))
	one, log := subscribe(t, c, "s-1", esdb.Start{}), subscribeToAll(t, c, esdb.SubscribeToAllOptions{})
	wantNext(t, one, "caught up")
	wantNext(t, log, "caught up")
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	wantNext(t, one, "dropped: "+codes.Unavailable.String())
	wantNext(t, log, "dropped: "+codes.Unavailable.String())
}

func TestAStopEndsSubscriptionsAndAnswersTheRest(t *testing.T) {
	server := esdbservertest.New(t, memstore.New())
	c := client(t, server.ConnectionString())
	write(t, c, "s-1", esdb.Any{}, data(0, 1)...)
	one, log := subscribe(t, c, "s-1", esdb.End{}), subscribeToAll(t, c, esdb.SubscribeToAllOptions{From: esdb.End{}})
	wantNext(t, one, "caught up")
	wantNext(t, log, "caught up")
	server.Drain()
	wantNext(t, one, "dropped: "+codes.Unavailable.String())
	wantNext(t, log, "dropped: "+codes.Unavailable.String())
	server.Start()
	again := client(t, server.ConnectionString())
	wantNumbers(t, readStream(t, again, "s-1", esdb.Forwards, esdb.Start{}, 9), "0")
}

func TestASlowSubscriberStallsItselfAloneAndMissesNothing(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		slow := subscribeToAll(t, c, esdb.SubscribeToAllOptions{From: esdb.Start{}})
		slowOne := subscribe(t, c, "s-1", esdb.Start{})
		wantNext(t, slow, "caught up")
		wantNext(t, slowOne, "caught up")
		const rounds, each, size = 20, 10, 32 << 10 // far more than connections hold
		var quick []string
		for round := range rounds {
			events := data(round*each, each)
			for i := range events {
				events[i].Metadata = make([]byte, size)
				quick = append(quick, string(events[i].Data))
			}
			write(t, c, "s-1", esdb.Any{}, events...)
		}
		wantNext(t, subscribe(t, c, "s-1", esdb.Start{}), quick...)
		wantNext(t, slow, quick...)
		wantNext(t, slowOne, quick...)
	})
}
