package esdbstore_test

import (
	"context"
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
	dropAfter bool // the connection is lost after the checkpoint; the client resumes
	calls     int
}

// edge is where one record ends and the next one is written.
const edge = 5000

func at(pos uint64) *streams.ReadResp {
	return &streams.ReadResp{Content: &streams.ReadResp_Event{Event: &streams.ReadResp_ReadEvent{
		Event: &streams.ReadResp_ReadEvent_RecordedEvent{
			Id:               &shared.UUID{Value: &shared.UUID_String_{String_: "8f6a5f0e-3d7c-4c6b-9f5e-0000000000" + string([]byte{'0' + byte(pos/1000%10), '0'})}},
			StreamIdentifier: &shared.StreamIdentifier{StreamName: []byte("team-1")}, StreamRevision: pos / 1000,
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
	if o.GetSubscription() == nil {
		return nil
	}
	send := func(r *streams.ReadResp) { _ = call.Send(r) }
	send(&streams.ReadResp{Content: &streams.ReadResp_Confirmation{Confirmation: &streams.ReadResp_SubscriptionConfirmation{SubscriptionId: "1"}}})
	f.calls++
	if f.calls == 1 {
		send(at(4000))
		send(&streams.ReadResp{Content: &streams.ReadResp_Checkpoint_{Checkpoint: &streams.ReadResp_Checkpoint{CommitPosition: edge, PreparePosition: 0}}})
		send(&streams.ReadResp{Content: &streams.ReadResp_CaughtUp_{CaughtUp: &streams.ReadResp_CaughtUp{}}})
		if f.dropAfter {
			return status.Error(codes.Unavailable, "gone")
		}
		send(at(edge)) // the next record
		send(at(6000))
	} else {
		p := o.GetAll().GetPosition()
		from := [2]uint64{p.GetCommitPosition(), p.GetPreparePosition()}
		for _, pos := range []uint64{4000, edge, 6000} { // exclusive, as the server compares
			if pos > from[0] || pos == from[0] && pos > from[1] {
				send(at(pos))
			}
		}
	}
	<-call.Context().Done()
	return nil
}

func TestACheckpointBehindTheLastRecordHidesNotTheNextOne(t *testing.T) {
	for name, drop := range map[string]bool{"on the same subscription": false, "on the next one": true} {
		t.Run(name, func(t *testing.T) {
			listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			server := grpc.NewServer()
			streams.RegisterStreamsServer(server, &kurrent{dropAfter: drop})
			serverfeatures.RegisterServerFeaturesServer(server, features{})
			go server.Serve(listener)
			t.Cleanup(server.Stop)
			cluster := connect(t, "esdb://"+listener.Addr().String()+"?tls=false")
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			var got []event.Position
			for r, err := range cluster.Log().Follow(ctx, 0) {
				if err != nil {
					t.Fatal(err)
				}
				if got = append(got, r.Position); r.Position == 6000 {
					break
				}
			}
			if want := []event.Position{4000, edge, 6000}; !slices.Equal(got, want) {
				t.Errorf("followed %v, want %v", got, want)
			}
		})
	}
}
