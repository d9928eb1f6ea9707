package sqlitestore

import "zombiezen.com/go/sqlite"

// windFrames is how long the write-ahead log grows, in pages, before it is wound back:
// 16 MiB. Its file keeps that length, so that later commits overwrite blocks the disk
// has already given out, which halves the price of their fsync.
const windFrames = 4096

// windBack copies the write-ahead log into the database and begins it anew, once it is
// long enough. The copying runs beside readers. Only the last step, which is short
// because nothing is left to copy, keeps new chunks from being read until those under
// way have ended: without it, readers that overlap for ever would let the log grow for
// ever. A reader of another process may hold the log longer; then this is tried again
// when it has grown by as much.
func (w *writer) windBack() error {
	frames, _, err := checkpoint(w.conn, "NOOP")
	if err != nil || frames < w.windAt {
		return err
	}
	if _, _, err := checkpoint(w.conn, "PASSIVE"); err != nil {
		return err
	}
	return w.alone(func() error {
		w.conn.SetBusyTimeout(0)
		defer w.conn.SetBusyTimeout(patience)
		frames, busy, err := checkpoint(w.conn, "RESTART")
		if w.windAt = w.windEvery; busy {
			w.windAt += frames
		}
		return err
	})
}

// checkpoint gives the frames that are in the log, and whether somebody who reads or
// writes kept it from doing all it was asked to.
func checkpoint(conn *sqlite.Conn, mode string) (frames int64, busy bool, err error) {
	err = query(conn, "PRAGMA wal_checkpoint("+mode+")", func(stmt *sqlite.Stmt) error {
		busy, frames = stmt.ColumnInt64(0) != 0, stmt.ColumnInt64(1)
		return nil
	})
	return frames, busy, err
}
