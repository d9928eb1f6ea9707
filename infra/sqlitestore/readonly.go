package sqlitestore

import (
	"context"
	"fmt"
	"io/fs"
	"iter"
	"sync"

	"zombiezen.com/go/sqlite"

	"soin/domain/event"
)

// ReadOnly is a log open for reading, also while another process writes it: for
// replays, exports and backups beside a running server. It sees every append from the
// moment it is acknowledged. It is made by [OpenReadOnly].
type ReadOnly struct {
	*reader
	close func()
}

var _ event.Store = (*ReadOnly)(nil)

// OpenReadOnly opens the log at path, which is a file or a directory that holds
// [FileName]. It changes nothing in it, but the directory must be writable, because
// readers and the writer agree through files beside the log.
func OpenReadOnly(path string) (*ReadOnly, error) {
	path = File(path)
	there, err := present(path)
	if err == nil && !there {
		err = fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	}
	if err != nil {
		return nil, err
	}
	if err := readable(path); err != nil {
		return nil, err
	}
	r, err := newReader(path)
	if err != nil {
		return nil, err
	}
	return &ReadOnly{r, sync.OnceFunc(r.close)}, nil
}

// readable sees that the file is a sound log, as far as [Open] looks, of today's schema:
// one who only reads cannot migrate it.
func readable(path string) error {
	conn, err := connectReader(path)
	if err != nil {
		return explain(path, "opening it", err)
	}
	defer conn.Close()
	if err := current(conn, path); err != nil {
		return err
	}
	_, err = tail(conn)
	return explain(path, "reading its last events", err)
}

func current(conn *sqlite.Conn, path string) error {
	version, err := identify(conn, path, migrations[:])
	if err == nil && version < len(migrations) {
		err = fmt.Errorf("%s has schema version %d and must be brought to version %d first, by opening it for writing once",
			path, version, len(migrations))
	}
	return err
}

// readOnly is the answer to whoever wants to write.
func (s *ReadOnly) readOnly(ctx context.Context) error {
	if err := s.ended(ctx); err != nil {
		return err
	}
	return fmt.Errorf("%s is open for reading only", s.path)
}

// Append fails: the log is open for reading only.
func (s *ReadOnly) Append(ctx context.Context, _ string, _ event.Revision, _ []event.Raw) ([]event.Receipt, error) {
	return nil, s.readOnly(ctx)
}

// Delete fails: the log is open for reading only.
func (s *ReadOnly) Delete(ctx context.Context, _ string, _ event.Revision) error {
	return s.readOnly(ctx)
}

// Follow fails: only the writing process knows when there is more, and asking again
// and again is not following. Follow the server instead.
func (s *ReadOnly) Follow(ctx context.Context, _ event.Position) iter.Seq2[event.RawRecorded, error] {
	return func(yield func(event.RawRecorded, error) bool) {
		err := s.ended(ctx)
		if err == nil {
			err = fmt.Errorf("%s is open for reading only and cannot be followed: follow the process that writes it", s.path)
		}
		yield(event.RawRecorded{}, err)
	}
}

// Close ends every sequence. Closing again does nothing.
func (s *ReadOnly) Close() error {
	s.close()
	return nil
}
