package sqlitestore

import (
	"time"

	"zombiezen.com/go/sqlite"

	"soin/domain/event"
)

// A chunk is what one short read transaction reads: so many events, or so many bytes of
// payload if that comes first.
const (
	chunkEvents = 512
	chunkBytes  = 1 << 20
)

// chunk is a piece of a sequence. Its memory is used again, but for that of payloads
// and ids, which go to the reader for good.
type chunk struct {
	events []event.RawRecorded
	refs   []ref // of events
	ids    []byte
	block  []byte // the unused rest of what payloads are cut from
	size   int    // bytes of payload
	// scratch space for seals
	scratch []byte
}

// ref is what an event refers to, to be looked up when the chunk is complete.
type ref struct {
	stream, kind int64
	seal         uint32
	idEnd        int // in ids
}

// The columns of an event, in the order chunk.add expects.
const eventColumns = `e.position, e.stream, e.revision, e.kind, e.occurred_at, e.recorded_at, e.seal, e.id, e.data`

func (c *chunk) reset() {
	c.events, c.refs, c.ids, c.size = c.events[:0], c.refs[:0], c.ids[:0], 0
}

func (c *chunk) full() bool { return len(c.events) >= chunkEvents || c.size >= chunkBytes }

func (c *chunk) last() *event.RawRecorded { return &c.events[len(c.events)-1] }

// add takes the row a statement stands on.
func (c *chunk) add(stmt *sqlite.Stmt) {
	c.ids = column(c.ids, stmt, 7)
	c.events = append(c.events, event.RawRecorded{
		Raw: event.Raw{
			Envelope: event.Envelope{Time: instant(stmt.ColumnInt64(4))},
			Data:     c.payload(stmt, 8),
		},
		Place: event.Place{
			Revision:   event.Revision(stmt.ColumnInt64(2)),
			Position:   event.Position(stmt.ColumnInt64(0)),
			RecordedAt: instant(stmt.ColumnInt64(5)),
		},
	})
	c.refs = append(c.refs, ref{stmt.ColumnInt64(1), stmt.ColumnInt64(3), uint32(stmt.ColumnInt64(6)), len(c.ids)})
}

// payload cuts a payload from a block that neighbouring events share: one allocation
// for many. Blocks are small at first, for the many streams that are short.
func (c *chunk) payload(stmt *sqlite.Stmt, i int) []byte {
	n := stmt.ColumnLen(i)
	if n > cap(c.block) {
		c.block = make([]byte, max(n, min(4096+4*c.size, chunkBytes/8)))
	}
	data := c.block[:n:n]
	c.block = c.block[n:cap(c.block)]
	stmt.ColumnBytes(i, data)
	c.size += n
	return data
}

// cut drops the events from i on.
func (c *chunk) cut(i int) { c.events, c.refs = c.events[:i], c.refs[:i] }

// instant is a stored time.
func instant(nanoseconds int64) time.Time { return time.Unix(0, nanoseconds).UTC() }
