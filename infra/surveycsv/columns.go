package surveycsv

import (
	"fmt"
	"strings"

	"soin/infra/instruments"
	"soin/infra/surveycsv/table"
)

// longestHeader is far longer than any question.
const longestHeader = 2000

// absent is the index of a column that a table does not have.
const absent = -1

// columns is what the columns of one table are for.
type columns struct {
	all     []instruments.Column
	uses    map[instruments.Use]int // index by use, of those there is one of
	answers []answers               // by question, in the order of the instrument
}

// answers is the columns that are about one question.
type answers struct {
	question int
	wording  string // as the header prints it
	measures map[instruments.Measure]int
}

// of is the index of the column with a use, or absent.
func (c *columns) of(use instruments.Use) int {
	if i, has := c.uses[use]; has {
		return i
	}
	return absent
}

// value is the column with the values themselves, and the scale they are written in.
func (a answers) value(scale instruments.Scale) (int, instruments.Scale) {
	if i, has := a.measures[instruments.MeanOf]; has {
		return i, instruments.Mean
	}
	if i, has := a.measures[instruments.FavourableOf]; has {
		return i, instruments.Points
	}
	return a.of(instruments.Value), scale
}

// of is the index of the column with a measure, or absent.
func (a answers) of(measure instruments.Measure) int {
	if i, has := a.measures[measure]; has {
		return i
	}
	return absent
}

// headers reads the header of a table.
func (p *planner) headers() {
	c := &columns{uses: map[instruments.Use]int{}}
	questions := map[int]*answers{}
	seen := map[string]int{}
	for i, header := range p.table.Header {
		key := strings.ToLower(header)
		if was, twice := seen[key]; twice && header != "" {
			p.fault(p.table.Line, i, header, fmt.Sprintf("is already the header of column %d", was+1))
		}
		seen[key] = i
		c.all = append(c.all, p.header(c, questions, i, header))
	}
	if c.of(instruments.Team) == absent && c.of(instruments.TeamCode) == absent {
		p.fault(p.table.Line, absent, "header", "must have a column that names the teams")
	}
	for i, q := range p.Instrument.Questions {
		a, asked := questions[i]
		if !asked {
			continue
		}
		if column, _ := a.value(p.Instrument.Layout.Values); column != absent {
			c.answers = append(c.answers, *a)
			continue
		}
		for _, column := range a.measures {
			c.all[column] = instruments.Column{Use: instruments.Unknown, Reason: "goes with values of " + q.ID + ", of which there is no column"}
		}
	}
	if len(c.answers) == 0 {
		p.fault(p.table.Line, absent, "header", fmt.Sprintf("must have a column for at least one item of %s in wave %s", p.Instrument.ID, p.wave.Label))
	}
	p.columns = c
	p.summary.headers(p.table, c)
}

// header reads one header.
func (p *planner) header(c *columns, questions map[int]*answers, i int, header string) instruments.Column {
	if header == "" {
		return instruments.Column{Use: instruments.Unknown, Reason: "has no header"}
	}
	if len(header) > longestHeader {
		p.fault(p.table.Line, i, header, fmt.Sprintf("must have at most %d bytes to be a header", longestHeader))
		return instruments.Column{Use: instruments.Unknown}
	}
	column, err := p.Instrument.Column(header, p.wave)
	if err != nil {
		p.violation(p.table.Line, i, err)
		return column
	}
	switch column.Use {
	case instruments.LeftOut, instruments.Unknown:
	case instruments.Answers:
		p.answersHeader(questions, i, header, column)
	default:
		if was, twice := c.uses[column.Use]; twice {
			p.fault(p.table.Line, i, header, fmt.Sprintf("names the %s, as column %d does", column.Use, was+1))
		}
		c.uses[column.Use] = i
	}
	return column
}

func (p *planner) answersHeader(questions map[int]*answers, i int, header string, column instruments.Column) {
	a := questions[column.Question]
	if a == nil {
		a = &answers{question: column.Question, measures: map[instruments.Measure]int{}}
		questions[column.Question] = a
	}
	for _, measure := range rivals(column.Measure) {
		if was, twice := a.measures[measure]; twice {
			p.fault(p.table.Line, i, header, fmt.Sprintf("holds the answers to %s, as column %d does",
				p.Instrument.Questions[column.Question].ID, was+1))
		}
	}
	a.measures[column.Measure] = i
	if column.Wording != "" {
		a.wording = column.Wording
	}
}

// rivals are the measures of which an item can have one only.
func rivals(m instruments.Measure) []instruments.Measure {
	switch m {
	case instruments.Value, instruments.MeanOf, instruments.FavourableOf:
		return []instruments.Measure{instruments.Value, instruments.MeanOf, instruments.FavourableOf}
	}
	return []instruments.Measure{m}
}

// overflow reports values that stand right of the last header: the row may be shifted.
func (p *planner) overflow(row table.Row) {
	for i := len(p.table.Header); i < len(row.Cells); i++ {
		if row.Cells[i] != "" {
			p.fault(row.Line, i, row.Cells[i], "stands right of the last header: is there a separator too many in this row?")
			return
		}
	}
}
