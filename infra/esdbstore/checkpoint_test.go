package esdbstore_test

import (
	"context"
	"iter"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"soin/domain/event"
	"soin/infra/esdbstore"
)

type features struct {
	serverfeatures.UnimplementedServerFeaturesServer
}

func (features) GetSupportedMethods(context.Context, *shared.Empty) (*serverfeatures.SupportedMethods, error) {
	return &serverfeatures.SupportedMethods{EventStoreServerVersion: "24.10.0"}, nil
}

// kurrent is a server that sends what KurrentDB's Enumerator.AllSubscriptionFiltered sends when a page of
// catch-up ended exactly at the last record: a checkpoint (end of the last record, 0), caught
// up, and then the next record, which stands exactly there.
type kurrent struct {
	streams.UnimplementedStreamsServer
	stream    string // of all its events
	dropAfter bool   // the connection is lost after the checkpoint; the client resumes
	calls     int
}

// edge is where one record ends and the next one is written.
const edge = 5000

func at(stream string, pos uint64) *streams.ReadResp {
	return &streams.ReadResp{Content: &streams.ReadResp_Event{Event: &streams.ReadResp_ReadEvent{
		Event: &streams.ReadResp_ReadEvent_RecordedEvent{
			Id:               &shared.UUID{Value: &shared.UUID_String_{String_: "8f6a5f0e-3d7c-4c6b-9f5e-0000000000" + string([]byte{'0' + byte(pos/1000%10), '0'})}},
			StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte(stream)}, StreamRevision: pos / 1000,
			PreparePosition: pos, CommitPosition: pos,
			Metadata: map[string]string{"type": "soin.team.formed.v1", "created": "17000000000000000", "content-type": "application/json"},
			Data:     []byte(`{}`),
		},
		Position: &streams.ReadResp_ReadEvent_CommitPosition{CommitPosition: pos},
	}}}
}

func (f *kurrent) Read(req *streams.ReadReq, call streams.Streams_ReadServer) error {
	o := req.GetOptions()
	if s := o.GetStream(); s != nil {
		return call.Send(&streams.ReadResp{Content: &streams.ReadResp_StreamNotFound_{StreamNotFound: &streams.ReadResp_StreamNotFound{StreamIdentifier: s.GetStreamIdentifier()}}})
	}
	if o.GetSubscription() == nil { // where is the end?
		return call.Send(at(f.stream, 6000))
	}
	send := func(r *streams.ReadResp) { _ = call.Send(r) }
	send(&streams.ReadResp{Content: &streams.ReadResp_Confirmation{Confirmation: &streams.ReadResp_SubscriptionConfirmation{SubscriptionId: "1"}}})
	f.calls++
	if f.calls == 1 {
		send(at(f.stream, 4000))
		send(&streams.ReadResp{Content: &streams.ReadResp_Checkpoint_{Checkpoint: &streams.ReadResp_Checkpoint{CommitPosition: edge, PreparePosition: 0}}})
		if f.dropAfter {
			return status.Error(codes.Unavailable, "gone")
		}
		send(at(f.stream, edge)) // the next record
		send(at(f.stream, 6000))
	} else {
		p := o.GetAll().GetPosition()
		from := [2]uint64{p.GetCommitPosition(), p.GetPreparePosition()}
		for _, pos := range []uint64{4000, edge, 6000} { // exclusive, as the server compares
			if pos > from[0] || pos == from[0] && pos > from[1] {
				send(at(f.stream, pos))
			}
		}
	}
	send(&streams.ReadResp{Content: &streams.ReadResp_CaughtUp_{CaughtUp: &streams.ReadResp_CaughtUp{}}})
	<-call.Context().Done()
	return nil
}

// server serves the fake, and is a cluster on it.
func (f *kurrent) server(t *testing.T) *esdbstore.Cluster {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	streams.RegisterStreamsServer(server, f)
	serverfeatures.RegisterServerFeaturesServer(server, features{})
	go server.Serve(listener)
	t.Cleanup(server.Stop)
	return connect(t, "esdb://"+listener.Addr().String()+"?tls=false")
}

func TestACheckpointBehindTheLastRecordHidesNotTheNextOne(t *testing.T) {
	type reading = func(context.Context, event.Position) iter.Seq2[event.RawRecorded, error]
	for name, c := range map[string]struct {
		stream string
		of     func(*esdbstore.Cluster) reading
	}{
		"following the log": {"team-1", func(c *esdbstore.Cluster) reading { return c.Log().Follow }},
		"following a space": {"soin.x:team-1", func(c *esdbstore.Cluster) reading { return c.Space("x").Follow }},
		"reading a space":   {"soin.x:team-1", func(c *esdbstore.Cluster) reading { return c.Space("x").All }},
	} {
		for when, drop := range map[string]bool{"on the same subscription": false, "on the next one": true} {
			t.Run(name+" "+when, func(t *testing.T) {
				f := &kurrent{stream: c.stream, dropAfter: drop}
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
				defer cancel()
				var got []event.Position
				for r, err := range c.of(f.server(t))(ctx, 0) {
					if err != nil {
						t.Fatalf("after %v: %v", got, err)
					}
					if got = append(got, r.Position); r.Position == 6000 {
						break
					}
				}
				if want := []event.Position{4000, edge, 6000}; !slices.Equal(got, want) {
					t.Errorf("got %v, want %v", got, want)
				}
			})
		}
	}
}
