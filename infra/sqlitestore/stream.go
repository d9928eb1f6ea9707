package sqlitestore

import (
	"fmt"

	"zombiezen.com/go/sqlite"

	"soin/domain/event"
)

// stream is what the writer knows of one stream: enough to judge an append without
// reading its events.
type stream struct {
	id      int64 // 0 before its first event is inserted
	name    string
	end     event.Revision
	deleted bool
	marks   map[int64]event.Revision // the first event of each mark
}

// kind is what many events have in common.
type kind struct {
	name    string
	version int
	source  string
}

// Bounds of the writer's memory: a stream weighs as much as the ids it holds and eight
// more. Together they take some 100 MB when the log has that many.
const (
	heldIDs   = 1 << 20
	heldKinds = 1 << 14
)

// memory is what the writer needs not look up again. Forgetting costs time only.
type memory struct {
	streams *recent[string, *stream]
	kinds   *recent[kind, int64]
}

func newMemory() memory {
	return memory{
		newRecent[string](heldIDs, func(s *stream) int { return 8 + len(s.marks) }),
		newRecent[kind, int64](heldKinds, nil),
	}
}

func (m *memory) forget() {
	m.streams.clear()
	m.kinds.clear()
}

// add takes note of an event at the end of the stream.
func (s *stream) add(mark int64) {
	s.end++
	if _, taken := s.marks[mark]; !taken {
		s.marks[mark] = s.end
	}
}

// stream finds a stream in memory or in the file. One that is not there is new.
func (w *writer) stream(name string) (*stream, error) {
	if s, ok := w.held.streams.get(name); ok {
		return s, nil
	}
	s := &stream{name: name, end: event.NoStream, marks: map[int64]event.Revision{}}
	err := query(w.conn, "SELECT id, deleted FROM streams WHERE name = ?", func(stmt *sqlite.Stmt) error {
		s.id, s.deleted = stmt.ColumnInt64(0), stmt.ColumnInt64(1) != 0
		return nil
	}, name)
	if err != nil || s.id == 0 {
		return s, failed("find a stream", err)
	}
	end, err := number(w.conn, "SELECT ifnull(max(revision), -1) FROM events WHERE stream = ?", s.id)
	if err != nil {
		return nil, failed("find a stream's end", err)
	}
	err = query(w.conn, "SELECT revision, mark FROM events WHERE stream = ? ORDER BY revision", func(stmt *sqlite.Stmt) error {
		if revision := stmt.ColumnInt64(0); revision != int64(s.end)+1 {
			return &DamagedError{Path: w.path, What: fmt.Sprintf("stream %q has revision %d where %d was due", name, revision, s.end+1)}
		}
		s.add(stmt.ColumnInt64(1))
		return nil
	}, s.id)
	if err == nil && int64(s.end) != end {
		err = &DamagedError{Path: w.path, What: fmt.Sprintf("stream %q ends with revision %d and has no revision %d", name, end, s.end+1)}
	}
	if err != nil {
		return nil, failed("read a stream's index", err)
	}
	w.held.streams.put(name, s)
	return s, nil
}

// begin gives a new stream its number.
func (w *writer) begin(s *stream) error {
	if s.id != 0 {
		return nil
	}
	if err := query(w.conn, "INSERT INTO streams (name) VALUES (?)", nil, s.name); err != nil {
		return failed("begin a stream", err)
	}
	s.id = w.conn.LastInsertRowID()
	w.held.streams.put(s.name, s)
	return nil
}

// kindOf finds or gives the number of a kind.
func (w *writer) kindOf(k kind) (int64, error) {
	if id, ok := w.held.kinds.get(k); ok {
		return id, nil
	}
	id, err := number(w.conn, "SELECT id FROM kinds WHERE name = ? AND version = ? AND source = ?", k.name, k.version, k.source)
	if err == nil && id == 0 {
		err = query(w.conn, "INSERT INTO kinds (name, version, source) VALUES (?, ?, ?)", nil, k.name, k.version, k.source)
		id = w.conn.LastInsertRowID()
	}
	if err != nil {
		return 0, failed("find a kind of event", err)
	}
	w.held.kinds.put(k, id)
	return id, nil
}

// find looks a (source, id) up in a stream. A mark that is not there settles it; one
// that is there leads to the event, and past it in the case of two ids with one mark.
func (w *writer) find(s *stream, mark int64, e *event.Raw) (was event.RawRecorded, held bool, err error) {
	first, ok := s.marks[mark]
	if !ok {
		return was, false, nil
	}
	stmt, err := w.conn.Prepare(selectMarked)
	if err != nil {
		return was, false, failed("find an event", err)
	}
	defer func() { _ = stmt.Reset() }()
	stmt.BindInt64(1, s.id)
	stmt.BindInt64(2, int64(first))
	stmt.BindInt64(3, mark)
	for seen := false; ; seen = true {
		row, err := stmt.Step()
		if err == nil && !row && !seen {
			err = &DamagedError{Path: w.path, What: fmt.Sprintf("stream %q has no revision %d", s.name, first)}
		}
		if err != nil || !row {
			return was, false, failed("find an event", err)
		}
		if string(column(nil, stmt, markedID)) == e.ID && string(column(nil, stmt, markedSource)) == e.Source {
			return marked(stmt), true, nil
		}
	}
}

const selectMarked = `SELECT e.position, e.revision, e.occurred_at, k.name, k.version, k.source, e.id, e.data
FROM events e JOIN kinds k ON k.id = e.kind
WHERE e.stream = ? AND e.revision >= ? AND e.mark = ? ORDER BY e.revision`

const (
	markedSource = 5
	markedID     = 6
)

func marked(stmt *sqlite.Stmt) (r event.RawRecorded) {
	r.Position = event.Position(stmt.ColumnInt64(0))
	r.Revision = event.Revision(stmt.ColumnInt64(1))
	r.Time = instant(stmt.ColumnInt64(2))
	r.Name, r.Version = stmt.ColumnText(3), stmt.ColumnInt(4)
	r.Data = column(nil, stmt, 7)
	return r
}
