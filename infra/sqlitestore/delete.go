package sqlitestore

import (
	"soin/domain/event"
)

// deleting is the deletion of one stream. Its row stays for ever, so that its name is
// never given to another; so does the highest position ever given.
type deleting struct {
	stream   string
	expected event.Revision
}

func (d deleting) run(w *writer) ([]event.Receipt, error) {
	s, err := w.stream(d.stream)
	switch {
	case err != nil:
		return nil, err
	case s.deleted:
		return nil, event.ErrStreamDeleted
	case !d.expected.MetBy(s.end):
		return nil, &event.WrongRevisionError{Stream: d.stream, Expected: d.expected, Actual: s.end}
	}
	if err := w.begin(s); err != nil {
		return nil, err
	}
	for _, change := range []struct {
		sql  string
		args []any
	}{
		{"UPDATE streams SET deleted = 1 WHERE id = ?", []any{s.id}},
		{"DELETE FROM events WHERE stream = ?", []any{s.id}},
		{"UPDATE highwater SET position = ?, recorded_at = ?, gone = gone + ?",
			[]any{w.given.position, w.given.recordedAt, int64(s.end) + 1}},
	} {
		if err := query(w.conn, change.sql, nil, change.args...); err != nil {
			return nil, failed("delete a stream", err)
		}
	}
	s.deleted, s.end, s.marks = true, event.NoStream, nil
	w.given.last, err = number(w.conn, "SELECT max(position) FROM events")
	return nil, failed("delete a stream", err)
}
