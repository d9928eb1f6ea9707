package sqlitestore

import (
	"context"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"soin/domain/event"
)

// Salvaged is what became of a damaged log.
type Salvaged struct {
	Events int64 // copied, each at its position
	// Lost are positions that held events nobody can read any more. If streams were
	// deleted, their positions cannot always be told from lost ones and are among these.
	Lost []Span
	// Renumbered are streams that lost events before others: the later ones moved up,
	// because revisions have no gaps.
	Renumbered []string
	Notes      []string // on what else is damaged
}

// Span is a run of positions, both ends included.
type Span struct{ First, Last event.Position }

// Salvage copies every event that can be read from a damaged log to a new file. It reads
// pages and no trees: an event survives if its own page does, whatever happened to the
// first page, the index or the pages above it, and it is copied only if it matches its
// seal. The damaged file stays as it is; no process may have it open for writing.
func Salvage(ctx context.Context, from, to string) (Salvaged, error) {
	from = File(from)
	l, err := lock(from)
	if err != nil {
		return Salvaged{}, err
	}
	defer func() { _ = l.Unlock() }()
	m, err := openImage(from)
	if err != nil {
		return Salvaged{}, err
	}
	defer m.close()
	s := &salvage{
		image: m, streams: newRecent[int64, []foundStream](heldNames, nil), kinds: newRecent[int64, []kind](heldKinds, nil),
	}
	err = fill(to, func(partial string) error {
		return build(partial, migrations[:], func(conn *sqlite.Conn) error {
			s.conn = conn
			return s.run(ctx)
		})
	})
	s.Notes = m.findings()
	return s.Salvaged, interrupted(ctx, explain(to, "salvage to it", err))
}

// salvage is one on its way. What it finds goes to tables of the new file that only
// this connection sees, so that its memory does not grow with the log.
type salvage struct {
	Salvaged
	image   *image
	conn    *sqlite.Conn
	copied  place // the highest of the events copied
	given   place // the highest ever given, as far as anything tells
	streams *recent[int64, []foundStream]
	kinds   *recent[int64, []kind]
	scratch []byte
}

const salvageTables = `
CREATE TEMP TABLE found_streams (id INTEGER, name TEXT, deleted INTEGER, UNIQUE (id, name, deleted));
CREATE TEMP TABLE found_kinds (id INTEGER, name TEXT, version INTEGER, source TEXT, UNIQUE (id, name, version, source));`

func (s *salvage) run(ctx context.Context) error {
	s.conn.SetInterrupt(ctx.Done())
	if err := sqlitex.ExecuteScript(s.conn, salvageTables, nil); err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return query(s.conn, "BEGIN", nil) },
		func() error { return s.scan(s.findName) },
		func() error { return s.scan(s.copyEvent) },
		func() error { return s.scan(s.findPlace) },
		s.keepDeleted,
		s.renumber,
		s.account,
		func() error { return query(s.conn, "COMMIT", nil) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// scan shows every row of every leaf page.
func (s *salvage) scan(see func(row) error) error {
	return s.image.all(func(page []byte, first bool) error {
		for r := range s.image.rows(page, first) {
			if err := see(r); err != nil {
				return err
			}
		}
		return nil
	})
}

// findName takes note of streams and kinds: from their tables and, because either copy
// may be lost, from the indexes of those. Two names for one number are both kept: the
// seals of the events tell which is right.
func (s *salvage) findName(r row) error {
	const stream, kind = "INSERT OR IGNORE INTO found_streams VALUES (?, ?, ?)", "INSERT OR IGNORE INTO found_kinds VALUES (?, ?, ?, ?)"
	v := r.values
	switch shape := r.shape(); {
	case shape == "nti" && !r.index:
		return query(s.conn, stream, nil, r.id, string(v[1].bytes), v[2].number)
	case shape == "ti" && r.index:
		return query(s.conn, stream, nil, v[1].number, string(v[0].bytes), 0)
	case shape == "ntit" && !r.index:
		return query(s.conn, kind, nil, r.id, string(v[1].bytes), v[2].number, string(v[3].bytes))
	case shape == "titi" && r.index:
		return query(s.conn, kind, nil, v[3].number, string(v[0].bytes), v[1].number, string(v[2].bytes))
	}
	return nil
}

// findPlace looks for positions and times that were given to events that are lost or
// deleted: none of them may be given again. What a damaged page says may be anything;
// a position further on than the file has room for events is not believed.
func (s *salvage) findPlace(r row) error {
	v := r.values
	room := s.copied.position + int64(s.image.pages)*int64(s.image.size)/leastEvent
	switch shape := r.shape(); {
	case shape == "iiii" && r.index && v[3].number <= room:
		s.given.position = max(s.given.position, v[3].number)
	case shape == "niii" && !r.index && r.id == 1 && v[1].number <= room:
		s.given.position = max(s.given.position, v[1].number)
		s.given.recordedAt = max(s.given.recordedAt, v[2].number)
	}
	return nil
}

// leastEvent is fewer bytes than any event takes.
const leastEvent = 16
