package esdbstore_test

import (
	"log/slog"
	"testing"
	"time"

	"go.uber.org/goleak"

	"soin/domain/event"
	"soin/domain/event/storetest"
	"soin/infra/esdbserver/esdbservertest"
	"soin/infra/esdbstore"
	"soin/infra/memstore"
	"soin/infra/sqlitestore"
)

// The client forgets to close a connection that is lost while another call asks for one; what
// stays of it are goroutines that wait. A client that we forgot would be seen by its others.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("google.golang.org/grpc/internal/grpcsync.(*CallbackSerializer).run"))
}

// connect is a cluster that is closed when the test ends.
func connect(t testing.TB, connection string) *esdbstore.Cluster {
	t.Helper()
	c, err := esdbstore.Connect(connection, slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// onDisk is a log in a file.
func onDisk(t testing.TB) event.Store {
	t.Helper()
	s, err := sqlitestore.Open(t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestKeepsTheContractOfAStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) event.Store {
		return connect(t, esdbservertest.Start(t, memstore.New())).Log()
	})
}

func TestKeepsTheContractOfAStoreOverAFile(t *testing.T) {
	storetest.Run(t, func(t *testing.T) event.Store {
		return connect(t, esdbservertest.Start(t, onDisk(t))).Log()
	})
}

func TestASpaceKeepsTheContractOfAStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) event.Store {
		return connect(t, esdbservertest.Start(t, memstore.New())).Space("parked")
	})
}

func TestKeepsTheContractAcrossRestarts(t *testing.T) {
	storetest.RunDurable(t, func(t *testing.T) func() event.Store {
		connection := esdbservertest.Start(t, onDisk(t))
		return func() event.Store { return connect(t, connection).Log() }
	})
}
