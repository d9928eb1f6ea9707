package sqlitestore

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// maxAppend bounds one append, in bytes: it is one transaction.
const maxAppend = 256 << 20

// appending is an append with everything that can be worked out without the log, in
// the goroutine of the one who appends.
type appending struct {
	stream   string
	expected event.Revision
	events   []event.Raw
	prepared []prepared // of events
	size     int
}

type prepared struct {
	mark    int64
	content uint32 // see sealContent
	twin    int    // index of an earlier event of the same (source, id), or -1
}

func prepare(stream string, expected event.Revision, events []event.Raw) (*appending, error) {
	a := &appending{stream: stream, expected: expected, events: events, prepared: make([]prepared, len(events))}
	type key struct{ source, id string }
	var seen map[key]int
	if len(events) > 1 {
		seen = make(map[key]int, len(events))
	}
	if len(stream) > maxText {
		return nil, rule.Break("stream", stream, "must have at most 1,024 bytes")
	}
	var scratch []byte
	for i := range events {
		e, p := &events[i], &a.prepared[i]
		if err := storable(e); err != nil {
			return nil, err
		}
		a.size += len(e.Data) + len(e.ID) + len(e.Source) + len(e.Name)
		p.mark = markOf(e.Source, e.ID)
		p.content, scratch = sealContent(scratch, stream, e)
		p.twin = -1
		if twin, ok := seen[key{e.Source, e.ID}]; ok {
			p.twin = twin
		} else if seen != nil {
			seen[key{e.Source, e.ID}] = i
		}
	}
	return a, rule.Check("events", a.size, a.size <= maxAppend, "must have at most 256 MiB in one append")
}

// maxText bounds the name of a stream and the texts of an event, in bytes: 256
// characters of four.
const maxText = 1024

func storable(e *event.Raw) error {
	if len(e.Data) > event.MaxData {
		return rule.Break("data", len(e.Data), "is larger than 1 MiB")
	}
	if len(e.Source) > maxText || len(e.ID) > maxText || len(e.Name) > maxText {
		return rule.Break("source, id or name", len(e.Source)+len(e.ID)+len(e.Name), "must have at most 1,024 bytes each")
	}
	if !instant(e.Time.UnixNano()).Equal(e.Time) {
		return rule.Break("time", e.Time.String(), "must lie between 1677 and 2262")
	}
	return nil
}

// run judges the append against what the stream holds and then inserts what is new.
// Everything that can be refused is refused before the first row is written.
func (a *appending) run(w *writer) ([]event.Receipt, error) {
	s, err := w.stream(a.stream)
	if err != nil {
		return nil, err
	}
	if s.deleted {
		return nil, event.ErrStreamDeleted
	}
	receipts, fresh, err := a.judge(w, s)
	if err != nil {
		return nil, err
	}
	if fresh == 0 {
		return receipts, nil
	}
	if !a.expected.MetBy(s.end) {
		return nil, &event.WrongRevisionError{Stream: a.stream, Expected: a.expected, Actual: s.end}
	}
	return receipts, a.insert(w, s, receipts)
}

// judge fills in the receipts of duplicates and counts the other events.
func (a *appending) judge(w *writer, s *stream) (receipts []event.Receipt, fresh int, err error) {
	receipts = make([]event.Receipt, len(a.events))
	for i := range a.events {
		e, p := &a.events[i], &a.prepared[i]
		if p.twin >= 0 {
			if !e.Same(a.events[p.twin]) {
				return nil, 0, &event.IDTakenError{Stream: a.stream, Source: e.Source, ID: e.ID, Position: receipts[p.twin].Position}
			}
			continue
		}
		was, held, err := w.find(s, p.mark, e)
		switch {
		case err != nil:
			return nil, 0, err
		case !held:
			fresh++
		case !e.Same(was.Raw):
			return nil, 0, &event.IDTakenError{Stream: a.stream, Source: e.Source, ID: e.ID, Position: was.Position}
		default:
			receipts[i] = event.Receipt{Position: was.Position, Revision: was.Revision, Duplicate: true}
		}
	}
	return receipts, fresh, nil
}

// insert writes the events that judge left without a receipt.
func (a *appending) insert(w *writer, s *stream, receipts []event.Receipt) error {
	if err := w.begin(s); err != nil {
		return err
	}
	w.given.recordedAt = max(w.given.recordedAt, w.clock().UnixNano())
	for i := range a.events {
		p := &a.prepared[i]
		switch {
		case p.twin >= 0:
			receipts[i] = receipts[p.twin]
			receipts[i].Duplicate = true
		case !receipts[i].Duplicate:
			if err := w.record(s, &a.events[i], p); err != nil {
				return err
			}
			receipts[i] = event.Receipt{Position: event.Position(w.given.position), Revision: s.end}
		}
	}
	return nil
}

// record inserts one event at the end of a stream and of the log.
func (w *writer) record(s *stream, e *event.Raw, p *prepared) error {
	kindID, err := w.kindOf(kind{e.Name, e.Version, e.Source})
	if err != nil {
		return err
	}
	position, revision := w.given.position+1, int64(s.end)+1
	stmt := w.insert
	stmt.BindInt64(1, position)
	stmt.BindInt64(2, s.id)
	stmt.BindInt64(3, revision)
	stmt.BindInt64(4, kindID)
	stmt.BindInt64(5, e.Time.UnixNano())
	stmt.BindInt64(6, w.given.recordedAt)
	stmt.BindInt64(7, p.mark)
	stmt.BindInt64(8, int64(sealPlace(p.content, position, revision, w.given.recordedAt)))
	stmt.BindText(9, e.ID)
	stmt.BindBytes(10, e.Data)
	if _, err := stmt.Step(); err != nil {
		return failed("insert", err)
	}
	if err := stmt.Reset(); err != nil {
		return failed("insert", err)
	}
	w.given.position, w.given.last = position, position
	s.add(p.mark)
	w.held.streams.grow(1)
	return nil
}
