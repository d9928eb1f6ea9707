package event

import (
	"context"
	"iter"
)

// Store is the port to a technology that keeps events. It deals in bytes and knows
// no catalog. Package storetest holds the contract in executable form; in words:
//
//   - Append stores all of the events or none, durably, before it returns. Events
//     that the stream already holds under the same (source, id) with the same bytes
//     are acknowledged at their original place and set aside; what remains must meet
//     the expected revision or a [*WrongRevisionError] comes back. The same id with
//     other bytes is an [*IDTakenError]. Nothing left to append meets every expectation.
//   - Positions rise strictly in the order in which appends became visible: a reader
//     that has seen position p never later finds an event before p.
//   - A sequence that fails yields its error once, last. A cancelled context ends a
//     sequence with the context's error.
//   - All methods may be called from many goroutines at once.
type Store interface {
	// Append stores events at the end of stream and returns one receipt for each.
	Append(ctx context.Context, stream string, expected Revision, events []Raw) ([]Receipt, error)
	// Stream reads one stream from a revision on, up to its present end.
	Stream(ctx context.Context, stream string, from Revision) iter.Seq2[RawRecorded, error]
	// All reads everything after a position, up to the present end.
	All(ctx context.Context, after Position) iter.Seq2[RawRecorded, error]
	// Follow reads everything after a position and then waits for more, until ctx ends
	// or the store is closed.
	Follow(ctx context.Context, after Position) iter.Seq2[RawRecorded, error]
	// Head is the position of the last event, zero for an empty log.
	Head(ctx context.Context) (Position, error)
	// Delete removes a stream and its events for ever. It exists for ballot boxes, which
	// are no part of the audited history. Expected may be Any, StreamExists or exact.
	Delete(ctx context.Context, stream string, expected Revision) error
	// Close ends every sequence and releases the store. Acknowledged appends stay.
	Close() error
}
