// Package cursor keeps where consumer groups stand in a log, durably, and sees that one
// process at a time moves a cursor.
//
// It promises:
//
//   - A cursor that was saved is there after a crash. What was done since the last save is
//     done again, never skipped: saves are batched, so that no message waits for a disk.
//   - A cursor has one holder. Within a process the others stand by and take over in the
//     order they came, as soon as it is released. A holder in another process that has died
//     is replaced when it has not renewed its claim for the length of a lease, which each
//     process measures on its own clock: clocks need not agree, but must run equally fast.
//   - Claims are fenced: a holder that was replaced cannot save any more, however late its
//     write arrives, and learns of it. One that cannot reach the table for the length of
//     its lease counts itself as replaced.
//
// [Table] is the port to where cursors are kept; package cursortest is its contract.
package cursor

import (
	"context"
	"errors"

	"soin/domain/event"
)

// Record is what is kept of a cursor.
type Record struct {
	Position event.Position // everything up to here is done
	Holder   string         // a random word of who holds it, empty when nobody does
}

// Version is that of a record, and another one after each change. Zero stands for no record.
type Version uint64

// ErrMoved says that a record is not of the expected version any more. Nothing was written.
var ErrMoved = errors.New("the cursor was moved by another process")

// Table keeps one record for each name. A change is durable when it returns. An error other
// than [ErrMoved] leaves open whether the change was made.
type Table interface {
	// Load gives a record and its version, zero where there is none.
	Load(ctx context.Context, name string) (Record, Version, error)
	// Swap replaces a record of a version, or makes the first one, and gives the new version.
	Swap(ctx context.Context, name string, was Version, r Record) (Version, error)
}
