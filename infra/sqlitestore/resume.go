package sqlitestore

import (
	"errors"
	"time"

	"zombiezen.com/go/sqlite"

	"soin/domain/event"
)

// writing is how the connection that writes is set up. The write-ahead log is wound
// back by windBack, not by SQLite.
var writing = [...]string{
	"journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 0", "cache_size = -8192",
	"fullfsync = ON", "checkpoint_fullfsync = ON", // on macOS, where fsync alone leaves it to the drive
}

// newWriter opens the connection that writes and sees that the log can be written to.
func newWriter(path string, clock func() time.Time, steps []string) (_ *writer, err error) {
	conn, err := connect(path, sqlite.OpenReadWrite)
	if err != nil {
		return nil, explain(path, "opening it", err)
	}
	defer func() {
		if err != nil {
			_ = conn.Close()
		}
	}()
	from, err := identify(conn, path, steps)
	if err != nil {
		return nil, err
	}
	for _, s := range writing {
		if err := pragma(conn, s, nil); err != nil {
			return nil, explain(path, "opening it", err)
		}
	}
	if err := migrate(conn, steps, from); err != nil {
		return nil, explain(path, "migrating it", err)
	}
	w := &writer{
		path: path, conn: conn, clock: clock, head: new(head), queue: make(chan *job),
		done: make(chan struct{}), held: newMemory(), windEvery: windFrames, windAt: windFrames,
	}
	if err := w.resume(); err != nil {
		return nil, explain(path, "reading its last events", err)
	}
	return w, nil
}

// resume begins where the log ends. The write-ahead log is copied into the file first:
// if it holds pages whose fsync failed in the process before, they are written anew here
// before anything is built on them.
func (w *writer) resume() (err error) {
	if _, _, err := checkpoint(w.conn, "TRUNCATE"); err != nil {
		return err
	}
	if w.given, err = tail(w.conn); err != nil {
		return err
	}
	w.durable = w.given
	w.head.move(event.Position(w.given.last))
	w.insert, err = w.conn.Prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
	return err
}

const (
	selectLast = "SELECT " + eventColumns + " FROM events e ORDER BY e.position DESC LIMIT 128"
	// The index of streams is a second witness of how many events there are.
	selectIndexed = "SELECT count(*) FROM (SELECT stream FROM events ORDER BY stream, revision LIMIT 1)"
)

// tail is the end of the log. Its last events are read and checked against their seals:
// that is where a crash or a lost page would show.
func tail(conn *sqlite.Conn) (end place, err error) {
	c := new(chunk)
	stmt, err := conn.Prepare(selectLast)
	if err != nil {
		return end, err
	}
	if _, err := c.fill(stmt, everyRow); err != nil {
		return end, err
	}
	if err := newNames().complete(conn, c); err != nil {
		return end, err
	}
	if len(c.events) > 0 {
		last := c.events[0]
		end.last, end.recordedAt = int64(last.Position), last.RecordedAt.UnixNano()
	} else if n, err := number(conn, selectIndexed); err != nil || n > 0 {
		return end, errors.Join(err, &DamagedError{What: "its events are gone"})
	}
	err = query(conn, "SELECT position, recorded_at FROM highwater", func(stmt *sqlite.Stmt) error {
		end.position = max(end.last, stmt.ColumnInt64(0))
		end.recordedAt = max(end.recordedAt, stmt.ColumnInt64(1))
		return nil
	})
	return end, err
}

// finish leaves the log in one file. When the disk has failed before, SQLite is left to
// do what it can: the write-ahead log stays where copying it does not succeed.
func (w *writer) finish() (err error) {
	if w.stopped == nil {
		_, _, err = checkpoint(w.conn, "TRUNCATE")
	}
	if e := w.conn.Close(); err == nil && w.stopped == nil {
		err = e
	}
	return explain(w.path, "close", err)
}
