package memstore

import "soin/domain/event"

// stream is one stream's events, and where each fact of it stands.
type stream struct {
	events  []event.RawRecorded
	held    map[key]event.Revision
	deleted bool
}

type key struct{ source, id string }

func keyOf(e event.Raw) key { return key{e.Source, e.ID} }

// stream is the one of this name; a new one is not remembered before it holds events.
func (s *Store) stream(name string) (*stream, error) {
	st, ok := s.streams[name]
	switch {
	case !ok:
		return &stream{held: map[key]event.Revision{}}, nil
	case st.deleted:
		return nil, event.ErrStreamDeleted
	}
	return st, nil
}

// end is the revision of the last event.
func (st *stream) end() event.Revision { return event.Revision(len(st.events)) - 1 }

func (st *stream) add(r event.RawRecorded) {
	st.events = append(st.events, r)
	st.held[keyOf(r.Raw)] = r.Revision
}

// sort finds which of the events the stream holds already, and counts the others. An id
// that names another fact, in the stream or among the events, is an error.
func (st *stream) sort(name string, events []event.Raw) (known map[key]event.Receipt, fresh int, err error) {
	known = map[key]event.Receipt{}
	seen := map[key]event.RawRecorded{}
	for _, e := range events {
		k := keyOf(e)
		was, twice := seen[k]
		if rev, held := st.held[k]; held {
			was, twice = st.events[rev], true
			known[k] = event.Receipt{Position: was.Position, Revision: was.Revision}
		}
		if !twice {
			seen[k] = event.RawRecorded{Raw: e}
			fresh++
		} else if !e.Same(was.Raw) {
			return nil, 0, &event.IDTakenError{Stream: name, Source: e.Source, ID: e.ID, Position: was.Position}
		}
	}
	return known, fresh, nil
}
