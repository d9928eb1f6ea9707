package jsoncodec

import (
	"bytes"
	"fmt"
	"strings"

	"soin/domain/rule"
)

// place is where in a value the walk stands: one level for each array or object it is in.
type place struct {
	levels []level // levels beyond the depth keep their memory for the next visit
	depth  int
}

type level struct {
	list  bool
	index int                 // in a list
	value bool                // in an object: behind the colon
	names [][]byte            // of an object, as they came
	many  map[string]struct{} // the same, when they are more than few
}

// few is how many names are compared one by one before a map is faster.
const few = 16

func (p *place) enter(list bool) {
	if p.depth == len(p.levels) {
		p.levels = append(p.levels, level{})
	}
	l := &p.levels[p.depth]
	*l = level{list: list, names: l.names[:0]}
	p.depth++
}

func (p *place) leave() { p.depth-- }

func (p *place) named() { p.levels[p.depth-1].value = true }

func (p *place) next() {
	l := &p.levels[p.depth-1]
	l.index++
	l.value = false
}

// expectsName reports whether the next string names a value of an object. (The
// tokenizer's own IsKey is wrong for strings behind an object in a list.)
func (p *place) expectsName() bool {
	return p.depth > 0 && !p.levels[p.depth-1].list && !p.levels[p.depth-1].value
}

// name enters the value of this name and reports whether the name is new.
func (p *place) name(key []byte) bool {
	l := &p.levels[p.depth-1]
	isNew := true
	if len(l.names) < few {
		for _, n := range l.names {
			isNew = isNew && !bytes.Equal(n, key)
		}
	} else {
		if l.many == nil {
			l.many = make(map[string]struct{}, 2*few)
			for _, n := range l.names {
				l.many[string(n)] = struct{}{}
			}
		}
		_, taken := l.many[string(key)]
		l.many[string(key)] = struct{}{}
		isNew = !taken
	}
	l.names = append(l.names, key)
	return isNew
}

// String is the JSON path of the place: "items[3].mean".
func (p *place) String() string {
	var b strings.Builder
	for _, l := range p.levels[:p.depth] {
		switch {
		case l.list:
			fmt.Fprintf(&b, "[%d]", l.index)
		case len(l.names) > 0:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(shortened(l.names[len(l.names)-1]))
		}
	}
	return b.String()
}

// longestName is how many bytes of a name a path repeats.
const longestName = 64

func shortened(name []byte) string {
	if len(name) <= longestName {
		return string(name)
	}
	return strings.ToValidUTF8(string(name[:longestName]), "") + "…"
}

func (p *place) violation(value, broken string) error {
	return &rule.Violation{Path: p.String(), Value: shortened([]byte(value)), Rule: broken}
}
