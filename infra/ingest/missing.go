package ingest

import (
	"fmt"

	"soin/domain/rule"
)

// maxMissing is how many missing values one answer names.
const maxMissing = 100

// missing refuses a payload that leaves out what its form wants given, and names up to
// [maxMissing] places. The payload must be compact and checked, and be read by its form.
func missing(compact []byte, w *want) error {
	s := search{walk: walk{data: compact}, at: make([]step, 0, 8)}
	s.value(w)
	if s.err != nil {
		return s.err
	}
	return rule.All(s.broken...)
}

// search goes once through compact JSON and looks for what is not there.
type search struct {
	walk
	at     []step // on the way to the value
	broken []error
}

// step is a name, or a place in a list when the name is nil.
type step struct {
	name  []byte
	index int
}

// value looks at what stands here. It must be given, unless null will do.
func (s *search) value(w *want) {
	switch {
	case s.data[s.i] == 'n' && w != nil && !w.null:
		s.report("null", "")
	case w != nil && w.fields != nil && s.data[s.i] == '{':
		s.object(w)
		return
	case w != nil && w.elements != nil && (s.data[s.i] == '[' || s.data[s.i] == '{'):
		s.all(w.elements)
		return
	}
	s.skip()
}

// object looks at the fields that the form knows, and then for those that were not there.
func (s *search) object(w *want) {
	var given uint64 // one bit for each required field
	for s.i++; s.data[s.i] != '}'; {
		name := s.name()
		field := w.fields[string(name)]
		if field == nil {
			s.skip()
			continue
		}
		if field.place >= 0 {
			given |= 1 << field.place
		}
		s.at = append(s.at, step{name: name})
		s.value(field)
		s.at = s.at[:len(s.at)-1]
	}
	s.i++
	if given == 1<<len(w.required)-1 {
		return
	}
	for i, name := range w.required {
		if given&(1<<i) == 0 {
			s.report("nothing", name)
		}
	}
}

// all looks at every element of a list, or every value of a map.
func (s *search) all(w *want) {
	list := s.data[s.i] == '['
	s.at = append(s.at, step{})
	last := len(s.at) - 1
	for s.i++; s.data[s.i] != ']' && s.data[s.i] != '}'; {
		if !list {
			s.at[last].name = s.name()
		} else if s.data[s.i] == ',' {
			s.i++
		}
		s.value(w)
		s.at[last].index++
	}
	s.at = s.at[:last]
	s.i++
}

// name goes behind the colon of the next name of an object.
func (s *search) name() []byte {
	if s.data[s.i] == ',' {
		s.i++
	}
	from := s.i
	s.text()
	s.i++ // the colon
	return s.quoted(from, s.i-1)
}

// skip goes behind a value of any kind.
func (s *search) skip() {
	for depth := 0; ; {
		switch s.data[s.i] {
		case '"':
			s.text()
		case '{', '[':
			depth++
			s.i++
		case '}', ']':
			depth--
			s.i++
		default:
			s.i++
		}
		if depth == 0 && (s.data[s.i-1] == '"' || s.data[s.i] == ',' || s.data[s.i] == '}' || s.data[s.i] == ']') {
			return
		}
	}
}

// report notes that something is missing here, or under a name here.
func (s *search) report(found, name string) {
	if len(s.broken) == maxMissing {
		return
	}
	path := ""
	for _, at := range s.at {
		if at.name == nil {
			path += fmt.Sprintf("[%d]", at.index)
		} else {
			path = joined(path, shown(string(at.name)))
		}
	}
	if name != "" {
		path = joined(path, name)
	}
	s.broken = append(s.broken, &rule.Violation{Path: path, Value: found, Rule: "must be given"})
}
