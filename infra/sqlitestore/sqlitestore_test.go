package sqlitestore_test

import (
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"

	"soin/domain/event"
	"soin/domain/event/storetest"
	"soin/infra/sqlitestore"
)

// The test binary is also the process that is killed: see TestKilledLosesNothing.
func TestMain(m *testing.M) {
	if path := os.Getenv(writerAt); path != "" {
		writeUntilKilled(path)
	}
	goleak.VerifyTestMain(m)
}

func TestKeepsTheContractOfAStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) event.Store { return open(t, t.TempDir()) })
}

func TestKeepsTheContractAcrossRestarts(t *testing.T) {
	storetest.RunDurable(t, func(t *testing.T) func() event.Store {
		dir := t.TempDir()
		return func() event.Store { return open(t, dir) }
	})
}

func open(t testing.TB, path string) *sqlitestore.Store {
	t.Helper()
	s, err := sqlitestore.Open(path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}
