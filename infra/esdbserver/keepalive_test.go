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
	"google.golang.org/grpc"
	"google.golang.org/grpc/connectivity"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/test/bufconn"

	"soin/infra/memstore"
	"soin/infra/problem"
)

// On a clock of its own, over a connection in memory.
func TestAPingEachTenSecondsIsTakenAlsoWithoutCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
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
		if _, err := gossip.NewGossipClient(conn).Read(context.Background(), &shared.Empty{}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
		defer cancel()
		if conn.WaitForStateChange(ctx, connectivity.Ready) {
			t.Errorf("the connection is %s", conn.GetState())
		}
		_ = conn.Close()
		_ = server.Close()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}
