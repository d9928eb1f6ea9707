package registry

import (
	"fmt"
	"slices"

	"soin/domain/calendar"
	"soin/infra/instruments"
	"soin/infra/surveycsv/table"
)

// logRow is one row of the log.
type logRow struct {
	file         string
	line, year   int
	id, previous string
	kind, reason string
}

// succession is an organisation becoming another one.
type succession struct {
	logRow
	demerger bool
}

func (b *builder) log(t *table.Table, m instruments.LineageTable) error {
	columns, err := indexes(t, m.Year, m.ID, m.Previous, m.Succession, m.Reason)
	if err != nil {
		return err
	}
	var rows []logRow
	for _, row := range t.Rows {
		r := logRow{
			file: t.File, line: row.Line,
			id: b.id(row.Cell(columns[1])), previous: b.id(row.Cell(columns[2])),
			kind: row.Cell(columns[3]), reason: row.Cell(columns[4]),
		}
		if r, usable := b.usable(r, row.Cell(columns[0])); usable {
			rows = append(rows, r)
		}
	}
	b.lines(rows, m)
	return nil
}

// usable holds a row against the list of organisations.
func (b *builder) usable(r logRow, when string) (logRow, bool) {
	first, last := b.registry.First, b.registry.Last+1
	n, err := year(when)
	r.year = n
	switch {
	case err != nil, n < first, n > last:
		b.unusable(r.file, r.line, "the year %s is none between %d and %d", when, first, last)
	case b.first[r.id] == 0:
		b.unusable(r.file, r.line, "%q is not in the list of organisations", r.id)
	case r.previous != "" && b.first[r.previous] == 0:
		b.unusable(r.file, r.line, "%q is not in the list of organisations", r.previous)
	case r.previous == "" && r.kind != "":
		b.unusable(r.file, r.line, "a succession to %s that names no predecessor", r.id)
	default:
		return r, true
	}
	return r, false
}

// lines tells who went on as whom. A direct successor is the same organisation going on,
// unless it had a life of its own already: then a row of that year says that it goes on
// from itself.
func (b *builder) lines(rows []logRow, m instruments.LineageTable) {
	type self struct {
		id   string
		year int
	}
	own := map[self]bool{}
	for _, r := range rows {
		if r.id == r.previous {
			own[self{r.id, r.year}] = true
		}
	}
	for _, r := range rows {
		direct := slices.Contains(m.Direct, r.kind)
		switch {
		case r.previous == "":
			b.gone = append(b.gone, r)
		case r.id == r.previous:
		case direct && !own[self{r.id, r.year}]:
			b.goesOn(r.id, r.previous)
		case direct || slices.Contains(m.Indirect, r.kind):
			b.became = append(b.became, succession{r, slices.Contains(m.Demergers, r.reason)})
		default:
			b.unusable(r.file, r.line, "%q does not say whether %s is %s going on", r.kind, r.id, r.previous)
		}
	}
}

// fate is what the log says became of an organisation, all its rows taken together.
type fate struct {
	year     int // the last of them
	into     []string
	demerger bool
}

func (f *fate) becomes(to *Organisation, s succession) {
	f.year, f.demerger = max(f.year, s.year), f.demerger || s.demerger
	if i, found := slices.BinarySearch(f.into, to.ID); !found {
		f.into = slices.Insert(f.into, i, to.ID)
	}
}

// end gives an end to every organisation that the registry stops listing: into what the
// log says it became, or into nothing.
func (b *builder) end() {
	r, fates := b.registry, b.fates()
	for _, o := range r.organisations {
		if o.Last >= r.Last {
			continue
		}
		f := fates[o.ID]
		o.End = &End{On: newYear(max(f.year, o.Last+1)), Into: f.into, Split: len(f.into) > 1 || f.demerger}
		for _, id := range f.into {
			r.byID[id].Predecessors = append(r.byID[id].Predecessors, o)
		}
	}
	for _, g := range b.gone {
		if o := r.byID[g.id]; o.End == nil {
			b.unusable(g.file, g.line, "%s is still listed in %d and cannot have ended in %d", g.id, r.Last, g.year)
		}
	}
}

// fates gathers the successions by the id of the predecessor.
func (b *builder) fates() map[string]fate {
	fates := map[string]fate{}
	for _, s := range b.became {
		from, to := b.registry.byID[s.previous], b.registry.byID[s.id]
		if why := contradiction(s, from, to); why != "" {
			b.unusable(s.file, s.line, "%s", why)
			continue
		}
		f := fates[from.ID]
		f.becomes(to, s)
		fates[from.ID] = f
	}
	return fates
}

// contradiction says what in the list of organisations speaks against a succession.
func contradiction(s succession, from, to *Organisation) string {
	switch {
	case from == to:
		return fmt.Sprintf("%s and %s are one organisation going on", s.previous, s.id)
	case to.Last < s.year:
		return fmt.Sprintf("%s was listed until %d only and cannot succeed %s in %d", s.id, to.Last, s.previous, s.year)
	case from.First > s.year:
		return fmt.Sprintf("%s is listed from %d only and cannot be succeeded in %d", s.previous, from.First, s.year)
	}
	return ""
}

func newYear(year int) calendar.Date {
	on, _ := calendar.Parse(fmt.Sprintf("%04d-01-01", year)) // years are checked when read
	return on
}
