package memstore_test

import (
	"testing"

	"go.uber.org/goleak"

	"soin/domain/event"
	"soin/domain/event/storetest"
	"soin/infra/memstore"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestKeepsTheContractOfAStore(t *testing.T) {
	storetest.Run(t, func(*testing.T) event.Store { return memstore.New() })
}
