package sqlitestore

import (
	"context"

	"zombiezen.com/go/sqlite"

	"soin/domain/event"
)

// End is the revision of a stream's last event: NoStream when it has none,
// [event.ErrStreamDeleted] when it was deleted. The port does not ask for it. It is here for
// those who read a stream from its end: looking at one entry of an index costs the same in a
// stream of any length, and finding out by reading does not.
func (r *reader) End(ctx context.Context, stream string) (end event.Revision, err error) {
	end = event.NoStream
	err = r.with(ctx, func(conn *sqlite.Conn) error {
		deleted := false
		err := query(conn, selectEnd, func(stmt *sqlite.Stmt) error {
			deleted = stmt.ColumnInt64(1) != 0
			if !stmt.ColumnIsNull(2) {
				end = event.Revision(stmt.ColumnInt64(2))
			}
			return nil
		}, stream)
		if err == nil && deleted {
			err = event.ErrStreamDeleted
		}
		return err
	})
	return end, err
}
