package surveycsv

import (
	"fmt"

	"soin/domain/calendar"
	"soin/infra/instruments"
	"soin/infra/surveycsv/registry"
	"soin/infra/surveycsv/table"
)

// Summary tells a person what became of a table, down to the cell.
type Summary struct {
	File, Encoding string
	InstrumentID   string
	SurveyID       string
	Date           calendar.Date
	Revision       int
	Attribution    []string

	Rows        int // that are not empty, the header not counted
	Tallied     int // rows whose results are stated
	SkippedRows []SkippedRows

	Items          int // columns of answers
	MappedColumns  int // columns that say something about the team or its answers
	SkippedColumns []SkippedColumn

	Cells   Cells
	Missing map[string]int // cells of answers without a value, by what stands in them

	New            []NewTeam
	Renamed, Moved []Change
	Ended          []EndedTeam
	Late           bool // a newer wave is known: nobody was renamed or moved
	Unchanged      int  // teams that would have been

	ByRegistry   bool
	OtherYear    []string            // names found in the registry in another year only
	Unregistered []string            // names that the registry does not have
	Unusable     []registry.Unusable // rows of the registry
	Warnings     []string            // what a person should look at
	Facts        map[string]int      // by event name
}

// Cells counts the cells that are not empty, header aside. Their sum is all of them.
type Cells struct {
	Values      int // answers that are stated
	Mapped      int // names, codes, parents, numbers of people
	Missing     int // answers without a value
	Withheld    int // answers of fewer people than may be published
	LeftOut     int // in columns that are left out
	Unknown     int // in columns that are unknown
	SkippedRows int // in rows that are skipped
}

// Total is the number of cells that are not empty.
func (c Cells) Total() int {
	return c.Values + c.Mapped + c.Missing + c.Withheld + c.LeftOut + c.Unknown + c.SkippedRows
}

// SkippedRows counts rows that state nothing, for one reason.
type SkippedRows struct {
	Reason    string
	Rows      int
	FirstLine int
}

// SkippedColumn is a column that states nothing.
type SkippedColumn struct {
	Header string
	Column int // from 1
	Use    instruments.Use
	Reason string
	Cells  int // cells that are not empty
}

// NewTeam is a team that the log did not know.
type NewTeam struct{ ID, Name, Kind string }

// Change is what a team was called or stood under, and what it is now.
type Change struct{ ID, Was, Is string }

// EndedTeam is a team that ended, and what it became.
type EndedTeam struct {
	ID, Name string
	How      string // "merged", "split" or "dissolved"
	On       calendar.Date
	Into     []string
}

func newSummary(r Request) *Summary {
	s := &Summary{
		File: r.File, InstrumentID: r.Instrument.ID, Revision: max(1, r.Revision),
		Attribution: r.Instrument.Attribution, Missing: map[string]int{}, Facts: map[string]int{},
	}
	if r.Registry != nil {
		s.ByRegistry, s.Unusable = true, r.Registry.Unusable
	}
	return s
}

func (s *Summary) opened(p *planner) {
	s.Encoding, s.Date, s.Late = p.table.Encoding, p.wave.Date, p.late
	s.SurveyID = p.Instrument.SurveyID(p.wave)
}

func (s *Summary) warn(format string, args ...any) {
	s.Warnings = append(s.Warnings, fmt.Sprintf(format, args...))
}

// headers counts the columns.
func (s *Summary) headers(t *table.Table, c *columns) {
	s.Items = len(c.answers)
	for i, column := range c.all {
		switch column.Use {
		case instruments.LeftOut, instruments.Unknown:
			if cells := valuesIn(t, i); t.Header[i] != "" || cells > 0 {
				s.SkippedColumns = append(s.SkippedColumns, SkippedColumn{t.Header[i], i + 1, column.Use, column.Reason, cells})
			}
		case instruments.Answers:
			if column.Measure == instruments.AnswersOf || column.Measure == instruments.DeviationOf {
				s.MappedColumns++
			}
		default:
			s.MappedColumns++
		}
	}
}

func valuesIn(t *table.Table, column int) int {
	n := 0
	for _, row := range t.Rows {
		if row.Cell(column) != "" {
			n++
		}
	}
	return n
}

// skipRow counts a row that states nothing.
func (s *Summary) skipRow(row table.Row, reason string) {
	for _, cell := range row.Cells {
		if cell != "" {
			s.Cells.SkippedRows++
		}
	}
	for i := range s.SkippedRows {
		if s.SkippedRows[i].Reason == reason {
			s.SkippedRows[i].Rows++
			return
		}
	}
	s.SkippedRows = append(s.SkippedRows, SkippedRows{reason, 1, row.Line})
}

// readRow counts the cells of a row whose results are stated.
func (s *Summary) readRow(row table.Row, c *columns, f found) {
	s.Cells.Values += f.values
	s.Cells.Withheld += f.withheld
	for token, n := range f.missing {
		s.Missing[token] += n
		if token != "" {
			s.Cells.Missing += n
		}
	}
	for i, column := range c.all {
		if row.Cell(i) == "" {
			continue
		}
		switch {
		case column.Use == instruments.LeftOut:
			s.Cells.LeftOut++
		case column.Use == instruments.Unknown:
			s.Cells.Unknown++
		case column.Use != instruments.Answers, column.Measure == instruments.AnswersOf, column.Measure == instruments.DeviationOf:
			s.Cells.Mapped++
		}
	}
}
