package sqlitestore_test

import (
	"context"
	"errors"
	"testing"

	"soin/infra/sqlitestore"
)

func TestCheckFindsAnEventOutOfItsPlace(t *testing.T) {
	for name, change := range map[string]string{
		"a gap in a stream":      "UPDATE events SET revision = revision + 1 WHERE position = (SELECT max(position) FROM events WHERE stream = 2)",
		"a gap in the log":       "DELETE FROM events WHERE position = 10",
		"time running backwards": "UPDATE events SET recorded_at = recorded_at - 1000000000000 WHERE position = 50",
		"another payload":        "UPDATE events SET data = CAST(data || ' ' AS BLOB) WHERE position = 50",
		"another id":             "UPDATE events SET mark = mark + 1 WHERE position = 50",
		"another stream's name":  "UPDATE streams SET name = name || '1' WHERE id = 3",
		"a deleted stream":       "UPDATE streams SET deleted = 1 WHERE id = 2",
		"a missing kind":         "DELETE FROM kinds WHERE id = 2",
		"a forgotten deletion":   "UPDATE highwater SET gone = 3",
	} {
		t.Run(name, func(t *testing.T) {
			path, _ := sample(t, 40)
			sound(t, path)
			alter(t, path, change)
			report, err := sqlitestore.Check(t.Context(), path)
			if err != nil || len(report.Problems) == 0 {
				t.Errorf("%v, %+v", err, report)
			}
		})
	}
}

func TestCheckEndsWithItsContext(t *testing.T) {
	path, _ := sample(t, 20)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := sqlitestore.Check(ctx, path); !errors.Is(err, context.Canceled) {
		t.Errorf("check: %v", err)
	}
}
