package esdbserver_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"soin/infra/esdbserver"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
)

const group = "readers"

func createGroup(t testing.TB, c *esdb.Client, stream string, change ...func(*esdb.PersistentSubscriptionSettings)) {
	t.Helper()
	settings := esdb.SubscriptionSettingsDefault()
	for _, f := range change {
		f(&settings)
	}
	err := c.CreatePersistentSubscription(deadline(t), stream, group, esdb.PersistentStreamSubscriptionOptions{
		StartFrom: esdb.Start{}, Settings: &settings,
	})
	if err != nil {
		t.Fatal(err)
	}
}

func consume(t testing.TB, c *esdb.Client, stream string) *esdb.PersistentSubscription {
	t.Helper()
	sub, err := c.SubscribeToPersistentSubscription(deadline(t), stream, group, esdb.SubscribeToPersistentSubscriptionOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sub.Close() })
	return sub
}

// appeared is the next n events.
func appeared(t testing.TB, sub *esdb.PersistentSubscription, n int) (events []*esdb.ResolvedEvent) {
	t.Helper()
	for range n {
		e := sub.Recv()
		if e.SubscriptionDropped != nil {
			t.Fatalf("after %q: dropped: %v", numbers(events), e.SubscriptionDropped.Error)
		}
		events = append(events, e.EventAppeared.Event)
	}
	return events
}

func groupInfo(t testing.TB, c *esdb.Client, stream string) *esdb.PersistentSubscriptionInfo {
	t.Helper()
	i, err := c.GetPersistentSubscriptionInfo(deadline(t), stream, group, esdb.GetPersistentSubscriptionOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// until waits for what a group tells of itself.
func until(t testing.TB, c *esdb.Client, stream string, right func(*esdb.PersistentSubscriptionInfo) bool) *esdb.PersistentSubscriptionInfo {
	t.Helper()
	for ctx := deadline(t); ; {
		i := groupInfo(t, c, stream)
		if right(i) {
			return i
		}
		if ctx.Err() != nil {
			t.Fatalf("it stays %+v", *i.Stats)
		}
	}
}

func untilParked(t testing.TB, c *esdb.Client, stream string, n int64) {
	t.Helper()
	until(t, c, stream, func(i *esdb.PersistentSubscriptionInfo) bool { return i.Stats.ParkedMessagesCount == n })
}

func untilDone(t testing.TB, c *esdb.Client, stream string, n int64) {
	t.Helper()
	until(t, c, stream, func(i *esdb.PersistentSubscriptionInfo) bool { return i.Stats.TotalItems == n })
}

func TestAGroupGoesOnWhereItWasWhenTheServerStopped(t *testing.T) {
	store, books := memstore.New(), onDisk(t)
	server := esdbservertest.New(t, store, esdbservertest.WithBooks(books))
	c := client(t, server.ConnectionString())
	write(t, c, "lamp", esdb.NoStream{}, data(0, 10)...)
	createGroup(t, c, "lamp")
	sub := consume(t, c, "lamp")
	events := appeared(t, sub, 8)
	if err := sub.Ack(events[:5]...); err != nil {
		t.Fatal(err)
	}
	if err := sub.Nack("broken", esdb.NackActionPark, events[6]); err != nil {
		t.Fatal(err)
	}
	untilParked(t, c, "lamp", 1)
	server.Stop()
	for sub.Recv().SubscriptionDropped == nil {
	}

	c = client(t, esdbservertest.New(t, store, esdbservertest.WithBooks(books)).ConnectionString())
	sub = consume(t, c, "lamp")
	wantNumbers(t, appeared(t, sub, 5), "5 6 7 8 9") // 6 again: the checkpoint stands before 5
	untilParked(t, c, "lamp", 1)
}

func TestParkedEventsCanBeRead(t *testing.T) {
	everyStore(t, func(t *testing.T, c *esdb.Client) {
		write(t, c, "lamp", esdb.NoStream{}, data(0, 4)...)
		createGroup(t, c, "lamp")
		sub := consume(t, c, "lamp")
		events := appeared(t, sub, 4)
		parked := "$persistentsubscription-lamp::" + group + "-parked"
		_, err := tryAll(c.ReadStream(deadline(t), parked, esdb.ReadStreamOptions{}, 10))
		wantCode(t, err, esdb.ErrorCodeResourceNotFound)
		if err := sub.Nack("broken", esdb.NackActionPark, events...); err != nil {
			t.Fatal(err)
		}
		untilParked(t, c, "lamp", 4)
		links := parkedEvents(t, c, parked, false)
		if got := numbers(links); got != "0@lamp 1@lamp 2@lamp 3@lamp" || links[0].Event.EventType != "$>" {
			t.Errorf("parked are %q", got)
		}
		var why struct {
			Reason string
			Added  string
		}
		if err := json.Unmarshal(links[0].Event.UserMetadata, &why); err != nil || why.Reason != "broken" || why.Added == "" {
			t.Errorf("%s: %v", links[0].Event.UserMetadata, err)
		}
		if got := parkedEvents(t, c, parked, true)[2].Event; string(got.Data) != "2" || got.StreamID != "lamp" {
			t.Errorf("the link leads to %q of %q", got.Data, got.StreamID)
		}

		// The first is done, and one in the middle.
		if err := c.ReplayParkedMessages(deadline(t), "lamp", group, esdb.ReplayParkedMessagesOptions{}); err != nil {
			t.Fatal(err)
		}
		again := appeared(t, sub, 4)
		if err := sub.Ack(again[0], again[2]); err != nil {
			t.Fatal(err)
		}
		untilParked(t, c, "lamp", 2)
		wantNumbers(t, parkedEvents(t, c, parked, false), "1@lamp 3@lamp")
		wantNumbers(t, readStream(t, c, parked, esdb.Backwards, esdb.End{}, 10), "3@lamp 1@lamp")
		refused(t, esdb.ErrorCodeAccessDenied, c, parked, esdb.Any{}, data(0, 1)...)
	})
}

func parkedEvents(t testing.TB, c *esdb.Client, stream string, resolve bool) []*esdb.ResolvedEvent {
	t.Helper()
	s, err := c.ReadStream(deadline(t), stream, esdb.ReadStreamOptions{From: esdb.Start{}, ResolveLinkTos: resolve}, 100)
	return all(t, s, err)
}

func TestRefusedEventsComeAgainWithTheirRetriesCounted(t *testing.T) {
	c := served(t)
	write(t, c, "lamp", esdb.NoStream{}, data(0, 1)...)
	createGroup(t, c, "lamp", func(s *esdb.PersistentSubscriptionSettings) { s.MaxRetryCount = 2 })
	sub := consume(t, c, "lamp")
	for try := range 3 {
		e := sub.Recv().EventAppeared
		if e == nil || e.RetryCount != try {
			t.Fatalf("try %d is %+v", try, e)
		}
		if err := sub.Nack("", esdb.NackActionUnknown, e.Event); err != nil {
			t.Fatal(err)
		}
	}
	untilParked(t, c, "lamp", 1)
}

func TestLinksBringAlongWhatTheyLeadTo(t *testing.T) {
	c := served(t)
	write(t, c, "lamp", esdb.NoStream{}, data(0, 2)...)
	link := data(7, 2)
	for i, to := range []string{"1@lamp", "9@lamp"} {
		link[i].EventType, link[i].Data = "$>", []byte(to)
	}
	write(t, c, "links", esdb.NoStream{}, link...)
	createGroup(t, c, "links", func(s *esdb.PersistentSubscriptionSettings) { s.ResolveLinkTos = true })
	sub := consume(t, c, "links")
	events := appeared(t, sub, 2)
	if e := events[0]; string(e.Event.Data) != "1" || e.Link.StreamID != "links" || e.Commit == nil || *e.Commit != e.Link.Position.Commit {
		t.Errorf("got %+v", e)
	}
	if e := events[1]; e.Event != nil || string(e.Link.Data) != "9@lamp" {
		t.Errorf("got %+v", e)
	}
	if err := sub.Ack(events...); err != nil {
		t.Fatal(err)
	}
}

func TestConsumersAreDroppedWithTheirGroup(t *testing.T) {
	c := served(t)
	for name, end := range map[string]func() error{
		"update": func() error {
			settings := esdb.SubscriptionSettingsDefault()
			return c.UpdatePersistentSubscription(deadline(t), "lamp", group, esdb.PersistentStreamSubscriptionOptions{Settings: &settings})
		},
		"delete": func() error {
			return c.DeletePersistentSubscription(deadline(t), "lamp", group, esdb.DeletePersistentSubscriptionOptions{})
		},
		"restart": func() error {
			return c.RestartPersistentSubscriptionSubsystem(deadline(t), esdb.RestartPersistentSubscriptionSubsystemOptions{})
		},
	} {
		_ = c.DeletePersistentSubscription(deadline(t), "lamp", group, esdb.DeletePersistentSubscriptionOptions{})
		createGroup(t, c, "lamp")
		sub := consume(t, c, "lamp")
		if err := end(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		e := sub.Recv()
		if e.SubscriptionDropped == nil || status.Code(e.SubscriptionDropped.Error) != codes.Canceled {
			t.Errorf("%s: got %+v", name, e)
		}
	}
}

func TestStopEndsTheConsumer(t *testing.T) {
	c := served(t)
	write(t, c, "lamp", esdb.NoStream{}, data(0, 1)...)
	createGroup(t, c, "lamp")
	sub := consume(t, c, "lamp")
	if err := sub.Nack("enough", esdb.NackActionStop, appeared(t, sub, 1)...); err != nil {
		t.Fatal(err)
	}
	if e := sub.Recv(); e.SubscriptionDropped == nil {
		t.Errorf("got %+v", e)
	}
	wantNumbers(t, appeared(t, consume(t, c, "lamp"), 1), "0")
}

func TestOneThatLeadsNoMoreLetsConsumersGo(t *testing.T) {
	store, books := memstore.New(), memstore.New()
	one, other := esdbservertest.New(t, store, esdbservertest.WithBooks(books)), esdbservertest.New(t, store, esdbservertest.WithBooks(books))
	lead := func(leader *esdbservertest.Server) {
		nodes := esdbserver.Cluster{Members: []esdbserver.Member{{Address: one.Address()}, {Address: other.Address()}}}
		for i, s := range []*esdbservertest.Server{one, other} {
			nodes.Self, nodes.Members[i].Leader = i, s == leader
		}
		for i, s := range []*esdbservertest.Server{one, other} {
			nodes.Self = i
			s.Server().Join(nodes)
		}
	}
	lead(one)
	c := client(t, one.ConnectionString())
	write(t, c, "lamp", esdb.NoStream{}, data(0, 3)...)
	createGroup(t, c, "lamp")
	sub := consume(t, c, "lamp")
	if err := sub.Ack(appeared(t, sub, 3)[0]); err != nil {
		t.Fatal(err)
	}
	untilDone(t, c, "lamp", 1)
	lead(other)
	if e := sub.Recv(); e.SubscriptionDropped == nil {
		t.Errorf("got %+v", e)
	}
	c2 := client(t, other.ConnectionString())
	sub = consume(t, c2, "lamp")
	events := appeared(t, sub, 2)
	wantNumbers(t, events, "1 2")
	if err := sub.Ack(events...); err != nil {
		t.Fatal(err)
	}
	untilDone(t, c2, "lamp", 2)
	lead(one)
	write(t, client(t, one.ConnectionString()), "lamp", esdb.Any{}, data(3, 1)...)
	wantNumbers(t, appeared(t, consume(t, client(t, one.ConnectionString()), "lamp"), 1), "3")
}

func TestWhoMayDoWhatWithGroups(t *testing.T) {
	server := esdbservertest.New(t, memstore.New(), esdbservertest.WithTLS(), esdbservertest.WithUser("anna", esdbserver.Admin, "changeit"),
		esdbservertest.WithUser("odile", esdbserver.Auditor, "changeit"), esdbservertest.WithUser("paul", esdbserver.Publisher, "changeit"))
	c := client(t, server.ConnectionString())
	createGroup(t, c, "lamp")
	as := func(name string) *esdb.Credentials { return &esdb.Credentials{Login: name, Password: "changeit"} }
	_, err := c.SubscribeToPersistentSubscription(deadline(t), "lamp", group, esdb.SubscribeToPersistentSubscriptionOptions{Authenticated: as("paul")})
	wantCode(t, err, esdb.ErrorCodeAccessDenied)
	_, err = c.ListAllPersistentSubscriptions(deadline(t), esdb.ListPersistentSubscriptionsOptions{Authenticated: as("paul")})
	wantCode(t, err, esdb.ErrorCodeAccessDenied)
	sub, err := c.SubscribeToPersistentSubscription(deadline(t), "lamp", group, esdb.SubscribeToPersistentSubscriptionOptions{Authenticated: as("odile")})
	if err != nil {
		t.Fatal(err)
	}
	defer sub.Close()
	if i := groupInfo(t, c, "lamp"); len(i.Connections) != 1 || i.Connections[0].Username != "odile" || i.Connections[0].AvailableSlots != 10 {
		t.Errorf("connected are %+v", i.Connections)
	}
	err = c.DeletePersistentSubscription(deadline(t), "lamp", group, esdb.DeletePersistentSubscriptionOptions{Authenticated: as("odile")})
	wantCode(t, err, esdb.ErrorCodeAccessDenied)
	err = c.DeletePersistentSubscription(deadline(t), "lamp", group, esdb.DeletePersistentSubscriptionOptions{Authenticated: as("nobody")})
	wantCode(t, err, esdb.ErrorCodeUnauthenticated)
}

func TestAGroupTellsOfItself(t *testing.T) {
	c := served(t)
	write(t, c, "lamp", esdb.NoStream{}, data(0, 5)...)
	settings := esdb.PersistentSubscriptionSettings{
		ResolveLinkTos: true, ExtraStatistics: true, MaxRetryCount: 1, CheckpointLowerBound: 2, CheckpointUpperBound: 3, MaxSubscriberCount: 4,
		LiveBufferSize: 50, ReadBatchSize: 6, HistoryBufferSize: 70, ConsumerStrategyName: esdb.ConsumerStrategyPinned,
		MessageTimeout: 8000, CheckpointAfter: 9000,
	}
	createGroup(t, c, "lamp", func(s *esdb.PersistentSubscriptionSettings) { *s = settings })
	sub := consume(t, c, "lamp")
	if err := sub.Ack(appeared(t, sub, 5)[:3]...); err != nil {
		t.Fatal(err)
	}
	i := until(t, c, "lamp", func(i *esdb.PersistentSubscriptionInfo) bool {
		return i.Stats.LastCheckpointedEventRevision != nil && i.Status == "Live"
	})
	settings.StartFrom = i.Settings.StartFrom
	if *i.Settings != settings || i.Settings.StartFrom != (esdb.Start{}) {
		t.Errorf("set are %+v", i.Settings)
	}
	s := i.Stats
	if *s.LastCheckpointedEventRevision != 2 || *s.LastKnownEventRevision != 4 || s.TotalItems != 3 ||
		s.TotalInFlightMessages != 2 || s.OutstandingMessagesCount != 2 {
		t.Errorf("counted are %+v", *s)
	}
	if n := i.Connections; len(n) != 1 || n[0].InFlightMessages != 2 || n[0].AvailableSlots != 8 || n[0].TotalItemsProcessed != 3 ||
		!slices.ContainsFunc(n[0].ExtraStatistics, func(m esdb.PersistentSubscriptionMeasurement) bool { return m.Key == "Quintile 3" }) {
		t.Errorf("connected are %+v", n)
	}
}
