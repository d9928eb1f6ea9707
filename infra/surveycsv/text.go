package surveycsv

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"soin/infra/instruments"
	"soin/infra/surveycsv/registry"
)

// mostListed bounds every list of a printed summary; the rest is counted.
const mostListed = 40

// String is the summary as a person reads it.
func (s *Summary) String() string {
	var b strings.Builder
	_, _ = s.WriteTo(&b) // a strings.Builder does not fail
	return b.String()
}

// WriteTo prints the summary.
func (s *Summary) WriteTo(w io.Writer) (int64, error) {
	p := &printer{}
	p.line("%s, dated %s, from %s (%s)%s", s.SurveyID, s.Date, s.File, s.Encoding, s.revision())
	s.printRows(p)
	s.printColumns(p)
	s.printValues(p)
	s.printTeams(p)
	s.printRegistry(p)
	p.list("look at", s.Warnings)
	p.line("facts    %d", s.facts())
	for _, name := range slices.Sorted(maps.Keys(s.Facts)) {
		p.line("  %6d %s", s.Facts[name], name)
	}
	for _, line := range s.Attribution {
		p.line("%s", line)
	}
	n, err := io.WriteString(w, p.String())
	return int64(n), err
}

func (s *Summary) facts() int {
	n := 0
	for _, of := range s.Facts {
		n += of
	}
	return n
}

func (s *Summary) revision() string {
	if s.Revision > 1 {
		return fmt.Sprintf(", revision %d", s.Revision)
	}
	return ""
}

func (s *Summary) printRows(p *printer) {
	p.line("rows     %d read, %d with results", s.Rows, s.Tallied)
	for _, skipped := range s.SkippedRows {
		p.line("  %6d left out, first in line %d: %s", skipped.Rows, skipped.FirstLine, skipped.Reason)
	}
}

func (s *Summary) printColumns(p *printer) {
	p.line("columns  %d items, %d about the team", s.Items, s.MappedColumns)
	var leftOut []string
	count := map[string]int{}
	for _, c := range s.SkippedColumns {
		if c.Use == instruments.LeftOut {
			count[c.Reason]++
			if count[c.Reason] == 1 {
				leftOut = append(leftOut, c.Reason)
			}
		}
	}
	for _, reason := range leftOut {
		p.line("  %6d left out: %s", count[reason], reason)
	}
	var unknown []string
	for _, c := range s.SkippedColumns {
		if c.Use == instruments.Unknown {
			unknown = append(unknown, fmt.Sprintf("column %d %q with %d values: %s", c.Column, c.Header, c.Cells, c.Reason))
		}
	}
	p.list("unknown", unknown)
}

func (s *Summary) printValues(p *printer) {
	p.line("values   %d", s.Cells.Values)
	if s.Cells.Withheld > 0 {
		p.line("  %6d withheld: of too few people", s.Cells.Withheld)
	}
	for _, token := range slices.Sorted(maps.Keys(s.Missing)) {
		p.line("  %6d missing: %q", s.Missing[token], token)
	}
}

func (s *Summary) printTeams(p *printer) {
	p.line("teams    %d new, %d renamed, %d moved, %d ended", len(s.New), len(s.Renamed), len(s.Moved), len(s.Ended))
	kinds := map[string]int{}
	for _, t := range s.New {
		kinds[t.Kind]++
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		p.line("  %6d new: %s", kinds[kind], cmp.Or(kind, "team"))
	}
	p.list("renamed", each(s.Renamed, func(c Change) string { return fmt.Sprintf("%s: %q is now %q", c.ID, c.Was, c.Is) }))
	p.list("moved", each(s.Moved, func(c Change) string { return fmt.Sprintf("%s: from %s to %s", c.ID, cmp.Or(c.Was, "the top"), c.Is) }))
	p.list("ended", each(s.Ended, EndedTeam.String))
	if s.Late {
		p.line("  a newer wave is known already: missing teams are added, %d others keep the newer name and place", s.Unchanged)
	}
}

// String is one sentence.
func (e EndedTeam) String() string {
	text := fmt.Sprintf("%s: %q was %s on %s", e.ID, e.Name, e.How, e.On)
	if len(e.Into) > 0 {
		text += " into " + strings.Join(e.Into, ", ")
	}
	return text
}

func (s *Summary) printRegistry(p *printer) {
	if !s.ByRegistry {
		p.line("registry none: teams are known by code or name, and an organisation that was renamed is another team")
		return
	}
	p.line("registry %d names of another year, %d not found, %d rows of no use",
		len(s.OtherYear), len(s.Unregistered), len(s.Unusable))
	p.list("of another year", s.OtherYear)
	p.list("not found", s.Unregistered)
	p.list("of no use", each(s.Unusable, registry.Unusable.String))
}

func each[T any](list []T, tell func(T) string) []string {
	told := make([]string, len(list))
	for i, x := range list {
		told[i] = tell(x)
	}
	return told
}

// printer gathers lines.
type printer struct{ strings.Builder }

func (p *printer) line(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

// list prints a line each, up to a bound.
func (p *printer) list(what string, lines []string) {
	for i, line := range lines {
		if i == mostListed {
			p.line("  and %d more %s", len(lines)-i, what)
			return
		}
		p.line("  %s: %s", what, line)
	}
}
