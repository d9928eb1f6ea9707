package surveycsv

import (
	"fmt"

	"soin/domain/rule"
	"soin/domain/survey"
	"soin/infra/instruments"
	"soin/infra/instruments/typography"
	"soin/infra/surveycsv/registry"
	"soin/infra/surveycsv/table"
)

// row is one team's line of a table.
type row struct {
	table.Row
	cell   string // the team's name as it is written
	name   string // without misprints
	code   string
	parent string // without misprints

	respondents, eligible *int
	rate                  *float64
	results               []survey.Result

	id           string
	organisation *registry.Organisation // nil where the registry has none
	parentID     string
}

// rows reads every row of a table that is about a team.
func (p *planner) readRows() {
	for _, cells := range p.table.Rows {
		p.summary.Rows++
		p.overflow(cells)
		r, reason := p.readRow(cells)
		if reason != "" {
			p.summary.skipRow(cells, reason)
			continue
		}
		p.rows = append(p.rows, r)
	}
}

// readRow reads one row, or says why it is about no team's answers.
func (p *planner) readRow(cells table.Row) (*row, string) {
	layout := &p.Instrument.Layout
	r := &row{
		Row:    cells,
		cell:   typography.Clean(cells.Cell(p.columns.of(instruments.Team))),
		code:   cells.Cell(p.columns.of(instruments.TeamCode)),
		parent: layout.Teams.Name(cells.Cell(p.columns.of(instruments.Parent))),
	}
	if layout.Missing(r.code) {
		r.code = ""
	}
	r.name = layout.Teams.Name(r.cell)
	if reason, none := layout.Teams.NotATeam(r.cell); none {
		return nil, reason
	}
	found := p.readAnswers(r)
	if found.given == 0 {
		return nil, "without any value"
	}
	p.readName(r)
	p.readPeople(r)
	if few(r.respondents) || few(r.eligible) {
		return nil, fmt.Sprintf("fewer than %d people, one of whom could be singled out", survey.MinRespondents)
	}
	if len(r.results) == 0 {
		return nil, fmt.Sprintf("fewer than %d answers to every item", survey.MinRespondents)
	}
	p.summary.readRow(cells, p.columns, found)
	return r, ""
}

// few holds for a number of people of whom nothing may be published.
func few(n *int) bool { return n != nil && *n < survey.MinRespondents }

func (p *planner) readName(r *row) {
	column := p.columns.of(instruments.Team)
	if column == absent {
		column, r.cell, r.name = p.columns.of(instruments.TeamCode), r.code, r.code
	}
	if err := rule.Text("", r.name, 1, 200); err != nil {
		p.violation(r.Line, column, err)
	}
	if err := rule.Text("", r.parent, 0, 200); err != nil {
		p.violation(r.Line, p.columns.of(instruments.Parent), err)
	}
	if err := rule.Text("", r.code, 0, 200); err != nil {
		p.violation(r.Line, p.columns.of(instruments.TeamCode), err)
	}
}

func (p *planner) readPeople(r *row) {
	r.respondents = p.people(r, instruments.Respondents)
	r.eligible = p.people(r, instruments.Eligible)
	if r.respondents != nil && r.eligible != nil && *r.respondents > *r.eligible {
		p.fault(r.Line, p.columns.of(instruments.Eligible), *r.eligible, "must not be lower than the respondents")
	}
	column := p.columns.of(instruments.ResponseRate)
	cell := r.Cell(column)
	if column == absent || p.Instrument.Layout.Missing(cell) {
		return
	}
	x, ok := rate(cell)
	if !ok {
		p.fault(r.Line, column, cell, "must be a share from 0% to 100%, written with its sign or from 0 to 1")
		return
	}
	r.rate = &x
}

// people reads a number of people, nil where none is given.
func (p *planner) people(r *row, use instruments.Use) *int {
	return p.count(r, p.columns.of(use))
}

func (p *planner) count(r *row, column int) *int {
	cell := r.Cell(column)
	if column == absent || p.Instrument.Layout.Missing(cell) {
		return nil
	}
	n, ok := count(cell)
	if !ok {
		p.fault(r.Line, column, cell, "must be a number of people")
		return nil
	}
	return &n
}

// found counts what the cells of answers of one row hold.
type found struct {
	given, values, withheld int
	missing                 map[string]int
}

// readAnswers reads the results of a row.
func (p *planner) readAnswers(r *row) found {
	f := found{missing: map[string]int{}}
	for _, a := range p.columns.answers {
		column, scale := a.value(p.Instrument.Layout.Values)
		cell := r.Cell(column)
		if p.Instrument.Layout.Missing(cell) {
			f.missing[cell]++
			continue
		}
		f.given++
		q := p.Instrument.Questions[a.question]
		value, broken := read(cell, scale, q.Min, q.Max)
		if broken != "" {
			p.fault(r.Line, column, cell, broken)
			continue
		}
		n := p.count(r, a.of(instruments.AnswersOf))
		if few(n) {
			f.withheld++
			continue
		}
		f.values++
		r.results = append(r.results, p.result(r, a, value, n))
	}
	return f
}

func (p *planner) result(r *row, a answers, value reading, n *int) survey.Result {
	result := survey.Result{Item: p.Instrument.Questions[a.question].ID, N: n}
	if value.favourable {
		result.Favourable = &value.value
		return result
	}
	result.Mean = &value.value
	column := a.of(instruments.DeviationOf)
	cell := r.Cell(column)
	if column == absent || p.Instrument.Layout.Missing(cell) {
		return result
	}
	sd, ok := number(cell, 0)
	if !ok || sd < 0 || sd > 2000 {
		p.fault(r.Line, column, cell, "must be a standard deviation")
		return result
	}
	result.SD = &sd
	return result
}
