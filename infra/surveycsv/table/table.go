// Package table reads tables as people publish them: comma, semicolon or tab between the
// cells; UTF-8 with or without a byte order mark, UTF-16 with one, or Windows-1252; lines
// that end in any way; cells with line breaks; empty columns and rows at the end.
//
// It reads the whole table or says in [instruments.Faults] where it cannot, and holds to
// its limits before it takes the memory. It does not panic on any bytes.
package table

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"

	"soin/infra/instruments"
)

// Limits of a table.
const (
	MostBytes   = 64 << 20
	MostRows    = 100_000
	MostColumns = 2_000     // that have a header or a value
	MostCells   = 5_000_000 // up to the last value of each row
	LongestCell = 10_000    // characters

	mostRawColumns = 1 << 14 // empty ones at the end included: the widest sheet there is
)

// Table is the rows of a file under its first row that is not empty.
type Table struct {
	File     string
	Encoding string
	Line     int      // of the header
	Header   []string // without white space at the ends, nor empty headers at the end
	Rows     []Row    // that are not empty
}

// Row is one record. It has no empty cells at its end, so it may be shorter than the header
// or, where it has values without one, longer.
type Row struct {
	Line  int
	Cells []string // without white space at the ends
}

// Cell is the i-th cell, empty where the row is shorter.
func (r Row) Cell(i int) string {
	if i < 0 || i >= len(r.Cells) {
		return ""
	}
	return r.Cells[i]
}

// Open reads a table from a file of a folder.
func Open(folder fs.FS, file string) (*Table, error) {
	f, err := folder.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	data, err := ReadBytes(f)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	return Read(file, data)
}

// ReadBytes reads a file up to its limit and one byte more, by which [Read] tells that it
// is too large.
func ReadBytes(r io.Reader) ([]byte, error) { return io.ReadAll(io.LimitReader(r, MostBytes+1)) }

// Read reads a table; the name of its file is for faults.
func Read(file string, data []byte) (*Table, error) {
	if len(data) > MostBytes {
		return nil, whole(file, len(data), fmt.Sprintf("bytes are more than the %d MiB a table may have", MostBytes>>20))
	}
	text, encoding, err := decode(file, data)
	if err != nil {
		return nil, err
	}
	text = unixLines(text)
	sep := separator(text)
	if line := tooWide(text, sep, mostRawColumns); line > 0 {
		return nil, fault(file, line, 0, "record", fmt.Sprintf("has more than %d cells", mostRawColumns))
	}
	t := &Table{File: file, Encoding: encoding}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = rune(sep), -1
	if err := t.records(r); err != nil {
		return nil, err
	}
	if t.Header == nil {
		return nil, whole(file, "0 rows", "are fewer than a table must have: its first row names the columns")
	}
	return t, nil
}

func (t *Table) records(r *csv.Reader) error {
	cells := 0
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return t.unreadable(err)
		}
		record = trimmed(record)
		if len(record) == 0 {
			continue
		}
		line, _ := r.FieldPos(0)
		if cells += len(record); cells > MostCells {
			return t.fault(line, 0, "table", fmt.Sprintf("has more than %d cells", MostCells))
		}
		if err := t.add(line, record); err != nil {
			return err
		}
	}
}

// trimmed takes white space from every cell and empty cells from the end. It keeps the
// record's slice no longer than needed.
func trimmed(record []string) []string {
	last := 0
	for i, cell := range record {
		record[i] = strings.TrimSpace(cell)
		if record[i] != "" {
			last = i + 1
		}
	}
	return append([]string(nil), record[:last]...)
}

func (t *Table) add(line int, record []string) error {
	if len(record) > MostColumns {
		return t.fault(line, len(record), "record", fmt.Sprintf("has more than %d columns", MostColumns))
	}
	for i, cell := range record {
		if len(cell) > LongestCell && utf8.RuneCountInString(cell) > LongestCell {
			return t.fault(line, i+1, cell, fmt.Sprintf("has more than %d characters", LongestCell))
		}
	}
	if t.Header == nil {
		t.Line, t.Header = line, record
		return nil
	}
	if len(t.Rows) == MostRows {
		return t.fault(line, 0, "table", fmt.Sprintf("has more than %d rows", MostRows))
	}
	t.Rows = append(t.Rows, Row{line, record})
	return nil
}

func (t *Table) fault(line, column int, value any, broken string) error {
	return fault(t.File, line, column, value, broken)
}

// unreadable tells where the quotes of a table go wrong.
func (t *Table) unreadable(err error) error {
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		return t.fault(0, 0, "table", "cannot be read: "+err.Error())
	}
	return t.fault(parse.StartLine, 0, "quote", fmt.Sprintf("goes wrong at line %d, character %d: %v", parse.Line, parse.Column, parse.Err))
}

// Column is the index of the column with this very header. It fails where there is none.
func (t *Table) Column(header string) (int, error) {
	for i, h := range t.Header {
		if h == header {
			return i, nil
		}
	}
	return 0, t.fault(t.Line, 0, header, "must be the header of a column")
}

// At adds a fault in a cell of this table; column is an index, -1 for the whole row.
func (t *Table) At(faults *instruments.Faults, line, column int, value any, broken string) {
	header := ""
	if column >= 0 && column < len(t.Header) {
		header = t.Header[column]
	}
	faults.Add(instruments.NewFault(t.File, line, column+1, header, value, broken))
}
