package instruments

import (
	"regexp"
	"strings"

	"soin/infra/instruments/typography"
)

// Layout is how the tables of an instrument's results look.
type Layout struct {
	Values   Scale
	Teams    Teams
	Registry *Registry // nil: teams are known by code or name only

	missing map[string]bool
	header  *regexp.Regexp // of a column that has a code
	uses    []usePattern
	leftOut []leftOutPattern
	suffix  []suffixPattern
	day     string // MM-DD of a wave that is named by its year
}

// Scale is how the value of an item is written.
type Scale string

// The scales. A number that could be read two ways is not read at all.
const (
	Percent Scale = "percent" // "91%": the favourable share, always with its sign
	Points  Scale = "points"  // "91": the favourable share, 0..100
	Share   Scale = "share"   // "0.91": the favourable share, 0..1
	Mean    Scale = "mean"    // "3.7": the mean, on the item's scale
	Auto    Scale = "auto"    // "91%" is a favourable share, "3.7" a mean
)

// Missing holds for what stands in a cell without a value, as an empty cell always does.
func (l *Layout) Missing(cell string) bool { return cell == "" || l.missing[strings.ToLower(cell)] }

// Teams is how a table names teams.
type Teams struct {
	Kind       string // of a row's team
	ParentKind string // of a team that only the parent column names
	GroupKind  string // of a row with combined results
	Root       *Root  // nil: teams without a parent are tops of their own trees

	// ParentsAreTeams holds where the parent column names rows of the same table. Else it
	// names groupings, and a grouping may be called like one of its organisations.
	ParentsAreTeams bool

	groups   []*regexp.Regexp
	notTeams []notTeamPattern
	aliases  map[string]string // by typography.Key
}

// Root is the top of the tree that a table is about.
type Root struct {
	ID   string `yaml:"id"`
	Name string `yaml:"name"`
	Kind string `yaml:"kind"`
}

// Name is a cell's name without its misprints.
func (t *Teams) Name(cell string) string {
	name := typography.Clean(cell)
	if meant, misprint := t.aliases[typography.Key(name)]; misprint {
		return meant
	}
	return name
}

// KindOf is the kind of a team by the names it goes by.
func (t *Teams) KindOf(names ...string) string {
	for _, name := range names {
		for _, group := range t.groups {
			if group.MatchString(name) {
				return t.GroupKind
			}
		}
	}
	return t.Kind
}

// NotATeam holds for a row that is none, with the reason.
func (t *Teams) NotATeam(name string) (reason string, none bool) {
	for _, p := range t.notTeams {
		if p.names.MatchString(name) {
			return p.reason, true
		}
	}
	return "", false
}

// Registry is how a folder tells which organisations there were, and what became of them.
type Registry struct {
	Organisations OrganisationTable `yaml:"organisations"`
	Lineage       LineageTable      `yaml:"lineage"`
	Aliases       map[string]string `yaml:"aliases"` // an id as misprinted: as meant
}

// OrganisationTable names the columns of a table with one row per organisation and name.
type OrganisationTable struct {
	File string `yaml:"file"`
	ID   string `yaml:"id"`
	Name string `yaml:"name"`
	From string `yaml:"from"` // first year under this name
	To   string `yaml:"to"`   // last year
}

// LineageTable names the columns of a table with one row per succession or end.
type LineageTable struct {
	File       string   `yaml:"file"`
	Year       string   `yaml:"year"`
	ID         string   `yaml:"id"`         // the successor, or what ended without one
	Previous   string   `yaml:"previous"`   // the predecessor
	Succession string   `yaml:"succession"` // kind of succession
	Reason     string   `yaml:"reason"`
	Direct     []string `yaml:"direct"`    // kinds by which a successor is the same organisation going on
	Indirect   []string `yaml:"indirect"`  // kinds by which it is another one
	Demergers  []string `yaml:"demergers"` // reasons by which a part was carved out
}

type usePattern struct {
	use     Use
	pattern *regexp.Regexp
}

type leftOutPattern struct {
	headers *regexp.Regexp
	reason  string
}

type notTeamPattern struct {
	names  *regexp.Regexp
	reason string
}

type suffixPattern struct {
	measure Measure
	pattern *regexp.Regexp // group 1 is the item
}
