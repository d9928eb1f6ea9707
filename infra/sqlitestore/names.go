package sqlitestore

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"zombiezen.com/go/sqlite"

	"soin/domain/event"
)

// heldNames is how many stream names readers keep: some 50 MB when they are that many.
const heldNames = 1 << 18

// names are the streams and kinds that readers looked up, shared by all of them. Neither
// ever changes in the file.
type names struct {
	mu      sync.Mutex
	streams *recent[int64, string]
	kinds   *recent[int64, kind]
	newest  atomic.Int64 // highest stream that was looked up
}

func newNames() *names {
	return &names{streams: newRecent[int64, string](heldNames, nil), kinds: newRecent[int64, kind](heldKinds, nil)}
}

// complete puts the names into a chunk and checks each event against its seal. It keeps
// the events before the first one that is not what was stored.
func (n *names) complete(conn *sqlite.Conn, c *chunk) error {
	if err := n.gather(conn, c); err != nil {
		c.cut(0)
		return err
	}
	ids, begin := string(c.ids), 0
	var k kind
	for i := range c.events {
		e, ref := &c.events[i], &c.refs[i]
		var err error
		if e.Stream == "" {
			e.Stream, err = n.stream(conn, ref.stream)
		}
		if err == nil && (i == 0 || ref.kind != c.refs[i-1].kind) {
			k, err = n.kind(conn, ref.kind)
		}
		e.Name, e.Version, e.Source = k.name, k.version, k.source
		e.ID, begin = ids[begin:ref.idEnd], ref.idEnd
		if err == nil {
			err = c.verify(e, ref.seal)
		}
		if err != nil {
			c.cut(i)
			return err
		}
	}
	return nil
}

// Streams are numbered in the order in which they were first written to, so those that a
// chunk meets for the first time lie side by side: they are scanned, and the others, which
// were met long ago, are looked up in one statement.
const (
	scanNames   = "SELECT id, name FROM streams WHERE id BETWEEN ? AND ?"
	selectNames = "SELECT s.id, s.name FROM json_each(?) j JOIN streams s ON s.id = j.value"
)

// gather names the streams of a chunk, those it meets for the first time included. One
// that it leaves without a name is to be looked up by itself.
func (n *names) gather(conn *sqlite.Conn, c *chunk) error {
	missing := n.name(c)
	if len(missing) < 2 {
		return nil
	}
	if err := n.lookUpAll(conn, missing); err != nil {
		return err
	}
	n.name(c)
	return nil
}

func (n *names) lookUpAll(conn *sqlite.Conn, missing []int64) error {
	slices.Sort(missing)
	old, met := missing, n.newest.Load()
	if i, _ := slices.BinarySearch(missing, met+1); i < len(missing) {
		first, last := missing[i], missing[len(missing)-1]
		if last-first < int64(8*(len(missing)-i)) {
			old = missing[:i]
			if err := n.put(conn, scanNames, first, last); err != nil {
				return err
			}
		}
		n.newest.Store(max(met, last))
	}
	if len(old) == 0 {
		return nil
	}
	list, err := json.Marshal(old)
	if err != nil {
		return err
	}
	return n.put(conn, selectNames, string(list))
}

// name names the streams of a chunk that are known, and gives the numbers of the others.
func (n *names) name(c *chunk) (missing []int64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i := range c.refs {
		e, id := &c.events[i], c.refs[i].stream
		switch {
		case e.Stream != "":
			continue
		case i > 0 && id == c.refs[i-1].stream:
			e.Stream = c.events[i-1].Stream
			continue
		}
		if name, known := n.streams.get(id); known {
			e.Stream = name
		} else {
			missing = append(missing, id)
		}
	}
	return missing
}

// put takes the names in that a query finds.
func (n *names) put(conn *sqlite.Conn, sql string, args ...any) error {
	var ids []int64
	var found []string
	err := query(conn, sql, func(stmt *sqlite.Stmt) error {
		ids, found = append(ids, stmt.ColumnInt64(0)), append(found, stmt.ColumnText(1))
		return nil
	}, args...)
	n.mu.Lock()
	defer n.mu.Unlock()
	for i, id := range ids {
		n.streams.put(id, found[i])
	}
	return err
}

// verify sees that an event is what was stored where it stands.
func (c *chunk) verify(e *event.RawRecorded, seal uint32) error {
	var content uint32
	content, c.scratch = sealContent(c.scratch, e.Stream, &e.Raw)
	if sealPlace(content, int64(e.Position), int64(e.Revision), e.RecordedAt.UnixNano()) != seal {
		return &event.CorruptError{Place: e.Place, Err: &DamagedError{What: "the event does not match its seal"}}
	}
	return nil
}

func (n *names) stream(conn *sqlite.Conn, id int64) (string, error) {
	return lookUp(conn, &n.mu, n.streams, "SELECT name FROM streams WHERE id = ?", id,
		func(stmt *sqlite.Stmt) string { return stmt.ColumnText(0) })
}

func (n *names) kind(conn *sqlite.Conn, id int64) (kind, error) {
	return lookUp(conn, &n.mu, n.kinds, "SELECT name, version, source FROM kinds WHERE id = ?", id,
		func(stmt *sqlite.Stmt) kind { return kind{stmt.ColumnText(0), stmt.ColumnInt(1), stmt.ColumnText(2)} })
}

func lookUp[V any](
	conn *sqlite.Conn, mu *sync.Mutex, known *recent[int64, V], sql string, id int64, read func(*sqlite.Stmt) V,
) (V, error) {
	mu.Lock()
	v, found := known.get(id)
	mu.Unlock()
	if found {
		return v, nil
	}
	err := query(conn, sql, func(stmt *sqlite.Stmt) error {
		v, found = read(stmt), true
		return nil
	}, id)
	if err == nil && !found {
		err = &DamagedError{What: fmt.Sprintf("an event refers to a row that is not there (%s, %d)", sql, id)}
	}
	if err == nil {
		mu.Lock()
		known.put(id, v)
		mu.Unlock()
	}
	return v, err
}
