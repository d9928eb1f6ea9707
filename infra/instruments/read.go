package instruments

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"

	"go.yaml.in/yaml/v3"

	"soin/domain/rule"
)

// Limits of an instrument file.
const (
	MostBytes     = 1 << 20
	mostDocuments = 100
)

// Read reads every instrument of a file; its name is for faults. The error is a [Faults].
func Read(file string, data []byte) ([]*Instrument, error) {
	r := &reader{file: file}
	if len(data) > MostBytes {
		r.whole(len(data), "bytes are more than the 1 MiB an instrument file may have")
		return nil, r.faults.Err()
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var all []*Instrument
	seen := map[string]bool{}
	for {
		var n yaml.Node
		err := decoder.Decode(&n)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			r.syntax(err)
			break
		}
		in := r.document(n.Content[0])
		if in == nil {
			continue
		}
		if seen[in.ID] {
			r.at(n.Content[0], "id", in.ID, "is already the id of an earlier document of this file")
		}
		seen[in.ID] = true
		if all = append(all, in); len(all) > mostDocuments {
			r.whole(len(all), "documents are more than the 100 a file may have")
			break
		}
	}
	if len(all) == 0 && len(r.faults.List) == 0 {
		r.whole(0, "documents: an instrument file must hold at least one")
	}
	if err := r.faults.Err(); err != nil {
		return nil, err
	}
	return all, nil
}

// reader gathers the faults of one file.
type reader struct {
	file   string
	faults Faults
}

// whole is a fault of the whole file.
func (r *reader) whole(value any, broken string) {
	r.faults.Add(NewFault(r.file, 0, 0, "", value, broken))
}

// at is a fault at a path of a document.
func (r *reader) at(doc *yaml.Node, path string, value any, broken string) {
	n := locate(doc, path)
	r.faults.Add(NewFault(r.file, n.Line, n.Column, path, value, broken))
}

// syntax is a fault that keeps the file from being YAML at all.
func (r *reader) syntax(err error) {
	line := 0
	_, _ = fmt.Sscanf(err.Error(), "yaml: line %d:", &line) // 0 where YAML names no line
	r.faults.Add(NewFault(r.file, line, 0, "", err.Error(), "keeps the file from being read"))
}

// broken reports a [rule.Broken] under a path.
func (r *reader) broken(doc *yaml.Node, path string, err error) {
	for _, v := range Violations(err) {
		at := v.Path
		if path != "" {
			at = join(path, v.Path)
		}
		n := locate(doc, at)
		r.faults.Add(&Fault{r.file, n.Line, n.Column, rule.Violation{Path: at, Value: v.Value, Rule: v.Rule}})
	}
}

// document reads one document, or reports what is wrong with it.
func (r *reader) document(n *yaml.Node) *Instrument {
	c, ok := r.shaped(n)
	if !ok {
		return nil
	}
	before := len(r.faults.List)
	in := c.instrument()
	if len(r.faults.List) > before {
		return nil
	}
	return in
}

// shaped decodes a node whose shape is that of a document.
func (r *reader) shaped(n *yaml.Node) (*compiler, bool) {
	before := len(r.faults.List)
	s := shape{func(at *yaml.Node, path, broken string) {
		r.faults.Add(NewFault(r.file, at.Line, at.Column, path, at.Value, broken))
	}}
	s.check(n, reflect.TypeFor[document](), "")
	if len(r.faults.List) > before {
		return nil, false
	}
	var doc document
	if err := n.Decode(&doc); err != nil {
		r.at(n, "", err.Error(), "cannot be read")
		return nil, false
	}
	return &compiler{reader: r, doc: &doc, node: n}, true
}

// readLayout reads a file that holds an import section and nothing else.
func readLayout(file string, data []byte) (Layout, error) {
	r := &reader{file: file}
	var n yaml.Node
	if err := yaml.Unmarshal(data, &n); err != nil {
		return Layout{}, err
	}
	c, ok := r.shaped(n.Content[0])
	if !ok {
		return Layout{}, r.faults.Err()
	}
	return c.layout(&Instrument{claims: map[string][]claim{}}), r.faults.Err()
}
