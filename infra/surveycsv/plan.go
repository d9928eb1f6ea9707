package surveycsv

import (
	"errors"
	"slices"

	"soin/domain/calendar"
	"soin/domain/rule"
	"soin/infra/ingest"
	"soin/infra/instruments"
	"soin/infra/surveycsv/registry"
	"soin/infra/surveycsv/table"
)

// Request is one table to import.
type Request struct {
	File       string // its name, for faults and the summary
	Data       []byte
	Instrument *instruments.Instrument
	Wave       string             // "2013", "2025-03" or "2025-03-17"
	Revision   int                // 0 or 1 at first, then 2, 3, ... when the tool corrects what it published
	Registry   *registry.Registry // nil without one
	Known      Known
}

// Import is what a table states.
type Import struct {
	// Stages are the facts in the order in which they are to be recorded: all of one stage
	// before any of the next. Parents come before the teams under them, so that an import
	// that was interrupted leaves a beginning, and planning it again plans the rest.
	Stages  [][]ingest.Delivery
	Summary Summary
}

// Deliveries are the facts of all stages.
func (i *Import) Deliveries() []ingest.Delivery { return slices.Concat(i.Stages...) }

// mostRevisions is the highest revision that survey.tallied may have.
const mostRevisions = 1000

// Plan tells what a table states and the log does not yet know. The error is an
// [instruments.Faults]: then the table states nothing.
func Plan(request Request) (*Import, error) {
	p := &planner{
		Request: request, summary: newSummary(request),
		byID: map[string]*row{}, groupings: map[string]string{},
		formed: map[string]bool{}, needed: map[string]calendar.Date{}, versions: written(),
	}
	for _, step := range []func(){
		p.open, p.headers, p.readRows, p.identify, p.place, p.publish, p.structure, p.tally,
	} {
		if step(); len(p.faults.List) > 0 {
			return nil, p.faults.Err()
		}
	}
	root := p.teams[p.ofGroupings:]
	groupings := p.teams[p.ofRows:p.ofGroupings]
	rows := p.teams[:p.ofRows]
	var stages [][]ingest.Delivery
	for _, facts := range [][]fact{slices.Concat(p.published, root), groupings, rows, p.tallies} {
		stages = append(stages, p.deliveries(facts))
	}
	if err := p.faults.Err(); err != nil {
		return nil, err
	}
	return &Import{Stages: stages, Summary: *p.summary}, nil
}

// planner is one planning. Its steps run in the order of [Plan], each on what the ones
// before it found without a fault.
type planner struct {
	Request
	wave    instruments.Wave
	late    bool          // a newer wave is known
	horizon calendar.Date // up to when ends are told: the newest wave that is known, or this one
	table   *table.Table
	columns *columns
	rows    []*row // of teams with results
	byID    map[string]*row
	version string // of the instrument

	groupings map[string]string        // name by id, of parents that have no row
	formed    map[string]bool          // teams this plan forms
	needed    map[string]calendar.Date // parents, and since when they must be there

	published, teams, tallies []fact
	ofRows, ofGroupings       int // where in teams the facts about rows end, and those about groupings

	versions map[string]int // by event name
	faults   instruments.Faults
	summary  *Summary
}

// open reads the wave and the table.
func (p *planner) open() {
	wave, err := p.Instrument.Wave(p.Wave)
	if err == nil {
		err = rule.Between("revision", p.Revision, 0, mostRevisions)
	}
	if err != nil {
		p.violation(0, absent, err)
		return
	}
	t, err := table.Read(p.File, p.Data)
	if err != nil {
		faults, _ := errors.AsType[*instruments.Faults](err) // which is what it returns
		p.faults = *faults
		return
	}
	p.wave, p.table, p.horizon = wave, t, wave.Date
	if newest, known := p.Known.Newest(p.Instrument.ID); known && newest > wave.Date {
		p.late, p.horizon = true, newest
	}
	p.summary.opened(p)
}

// fault reports a cell; column is an index, absent for what is no cell.
func (p *planner) fault(line, column int, value any, broken string) {
	if p.faults.Full() {
		p.faults.More++
		return
	}
	if p.table == nil {
		p.faults.Add(instruments.NewFault(p.File, line, column+1, "", value, broken))
		return
	}
	p.table.At(&p.faults, line, column, value, broken)
}

// violation reports the rules that a value breaks; one without a path is about the cell.
func (p *planner) violation(line, column int, err error) {
	for _, v := range instruments.Violations(err) {
		broken := *v
		if broken.Path == "" && column != absent {
			broken.Path = p.table.Header[column]
		}
		p.faults.Add(&instruments.Fault{File: p.File, Line: line, Column: column + 1, Violation: broken})
	}
}
