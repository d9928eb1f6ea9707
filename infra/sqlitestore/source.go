package sqlitestore

import (
	"fmt"

	"zombiezen.com/go/sqlite"

	"soin/domain/event"
)

// source reads the next chunk of a sequence and reports whether more may follow. Each
// call is one statement, so one short read transaction.
type source func(conn *sqlite.Conn, c *chunk) (more bool, err error)

const selectBetween = "SELECT " + eventColumns + `
FROM events e WHERE e.position > ? AND e.position <= ? ORDER BY e.position`

// between is the log after one position up to and with another.
func between(after, end event.Position) source {
	dense := true
	return func(conn *sqlite.Conn, c *chunk) (more bool, err error) {
		if after >= end {
			return false, nil
		}
		stmt, err := conn.Prepare(selectBetween)
		if err != nil {
			return false, err
		}
		stmt.BindInt64(1, int64(after))
		stmt.BindInt64(2, int64(end))
		more, err = c.fill(stmt, everyRow)
		if dense {
			var e error
			if dense, e = gapless(conn, c, after, end, more || err != nil); e != nil {
				return false, e
			}
		}
		if more {
			after = c.last().Position
		}
		return more, err
	}
}

// gapless looks for positions that are missing in a chunk, which is damage unless
// events were deleted from the log.
func gapless(conn *sqlite.Conn, c *chunk, after, end event.Position, more bool) (dense bool, err error) {
	due, i := after+1, 0
	for i < len(c.events) && c.events[i].Position == due {
		due, i = due+1, i+1
	}
	if i == len(c.events) && (more || due == end+1) {
		return true, nil
	}
	gone, err := number(conn, "SELECT gone FROM highwater")
	if err == nil && gone == 0 {
		c.cut(i)
		err = &DamagedError{What: fmt.Sprintf("there is no event at position %d", due)}
	}
	return false, err
}

const (
	// The last revision is looked up from the other end of the index: a page of it that
	// is damaged in the middle must not make a stream look shorter than it is.
	selectEnd    = "SELECT s.id, s.deleted, (SELECT max(revision) FROM events WHERE stream = s.id) FROM streams s WHERE s.name = ?"
	selectStream = "SELECT " + eventColumns + " FROM events e WHERE e.stream = ? AND e.revision >= ? ORDER BY e.revision"
)

// ofStream is one stream from a revision on. Both statements of a chunk see the same
// log: the first is not reset before the second has ended.
func ofStream(name string, from event.Revision) source {
	from = max(from, 0)
	return func(conn *sqlite.Conn, c *chunk) (more bool, err error) {
		stream, err := conn.Prepare(selectEnd)
		if err != nil {
			return false, err
		}
		defer func() { _ = stream.Reset() }()
		stream.BindText(1, name)
		if found, err := stream.Step(); err != nil || !found {
			return false, err
		}
		end := event.Revision(stream.ColumnInt64(2))
		switch {
		case stream.ColumnInt64(1) != 0:
			return false, event.ErrStreamDeleted
		case stream.ColumnIsNull(2) || end < from:
			return false, nil
		}
		stmt, err := conn.Prepare(selectStream)
		if err != nil {
			return false, err
		}
		stmt.BindInt64(1, stream.ColumnInt64(0))
		stmt.BindInt64(2, int64(from))
		more, err = c.fill(stmt, func() bool {
			if stmt.ColumnInt64(2) != int64(from) {
				return false
			}
			from++
			return true
		})
		if err == nil && !more && from <= end {
			err = &DamagedError{What: fmt.Sprintf("stream %q ends with revision %d and has no revision %d", name, end, from)}
		}
		return more, err
	}
}

func everyRow() bool { return true }

// fill adds the rows of a statement until there are no more, the chunk is full or a
// row is not accepted.
func (c *chunk) fill(stmt *sqlite.Stmt, accept func() bool) (more bool, err error) {
	defer func() {
		if e := stmt.Reset(); err == nil {
			err = e
		}
	}()
	for !c.full() {
		if row, err := stmt.Step(); err != nil || !row || !accept() {
			return false, err
		}
		c.add(stmt)
	}
	return true, nil
}
