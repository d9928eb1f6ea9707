package ingest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
)

// spot is one value in a payload that tells of a person.
type spot struct {
	mark     mark
	order    int
	from, to int // its bytes, quotes included
	path     string
	value    string // as published; never empty
}

// spotsOf finds every text at a mark, in the order of the payload, which must be compact
// and checked. What is no text or empty tells of nobody.
func spotsOf(compact []byte, m *marks) ([]spot, error) {
	if m == nil {
		return nil, nil
	}
	w := walk{data: compact}
	w.value(m, "")
	return w.spots, w.err
}

// firstMember is the spot of the member that the form names first, nil when none is given.
func firstMember(spots []spot) *spot {
	var members []*spot
	for i := range spots {
		if spots[i].mark == memberMark {
			members = append(members, &spots[i])
		}
	}
	if len(members) == 0 {
		return nil
	}
	return slices.MinFunc(members, func(a, b *spot) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.from, b.from))
	})
}

// walk goes once through compact JSON.
type walk struct {
	data  []byte
	i     int
	spots []spot
	err   error
}

func (w *walk) value(m *marks, path string) {
	switch w.data[w.i] {
	case '{':
		w.object(m, path)
	case '[':
		w.list(m, path)
	case '"':
		from := w.i
		w.text()
		if m != nil && m.mark != unmarked && w.i-from > 2 {
			w.spots = append(w.spots, spot{m.mark, m.order, from, w.i, path, w.unquote(from)})
		}
	default: // a number, true, false or null
		for w.i < len(w.data) && w.data[w.i] != ',' && w.data[w.i] != '}' && w.data[w.i] != ']' {
			w.i++
		}
	}
}

func (w *walk) object(m *marks, path string) {
	w.i++
	for w.data[w.i] != '}' {
		if w.data[w.i] == ',' {
			w.i++
		}
		from := w.i
		w.text()
		w.i++ // the colon
		var inner *marks
		at := path
		if m != nil {
			name := w.unquoteUntil(from, w.i-1)
			if inner = m.child(name); inner != nil {
				at = joined(path, name)
			}
		}
		w.value(inner, at)
	}
	w.i++
}

func joined(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func (w *walk) list(m *marks, path string) {
	w.i++
	var inner *marks
	if m != nil {
		inner = m.elements
	}
	for n := 0; w.data[w.i] != ']'; n++ {
		if w.data[w.i] == ',' {
			w.i++
		}
		at := path
		if inner != nil {
			at += "[" + strconv.Itoa(n) + "]"
		}
		w.value(inner, at)
	}
	w.i++
}

// text goes behind the closing quote.
func (w *walk) text() {
	for w.i++; w.data[w.i] != '"'; w.i++ {
		if w.data[w.i] == '\\' {
			w.i++
		}
	}
	w.i++
}

func (w *walk) unquote(from int) string { return w.unquoteUntil(from, w.i) }

func (w *walk) unquoteUntil(from, to int) string { return string(w.quoted(from, to)) }

// quoted is the text between two quotes, in the bytes of the payload where it can.
func (w *walk) quoted(from, to int) []byte {
	quoted := w.data[from:to]
	if bytes.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : len(quoted)-1]
	}
	var s string
	if err := json.Unmarshal(quoted, &s); err != nil && w.err == nil {
		w.err = err
	}
	return []byte(s)
}
