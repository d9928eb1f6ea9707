package registry

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strconv"

	"soin/domain/rule"
	"soin/infra/instruments"
	"soin/infra/instruments/typography"
	"soin/infra/surveycsv/table"
)

// Read reads the registry that lies in a folder. Columns that are missing are an error;
// rows that cannot be used are not.
func Read(folder fs.FS, m *instruments.Registry) (*Registry, error) {
	b := &builder{registry: &Registry{
		byID: map[string]*Organisation{}, exact: map[string][]int{}, typographic: map[string][]int{},
	}, aliases: m.Aliases, older: map[string]string{}, first: map[string]int{}}
	organisations, err := table.Open(folder, m.Organisations.File)
	if err != nil {
		return nil, fmt.Errorf("registry: %w", err)
	}
	if err := b.list(organisations, m.Organisations); err != nil {
		return nil, err
	}
	if m.Lineage.File != "" {
		log, err := table.Open(folder, m.Lineage.File)
		if err != nil {
			return nil, fmt.Errorf("registry: %w", err)
		}
		if err := b.log(log, m.Lineage); err != nil {
			return nil, err
		}
	}
	b.build()
	slices.SortStableFunc(b.registry.Unusable, func(u, v Unusable) int {
		return cmp.Or(cmp.Compare(u.File, v.File), cmp.Compare(u.Line, v.Line))
	})
	return b.registry, nil
}

// builder puts a registry together: rows first, then the organisations that the log says
// they are.
type builder struct {
	registry *Registry
	aliases  map[string]string
	rows     []organisationRow
	first    map[string]int    // first year of an id
	older    map[string]string // id: the id it goes on from
	became   []succession
	gone     []logRow // ends without a successor
}

type organisationRow struct {
	id   string
	name Name
}

func (b *builder) unusable(file string, line int, format string, args ...any) {
	b.registry.Unusable = append(b.registry.Unusable, Unusable{file, line, fmt.Sprintf(format, args...)})
}

// id is the id that a cell means.
func (b *builder) id(cell string) string {
	if meant, misprint := b.aliases[cell]; misprint {
		return meant
	}
	return cell
}

func (b *builder) list(t *table.Table, m instruments.OrganisationTable) error {
	columns, err := indexes(t, m.ID, m.Name, m.From, m.To)
	if err != nil {
		return err
	}
	for _, row := range t.Rows {
		id, text := b.id(row.Cell(columns[0])), typography.Clean(row.Cell(columns[1]))
		from, err1 := year(row.Cell(columns[2]))
		to, err2 := year(row.Cell(columns[3]))
		if err := rule.All(rule.ID(m.ID, id), rule.Text(m.Name, text, 1, 200), err1, err2); err != nil {
			b.unusable(t.File, row.Line, "%v", err)
			continue
		}
		if from > to {
			b.unusable(t.File, row.Line, "%s ends in %d before it begins in %d", id, to, from)
			continue
		}
		b.rows = append(b.rows, organisationRow{id, Name{text, from, to}})
		if first, known := b.first[id]; !known || from < first {
			b.first[id] = from
		}
		b.span(from, to)
	}
	return nil
}

func (b *builder) span(from, to int) {
	r := b.registry
	if r.First == 0 || from < r.First {
		r.First = from
	}
	r.Last = max(r.Last, to)
}

func indexes(t *table.Table, headers ...string) ([]int, error) {
	columns := make([]int, len(headers))
	for i, h := range headers {
		c, err := t.Column(h)
		if err != nil {
			return nil, err
		}
		columns[i] = c
	}
	return columns, nil
}

func year(cell string) (int, error) {
	n, err := strconv.Atoi(cell)
	if err != nil {
		return 0, rule.Break("year", cell, "must be a year")
	}
	return n, rule.Between("year", n, 1900, 2199)
}

// build makes the organisations of what was read.
func (b *builder) build() {
	r := b.registry
	for _, row := range b.rows {
		o := b.organisation(row.id)
		o.Names = append(o.Names, row.name)
		o.First, o.Last = min(o.First, row.name.From), max(o.Last, row.name.To)
		i := len(r.names)
		r.names = append(r.names, name{row.name, o})
		key := typography.Key(row.name.Text)
		r.exact[row.name.Text] = append(r.exact[row.name.Text], i)
		r.typographic[key] = append(r.typographic[key], i)
	}
	slices.SortFunc(r.organisations, func(a, z *Organisation) int { return cmp.Compare(a.ID, z.ID) })
	b.end()
}

// organisation is the one that an id stands for, under the oldest id of its line.
func (b *builder) organisation(id string) *Organisation {
	r, oldest := b.registry, b.oldest(id)
	o, known := r.byID[oldest]
	if !known {
		o = &Organisation{ID: oldest, First: b.first[oldest]}
		r.organisations = append(r.organisations, o)
		r.byID[oldest] = o
	}
	r.byID[id] = o
	return o
}

// oldest follows an id to the first of its line, and remembers the way.
func (b *builder) oldest(id string) string {
	first := id
	for from, later := b.older[first]; later; from, later = b.older[first] {
		first = from
	}
	if first != id {
		b.older[id] = first
	}
	return first
}

// goesOn joins two lines into one. The older of their first ids stands for both; of two
// equally old ones, the first by the alphabet.
func (b *builder) goesOn(id, from string) {
	x, y := b.oldest(id), b.oldest(from)
	if x == y {
		return
	}
	if cmp.Or(cmp.Compare(b.first[x], b.first[y]), cmp.Compare(x, y)) < 0 {
		x, y = y, x
	}
	b.older[x] = y
}
