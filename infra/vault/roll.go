package vault

import (
	"encoding/json"
	"fmt"

	"soin/domain/event"
)

// The events of a shared vault's store. The names are no context's.
const (
	category = "vault"
	kept     = category + ".person-kept" // somebody has a row
	erased   = category + ".erased"      // handles are nobody's any more
	opened   = category + ".opened"      // by the key that the vault belongs to
)

// Streams of the store, beside one for each person.
const (
	signStream   = category + "-sign"
	erasedStream = category + "-erased"
)

func streamOf(handle string) string { return event.StreamName("person", handle) }

// row is the content of a person's stream.
type row struct {
	Mark   []byte `json:"mark,omitempty"` // of a member
	Handle string `json:"handle"`
	Key    []byte `json:"key"` // sealed
}

// gone is the content of an erasure: the handle, and those that lost a race for the same
// member and never came into use.
type gone struct {
	Handles []string `json:"handles"`
}

// roll is who is known, folded from the store in the order of its positions, so that every
// process believes the same.
type roll struct {
	byMark   map[string]*Person
	byHandle map[string]*Person  // also who was erased
	losers   map[string][]string // handles of rows that came later than another of the mark
	leaving  map[string][]string // handles that were erased; their streams may not be deleted yet
	marks    map[string]string   // by handle, of all rows that were met
}

func newRoll() roll {
	return roll{
		byMark: map[string]*Person{}, byHandle: map[string]*Person{},
		losers: map[string][]string{}, leaving: map[string][]string{}, marks: map[string]string{},
	}
}

func (l *roll) fold(keys subkeys, r event.RawRecorded) error {
	switch r.Name {
	case kept:
		return l.keep(keys, r)
	case erased:
		var g gone
		if err := json.Unmarshal(r.Data, &g); err != nil {
			return &event.CorruptError{Place: r.Place, Err: err}
		}
		l.erase(g.Handles)
	}
	return nil
}

func (l *roll) keep(keys subkeys, r event.RawRecorded) error {
	w, err := readRow(r)
	if err != nil || len(w.Mark) == 0 {
		return err // a subject is looked up when it is needed
	}
	mark := string(w.Mark)
	l.marks[w.Handle] = mark
	if l.byHandle[w.Handle] != nil {
		return nil // erased, and its stream is about to go
	}
	if l.byMark[mark] != nil {
		l.losers[mark] = append(l.losers[mark], w.Handle)
		return nil
	}
	p, err := keys.open(w)
	if err == nil {
		l.byMark[mark], l.byHandle[w.Handle] = p, p
	}
	return err
}

func readRow(r event.RawRecorded) (w row, err error) {
	if err := json.Unmarshal(r.Data, &w); err != nil {
		return w, &event.CorruptError{Place: r.Place, Err: err}
	}
	return w, nil
}

func (l *roll) erase(handles []string) {
	for _, handle := range handles {
		mark := l.marks[handle]
		if p := l.byMark[mark]; p != nil && p.handle == handle {
			delete(l.byMark, mark)
			delete(l.losers, mark)
		}
		l.leaving[mark] = append(l.leaving[mark], handle)
		l.byHandle[handle] = &Person{handle: handle}
	}
}

// of gives the handles of a name: those in use, the believed one first, and those that were
// erased.
func (l *roll) of(keys subkeys, n Name) (standing, leaving []string) {
	mark := string(keys.markOf(n))
	if handle, ok := n.handle(); ok && l.byHandle[handle] != nil {
		if l.byHandle[handle].Erased() {
			return nil, []string{handle}
		}
		mark = l.marks[handle]
	}
	if p := l.byMark[mark]; p != nil {
		standing = append([]string{p.handle}, l.losers[mark]...)
	}
	return standing, l.leaving[mark]
}

// strays are handles whose streams are still there and of no use: somebody stopped between
// an erasure, or a lost race, and the deletion.
func (l *roll) strays() (handles []string) {
	for handle := range l.marks {
		if p := l.byHandle[handle]; p == nil || p.Erased() {
			handles = append(handles, handle)
		}
	}
	return handles
}

// seal makes the row of a person.
func (s subkeys) seal(mark []byte, handle string, key []byte) row {
	return row{mark, handle, s.box.Seal(nil, nil, //nolint:gosec // G407: this AEAD draws the nonce itself
		key, append(append([]byte{}, mark...), handle...))}
}

// open is the inverse of seal.
func (s subkeys) open(w row) (*Person, error) {
	key, err := s.box.Open(nil, nil, w.Key, append(append([]byte{}, w.Mark...), w.Handle...))
	if err != nil {
		return nil, fmt.Errorf("the row of %s was altered: %w", w.Handle, err)
	}
	return newPerson(w.Handle, key)
}
