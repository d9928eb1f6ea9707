package sqlitestore

import (
	"context"
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"

	"soin/domain/event"
)

// Backup writes a copy of the log, as it is now, to a new file, and checks every event
// of the copy before it gives it that name. Appends go on meanwhile; the write-ahead
// log is not wound back before the copying ends, so it grows by what is appended.
// Closing the log ends a backup.
func (r *reader) Backup(ctx context.Context, to string) error {
	if err := r.ended(ctx); err != nil {
		return err
	}
	copying, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-r.closing:
			cancel()
		case <-copying.Done():
		}
	}()
	err := fill(to, func(partial string) error { return r.copyTo(copying, partial) })
	if errors.Is(err, context.Canceled) && ctx.Err() == nil {
		return event.ErrClosed
	}
	return err
}

func (r *reader) copyTo(ctx context.Context, partial string) error {
	conn, err := r.take(ctx)
	if err != nil {
		return err
	}
	conn.SetInterrupt(ctx.Done())
	err = query(conn, "VACUUM INTO ?", nil, partial)
	conn.SetInterrupt(nil)
	r.conns <- conn
	if err != nil {
		return interrupted(ctx, explain(r.path, "copy", err))
	}
	if err := asLog(partial); err != nil {
		return err
	}
	report, err := Check(ctx, partial)
	if err == nil && len(report.Problems) > 0 {
		err = &DamagedError{Path: r.path, What: "a copy of it is not sound: " + report.Problems[0]}
	}
	return err
}

// asLog gives a copy the journal mode of a log, which SQLite does not copy.
func asLog(path string) error {
	conn, err := connect(path, sqlite.OpenReadWrite, "journal_mode = WAL")
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return conn.Close()
}

// interrupted gives the context's error for one that it caused.
func interrupted(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
