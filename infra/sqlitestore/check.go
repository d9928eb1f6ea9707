package sqlitestore

import (
	"context"
	"fmt"

	"zombiezen.com/go/sqlite"

	"soin/domain/event"
)

// Report is what [Check] found.
type Report struct {
	Events   int64
	Streams  int64 // deleted ones included
	Head     event.Position
	Problems []string // none for a sound file; the first hundred of them otherwise
}

const maxProblems = 100

func (r *Report) problem(format string, args ...any) {
	if len(r.Problems) < maxProblems {
		r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
	}
}

// Check reads the whole file: SQLite's own check of every page, every event against its
// seal, positions and times of recording for their order, the revisions of each stream
// for gaps, and the index for the very events of the table. It changes nothing and runs
// beside a writer. An error means that the check could not be made, not that it failed.
func Check(ctx context.Context, path string) (Report, error) {
	path = File(path)
	var report Report
	there, err := present(path)
	if err == nil && !there {
		err = fmt.Errorf("%s is not there", path)
	}
	var conn *sqlite.Conn
	if err == nil {
		conn, err = connectReader(path)
	}
	if err != nil {
		return report, err
	}
	defer conn.Close()
	if err := current(conn, path); err != nil {
		report.problem("%s", brief(err))
		return report, ctx.Err()
	}
	conn.SetInterrupt(ctx.Done())
	// One read transaction: what is appended meanwhile is not looked at.
	err = query(conn, "BEGIN", nil)
	for _, look := range []func(*sqlite.Conn, *Report) error{checkPages, checkEvents, checkStreams, checkHighwater} {
		if err == nil {
			err = look(conn, &report)
		}
		if err != nil && ctx.Err() == nil {
			report.problem("%s", brief(err))
			err = nil
		}
	}
	return report, ctx.Err()
}

// checkPages lets SQLite check the structure of every page, and the indexes of the small
// tables. That of events is compared by checkIndex, in order and so much faster.
func checkPages(conn *sqlite.Conn, r *Report) error {
	for _, check := range []string{"quick_check", "integrity_check('streams')", "integrity_check('kinds')"} {
		err := query(conn, "PRAGMA "+check, func(stmt *sqlite.Stmt) error {
			if line := stmt.ColumnText(0); line != "ok" {
				r.problem("%s: %s", check, line)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

const selectAll = "SELECT " + eventColumns + ", e.mark FROM events e ORDER BY e.position"

// checkEvents reads the table in the order of positions.
func checkEvents(conn *sqlite.Conn, r *Report) error {
	var last event.Place
	names, c := newNames(), new(chunk)
	var entries uint64 // what the index must hold, in any order
	err := query(conn, selectAll, func(stmt *sqlite.Stmt) error {
		c.reset()
		c.add(stmt)
		e, mark := *c.last(), stmt.ColumnInt64(9)
		r.Events++
		entries += entry(c.refs[0].stream, int64(e.Revision), mark, int64(e.Position))
		if e.Position <= last.Position {
			r.problem("position %d follows position %d", e.Position, last.Position)
		}
		if e.RecordedAt.Before(last.RecordedAt) {
			r.problem("position %d was recorded at %v, before position %d", e.Position, e.RecordedAt, last.Position)
		}
		last = e.Place
		if err := names.complete(conn, c); err != nil {
			r.problem("position %d: %s", e.Position, brief(err))
		} else if e := c.last(); markOf(e.Source, e.ID) != mark {
			r.problem("position %d stands in the index under another id", e.Position)
		}
		return nil
	})
	r.Head = last.Position
	if err != nil {
		return fmt.Errorf("after position %d: %w", last.Position, err)
	}
	return checkIndex(conn, r, entries)
}

// checkIndex reads the index in the order of streams and revisions.
func checkIndex(conn *sqlite.Conn, r *Report, entries uint64) error {
	var stream, due int64
	sum := uint64(0)
	const selectIndex = "SELECT stream, revision, mark, position FROM events ORDER BY stream, revision, mark"
	err := query(conn, selectIndex, func(stmt *sqlite.Stmt) error {
		if s := stmt.ColumnInt64(0); s != stream {
			stream, due = s, 0
		}
		if revision := stmt.ColumnInt64(1); revision != due {
			r.problem("stream %d has revision %d where %d was due", stream, revision, due)
			due = revision
		}
		due++
		sum += entry(stream, due-1, stmt.ColumnInt64(2), stmt.ColumnInt64(3))
		return nil
	})
	if err == nil && sum != entries {
		r.problem("the index of streams holds other events than the table")
	}
	return err
}

// entry is a number for an index entry, so that two sets of entries can be compared
// by their sums.
func entry(stream, revision, mark, position int64) uint64 {
	h := uint64(mark)
	for _, n := range [...]int64{stream, revision, position} {
		h = (h ^ uint64(n)) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	return h
}

// checkStreams counts the streams and looks for events that should be gone.
func checkStreams(conn *sqlite.Conn, r *Report) (err error) {
	if r.Streams, err = number(conn, "SELECT count(*) FROM streams"); err != nil {
		return err
	}
	const left = "SELECT count(*) FROM streams s JOIN events e ON e.stream = s.id WHERE s.deleted <> 0"
	if n, err := number(conn, left); err != nil || n > 0 {
		r.problem("%d events stand in deleted streams", n)
		return err
	}
	return nil
}

// checkHighwater counts: every position ever given holds an event or one that is gone.
func checkHighwater(conn *sqlite.Conn, r *Report) error {
	given, err := number(conn, "SELECT max(position, ?) FROM highwater", int64(r.Head))
	if err != nil {
		return err
	}
	gone, err := number(conn, "SELECT gone FROM highwater")
	if err == nil && r.Events+gone != given {
		r.problem("%d positions were given, %d hold events and %d events were deleted", given, r.Events, gone)
	}
	return err
}
