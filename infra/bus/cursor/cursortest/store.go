package cursortest

import (
	"context"

	"soin/domain/event"
)

// Store makes any store one of cursors, for a test: it forgets nothing.
type Store struct{ event.Store }

// Keep does nothing.
func (Store) Keep(context.Context, string, int) error { return nil }
