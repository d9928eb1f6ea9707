package esdbserver

import (
	"context"
	"log/slog"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/connectivity"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/test/bufconn"

	"soin/infra/memstore"
	"soin/infra/problem"
)

// inMemory is a connection in memory to a server, for a clock of its own. The client asks for
// a sign of life each ten seconds.
func inMemory(t *testing.T) (conn *grpc.ClientConn, end func()) {
	t.Helper()
	listener := bufconn.Listen(1 << 16)
	store, books := memstore.New(), memstore.New()
	server := newServer(listener, Config{
		Store: store, Books: books, Writer: NewRaw(store, books), Problems: problem.Reporter{Log: slog.New(slog.DiscardHandler)},
	})
	done := make(chan error, 1)
	go func() { done <- server.Run(context.Background()) }()
	conn, err := grpc.NewClient("passthrough:///server", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: 10 * time.Second, Timeout: time.Second, PermitWithoutStream: true}))
	if err != nil {
		t.Fatal(err)
	}
	return conn, func() {
		_ = conn.Close()
		_ = server.Close()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// stays reports whether a connection is kept for so long.
func stays(conn *grpc.ClientConn, d time.Duration) bool {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	return !conn.WaitForStateChange(ctx, connectivity.Ready)
}

func TestAPingEachTenSecondsIsTakenAlsoWithoutCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn, end := inMemory(t)
		defer end()
		if _, err := gossip.NewGossipClient(conn).Read(context.Background(), &shared.Empty{}); err != nil {
			t.Fatal(err)
		}
		if !stays(conn, idleAfter-time.Second) {
			t.Errorf("the connection is %s", conn.GetState())
		}
	})
}

func TestAConnectionWithoutCallsEndsAndIsMadeAgainForTheNextOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn, end := inMemory(t)
		defer end()
		api := gossip.NewGossipClient(conn)
		if _, err := api.Read(context.Background(), &shared.Empty{}); err != nil {
			t.Fatal(err)
		}
		if stays(conn, idleAfter+time.Minute) {
			t.Error("the connection is still there")
		}
		if _, err := api.Read(context.Background(), &shared.Empty{}); err != nil {
			t.Errorf("the next call: %v", err)
		}
	})
}

func TestASubscriptionKeepsItsConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn, end := inMemory(t)
		defer end()
		call, err := streams.NewStreamsClient(conn).Read(t.Context(), &streams.ReadReq{Options: &streams.ReadReq_Options{
			StreamOption: &streams.ReadReq_Options_All{}, CountOption: &streams.ReadReq_Options_Subscription{},
		}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := call.Recv(); err != nil {
			t.Fatal(err)
		}
		if !stays(conn, 10*idleAfter) {
			t.Errorf("the connection is %s", conn.GetState())
		}
	})
}
