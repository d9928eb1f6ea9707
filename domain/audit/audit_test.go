package audit_test

import (
	"math"
	"strings"
	"testing"

	"soin/domain/audit"
	"soin/domain/event"
	"soin/domain/event/eventtest"
	"soin/infra/memstore"
)

func given(t *testing.T, history ...event.Event) *eventtest.Scenario {
	t.Helper()
	return eventtest.Given(t, memstore.New(), audit.Context, history...)
}

var root = strings.Repeat("0a", 32)

func checkpointed(size uint64) audit.Checkpointed {
	return audit.Checkpointed{Size: size, Root: root, Signature: "k1:abc"}
}

func TestACheckpointCoversMoreThanTheOneBefore(t *testing.T) {
	given(t).
		When(checkpointed(10)).ThenRecorded().
		When(checkpointed(10)).ThenConflict("at size 10 already").
		When(checkpointed(9)).ThenConflict("covers more").
		When(checkpointed(11)).ThenRecorded().
		When(checkpointed(math.MaxUint64)).ThenRecorded()
}

func TestBoundsOfACheckpoint(t *testing.T) {
	given(t).When(audit.Checkpointed{}).ThenInvalid("size", "root", "signature")
	for _, wrong := range []string{root[2:], root + "00", strings.ToUpper(root), "g" + root[1:]} {
		given(t).When(audit.Checkpointed{Size: 1, Root: wrong, Signature: "s"}).ThenInvalid("root")
	}
	e := checkpointed(1)
	e.Signature = strings.Repeat("s", 1001)
	given(t).When(e).ThenInvalid("signature")
	e.Signature = e.Signature[1:]
	given(t).When(e).ThenRecorded()
}
