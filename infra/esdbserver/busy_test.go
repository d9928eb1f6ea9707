package esdbserver_test

import (
	"context"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/persistent"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/memstore"
)

// The drain itself fails the test when a call outlasts it.
func TestACallOfWhichNotAllIsSaidDoesNotHoldUpTheStop(t *testing.T) {
	for name, begin := range map[string]func(context.Context, *grpc.ClientConn) (grpc.ClientStream, error){
		"append": func(ctx context.Context, conn *grpc.ClientConn) (grpc.ClientStream, error) {
			return streams.NewStreamsClient(conn).Append(ctx)
		},
		"append that is half said": func(ctx context.Context, conn *grpc.ClientConn) (grpc.ClientStream, error) {
			call, err := streams.NewStreamsClient(conn).Append(ctx)
			if err != nil {
				return nil, err
			}
			return call, call.Send(&streams.AppendReq{Content: &streams.AppendReq_Options_{Options: &streams.AppendReq_Options{
				StreamIdentifier:       &shared.StreamIdentifier{StreamName: []byte("s-2")},
				ExpectedStreamRevision: &streams.AppendReq_Options_Any{Any: &shared.Empty{}},
			}}})
		},
		"persistent subscription": func(ctx context.Context, conn *grpc.ClientConn) (grpc.ClientStream, error) {
			return persistent.NewPersistentSubscriptionsClient(conn).Read(ctx)
		},
	} {
		t.Run(name, func(t *testing.T) {
			server := esdbservertest.New(t, memstore.New())
			conn := dial(t, server)
			idle, err := begin(deadline(t), conn)
			if err != nil {
				t.Fatal(err)
			}
			// Calls of a connection begin in order: when this one is answered, that one has begun.
			another, err := streams.NewStreamsClient(conn).BatchAppend(deadline(t))
			if err != nil {
				t.Fatal(err)
			}
			exchange(t, another, batchOf("s-1", 1))
			drained := make(chan struct{})
			go func() { defer close(drained); server.Drain() }()
			if err := idle.RecvMsg(&streams.AppendResp{}); status.Code(err) != codes.Unavailable {
				t.Errorf("it ends with %v", err)
			}
			<-drained
		})
	}
}
