package sqlitestore

import (
	"zombiezen.com/go/sqlite"

	"soin/domain/event"
)

type foundStream struct {
	name    string
	deleted bool
}

// eventShape is that of a row of events.
const eventShape = "niiiiiiitb"

// copyEvent copies a row of events if one of the names found for its stream and one of
// those found for its kind make its seal match. Rows of deleted streams may still stand
// on pages that nothing refers to any more; they stay deleted.
func (s *salvage) copyEvent(r row) error {
	if r.index || r.shape() != eventShape {
		return nil
	}
	v := r.values
	streams, err := s.streamsOf(v[1].number)
	if err != nil {
		return err
	}
	kinds, err := s.kindsOf(v[3].number)
	if err != nil {
		return err
	}
	e := event.RawRecorded{
		Raw:   event.Raw{Envelope: event.Envelope{ID: string(v[8].bytes), Time: instant(v[4].number)}, Data: v[9].bytes},
		Place: event.Place{Revision: event.Revision(v[2].number), Position: event.Position(r.id), RecordedAt: instant(v[5].number)},
	}
	for _, stream := range streams {
		for _, k := range kinds {
			e.Stream, e.Name, e.Version, e.Source = stream.name, k.name, k.version, k.source
			if s.seal(&e) == uint32(v[7].number) {
				return s.keep(&e, stream.deleted)
			}
		}
	}
	return nil
}

func (s *salvage) seal(e *event.RawRecorded) (seal uint32) {
	seal, s.scratch = sealContent(s.scratch, e.Stream, &e.Raw)
	return sealPlace(seal, int64(e.Position), int64(e.Revision), e.RecordedAt.UnixNano())
}

func (s *salvage) streamsOf(id int64) ([]foundStream, error) {
	if found, ok := s.streams.get(id); ok {
		return found, nil
	}
	var found []foundStream
	err := query(s.conn, "SELECT name, max(deleted) FROM found_streams WHERE id = ? GROUP BY name", func(stmt *sqlite.Stmt) error {
		found = append(found, foundStream{stmt.ColumnText(0), stmt.ColumnInt64(1) == 1})
		return nil
	}, id)
	s.streams.put(id, found)
	return found, err
}

func (s *salvage) kindsOf(id int64) ([]kind, error) {
	if found, ok := s.kinds.get(id); ok {
		return found, nil
	}
	var found []kind
	err := query(s.conn, "SELECT name, version, source FROM found_kinds WHERE id = ?", func(stmt *sqlite.Stmt) error {
		found = append(found, kind{stmt.ColumnText(0), stmt.ColumnInt(1), stmt.ColumnText(2)})
		return nil
	}, id)
	s.kinds.put(id, found)
	return found, err
}

const keepEvent = `INSERT OR IGNORE INTO events VALUES (?,
	(SELECT id FROM streams WHERE name = ?), ?,
	(SELECT id FROM kinds WHERE name = ? AND version = ? AND source = ?), ?, ?, ?, ?, ?, ?)`

// keep stores an event where it stood. The same row may be met twice.
func (s *salvage) keep(e *event.RawRecorded, deleted bool) error {
	at := place{int64(e.Position), e.RecordedAt.UnixNano(), int64(e.Position)}
	s.copied = place{max(s.copied.position, at.position), max(s.copied.recordedAt, at.recordedAt), 0}
	if deleted {
		return nil
	}
	err := query(s.conn, "INSERT OR IGNORE INTO streams (name) VALUES (?)", nil, e.Stream)
	if err == nil {
		err = query(s.conn, "INSERT OR IGNORE INTO kinds (name, version, source) VALUES (?, ?, ?)", nil, e.Name, e.Version, e.Source)
	}
	if err == nil {
		err = query(s.conn, keepEvent, nil, at.position, e.Stream, int64(e.Revision), e.Name, e.Version, e.Source,
			e.Time.UnixNano(), at.recordedAt, markOf(e.Source, e.ID), int64(s.seal(e)), e.ID, e.Data)
	}
	return err
}

// keepDeleted brings over the streams whose names may never be used again.
func (s *salvage) keepDeleted() error {
	n, err := number(s.conn, "SELECT count(DISTINCT name) FROM found_streams WHERE deleted = 1")
	if err == nil && n > 0 {
		s.image.note("%d streams were deleted: the positions of their events are counted as lost", n)
	}
	if err == nil {
		err = query(s.conn, "INSERT OR IGNORE INTO streams (name, deleted) SELECT name, 1 FROM found_streams WHERE deleted = 1", nil)
	}
	return err
}

const selectBroken = `SELECT s.name FROM streams s JOIN events e ON e.stream = s.id
GROUP BY s.id HAVING max(e.revision) <> count(*) - 1 ORDER BY s.name`

// renumber gives the events of a stream that lost some of them revisions without gaps.
func (s *salvage) renumber() error {
	err := query(s.conn, selectBroken, func(stmt *sqlite.Stmt) error {
		s.Renumbered = append(s.Renumbered, stmt.ColumnText(0))
		return nil
	})
	for _, name := range s.Renumbered {
		if err == nil {
			err = s.renumberStream(name)
		}
	}
	return err
}

func (s *salvage) renumberStream(name string) error {
	var positions []event.Position
	const inOrder = "SELECT e.position FROM events e JOIN streams s ON s.id = e.stream WHERE s.name = ? ORDER BY e.revision, e.position"
	err := query(s.conn, inOrder, func(stmt *sqlite.Stmt) error {
		positions = append(positions, event.Position(stmt.ColumnInt64(0)))
		return nil
	}, name)
	c, names := new(chunk), newNames()
	for revision, position := range positions {
		if err != nil {
			return err
		}
		c.reset()
		if _, err := between(position-1, position)(s.conn, c); err != nil {
			return err
		}
		if err := names.complete(s.conn, c); err != nil {
			return err
		}
		e := c.last()
		e.Revision = event.Revision(revision)
		const update = "UPDATE events SET revision = ?, seal = ? WHERE position = ?"
		err = query(s.conn, update, nil, int64(e.Revision), int64(s.seal(e)), int64(position))
	}
	return err
}

// account lists what is lost and keeps the end of the log.
func (s *salvage) account() error {
	last := int64(0)
	lose := func(upTo int64) {
		if last+1 < upTo {
			s.Lost = append(s.Lost, Span{event.Position(last + 1), event.Position(upTo - 1)})
		}
		last = upTo
	}
	err := query(s.conn, "SELECT position FROM events ORDER BY position", func(stmt *sqlite.Stmt) error {
		s.Events++
		lose(stmt.ColumnInt64(0))
		return nil
	})
	if err != nil {
		return err
	}
	end := place{position: max(s.given.position, s.copied.position), recordedAt: max(s.given.recordedAt, s.copied.recordedAt)}
	lose(end.position + 1)
	return query(s.conn, "UPDATE highwater SET position = ?, recorded_at = ?, gone = ?", nil,
		end.position, end.recordedAt, end.position-s.Events)
}
