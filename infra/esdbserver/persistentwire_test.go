package esdbserver_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
)

func TestCorrelatedEventsGoToOneConsumer(t *testing.T) {
	store := memstore.New()
	target := esdbservertest.Start(t, store)
	c := client(t, target)
	events := data(0, 40)
	for i := range events {
		events[i].Metadata = fmt.Appendf(nil, `{"$correlationId":"c%d"}`, i%4)
	}
	service, ctx := wireClient(t, target), deadline(t)
	_, err := service.Create(ctx, &persistent.CreateReq{Options: &persistent.CreateReq_Options{
		GroupName: group, Settings: wireSettings("PinnedByCorrelation"),
		StreamOption: &persistent.CreateReq_Options_Stream{Stream: &persistent.CreateReq_StreamOptions{
			StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte("lamp")},
		}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	type received struct {
		by    int
		sub   *esdb.PersistentSubscription
		event *esdb.ResolvedEvent
	}
	got := make(chan received, len(events))
	for n := range 3 {
		sub := consume(t, c, "lamp")
		go func() {
			for e := sub.Recv(); e.EventAppeared != nil; e = sub.Recv() {
				got <- received{n, sub, e.EventAppeared.Event}
			}
		}()
	}
	write(t, c, "lamp", esdb.NoStream{}, events...)
	owners := map[string][]int{}
	for range events {
		select {
		case r := <-got:
			correlation := string(r.event.Event.UserMetadata)
			owners[correlation] = append(owners[correlation], r.by)
			if err := r.sub.Ack(r.event); err != nil {
				t.Fatal(err)
			}
		case <-ctx.Done():
			t.Fatalf("only %v came", owners)
		}
	}
	for correlation, consumers := range owners {
		if len(owners) != 4 || len(slices.Compact(consumers)) != 1 {
			t.Errorf("what has %s went to %v", correlation, consumers)
		}
	}
}

func wireSettings(strategy string) *persistent.CreateReq_Settings {
	return &persistent.CreateReq_Settings{
		ConsumerStrategy: strategy, MaxRetryCount: 1, MinCheckpointCount: 1, MaxCheckpointCount: 10,
		LiveBufferSize: 10, ReadBatchSize: 5, HistoryBufferSize: 10,
		MessageTimeout:  &persistent.CreateReq_Settings_MessageTimeoutTicks{MessageTimeoutTicks: 1<<63 - 1},
		CheckpointAfter: &persistent.CreateReq_Settings_CheckpointAfterTicks{CheckpointAfterTicks: 10_000_000},
	}
}

// wireClient speaks the protocol, as clients do that are older or odder than this one.
func wireClient(t testing.TB, connectionString string) persistent.PersistentSubscriptionsClient {
	t.Helper()
	address, _, _ := strings.Cut(strings.TrimPrefix(connectionString, "esdb://"), "?")
	conn, err := grpc.NewClient("passthrough:///"+address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return persistent.NewPersistentSubscriptionsClient(conn)
}

func TestFaultsOfGroupsComeWithTheirTrailers(t *testing.T) {
	target := esdbservertest.Start(t, memstore.New())
	c, service, ctx := client(t, target), wireClient(t, target), deadline(t)
	createGroup(t, c, "lamp", func(s *esdb.PersistentSubscriptionSettings) { s.MaxSubscriberCount = 1 })
	consume(t, c, "lamp")
	lamp := &shared.StreamIdentifier{StreamName: []byte("lamp")}
	read := func(group string, trailer *metadata.MD, more ...*persistent.ReadReq) error {
		call, err := service.Read(ctx)
		if err != nil {
			return err
		}
		first := &persistent.ReadReq_Options{
			StreamOption: &persistent.ReadReq_Options_StreamIdentifier{StreamIdentifier: lamp}, GroupName: group, BufferSize: 1,
		}
		for _, req := range append([]*persistent.ReadReq{{Content: &persistent.ReadReq_Options_{Options: first}}}, more...) {
			_ = call.Send(req)
		}
		for err == nil {
			_, err = call.Recv()
		}
		*trailer = call.Trailer()
		return err
	}
	for name, c := range map[string]struct {
		code      codes.Code
		exception string
		call      func(trailer *metadata.MD) error
	}{
		"create twice": {codes.AlreadyExists, "persistent-subscription-exists", func(md *metadata.MD) error {
			_, err := service.Create(ctx, &persistent.CreateReq{Options: &persistent.CreateReq_Options{
				StreamIdentifier: lamp, GroupName: group, Settings: wireSettings("Pinned"), //nolint:staticcheck // as older clients do
			}}, grpc.Trailer(md))
			return err
		}},
		"read what is not there": {codes.NotFound, "persistent-subscription-does-not-exist", func(md *metadata.MD) error { return read("others", md) }},
		"one consumer too many":  {codes.FailedPrecondition, "maximum-subscribers-reached", func(md *metadata.MD) error { return read(group, md) }},
		"list what is not there": {codes.NotFound, "persistent-subscription-does-not-exist", func(md *metadata.MD) error {
			_, err := service.List(ctx, &persistent.ListReq{Options: &persistent.ListReq_Options{ListOption: &persistent.ListReq_Options_ListForStream{
				ListForStream: &persistent.ListReq_StreamOption{StreamOption: &persistent.ListReq_StreamOption_All{All: &shared.Empty{}}},
			}}}, grpc.Trailer(md))
			return err
		}},
		"a rule is broken": {codes.InvalidArgument, "", func(md *metadata.MD) error {
			_, err := service.Create(ctx, &persistent.CreateReq{Options: &persistent.CreateReq_Options{
				StreamIdentifier: lamp, GroupName: "odd", Settings: wireSettings("Loudest"), //nolint:staticcheck // as older clients do
			}}, grpc.Trailer(md))
			return err
		}},
		"a regular expression that is none": {codes.InvalidArgument, "", func(md *metadata.MD) error {
			_, err := service.Create(ctx, &persistent.CreateReq{Options: &persistent.CreateReq_Options{
				GroupName: "odd", Settings: wireSettings("Pinned"), StreamOption: &persistent.CreateReq_Options_All{All: &persistent.CreateReq_AllOptions{
					FilterOption: &persistent.CreateReq_AllOptions_Filter{Filter: &persistent.CreateReq_AllOptions_FilterOptions{
						Filter: &persistent.CreateReq_AllOptions_FilterOptions_EventType{EventType: &persistent.CreateReq_AllOptions_FilterOptions_Expression{Regex: "("}},
					}},
				}},
			}}, grpc.Trailer(md))
			return err
		}},
		"nothing is asked": {codes.InvalidArgument, "", func(md *metadata.MD) error {
			_, err := service.Delete(ctx, &persistent.DeleteReq{}, grpc.Trailer(md))
			return err
		}},
	} {
		var trailer metadata.MD
		err := c.call(&trailer)
		if got := status.Code(err); got != c.code {
			t.Errorf("%s: %v, not %v: %v", name, got, c.code, err)
		}
		if got := strings.Join(trailer.Get("exception"), ""); got != c.exception {
			t.Errorf("%s: exception %q, not %q", name, got, c.exception)
		}
		if c.exception != "" && len(trailer.Get("stream-name"))+len(trailer.Get("group-name")) != 2 {
			t.Errorf("%s: trailers %v", name, trailer)
		}
	}
}
