package instruments

// document is one instrument as a file writes it. Its keys are those of
// instrument.published, so that a rule broken there is found here by its path.
type document struct {
	ID          string   `yaml:"id"`
	Version     string   `yaml:"version"` // "wave" makes a version of each wave
	Since       string   `yaml:"since"`   // YYYY-MM-DD, of a version of its own: before any results of it
	Audience    string   `yaml:"audience"`
	Title       text     `yaml:"title"`
	Attribution []string `yaml:"attribution"` // what reuse of the questions or results must say
	Items       []item   `yaml:"items"`
	Import      *layout  `yaml:"import"` // absent: the plain layout
}

type text struct {
	FR string `yaml:"fr"`
	EN string `yaml:"en"`
}

type item struct {
	ID         string            `yaml:"id"`
	Text       text              `yaml:"text"`
	Need       string            `yaml:"need"`
	Dimension  string            `yaml:"dimension"`
	Criterion  string            `yaml:"criterion"`
	Axis       string            `yaml:"axis"`
	Reversed   bool              `yaml:"reversed"`
	ReversedIn string            `yaml:"reversedIn"` // years, for a share that was published the other way round
	MirrorOf   string            `yaml:"mirrorOf"`
	Min        float64           `yaml:"min"`
	Max        float64           `yaml:"max"`
	Codes      map[string]string `yaml:"codes"`    // code of the column: years
	Wordings   []string          `yaml:"wordings"` // other prints of the English text
}

// layout is how tables of results look. Patterns are regular expressions that match a
// whole header or name, in any case.
type layout struct {
	Values  string    `yaml:"values"`  // a [Scale]
	Missing []string  `yaml:"missing"` // what stands in a cell without a value
	Columns columns   `yaml:"columns"`
	LeftOut []leftOut `yaml:"leftOut"`
	Teams   teams     `yaml:"teams"`
	Waves   waves     `yaml:"waves"`

	Registry *Registry `yaml:"registry"`
}

type columns struct {
	Code         string `yaml:"code"` // with the group "code", and "text" where headers carry it
	Team         string `yaml:"team"`
	TeamCode     string `yaml:"teamCode"`
	Parent       string `yaml:"parent"`
	Respondents  string `yaml:"respondents"`
	Eligible     string `yaml:"eligible"`
	ResponseRate string `yaml:"responseRate"`
	Mean         string `yaml:"mean"`       // what follows an item in the header of its means
	Favourable   string `yaml:"favourable"` // of its favourable shares, in percent
	N            string `yaml:"n"`          // of its numbers of answers
	SD           string `yaml:"sd"`         // of its standard deviations
}

type leftOut struct {
	Headers string            `yaml:"headers"`
	Codes   map[string]string `yaml:"codes"`
	Reason  string            `yaml:"reason"`
}

type teams struct {
	Kind     string            `yaml:"kind"`
	Root     *Root             `yaml:"root"`
	Parents  parents           `yaml:"parents"`
	Groups   groups            `yaml:"groups"`
	NotTeams []notTeam         `yaml:"notTeams"`
	Aliases  map[string]string `yaml:"aliases"` // a name as misprinted: as meant
}

type parents struct {
	Are  string `yaml:"are"` // "groupings" or "teams"
	Kind string `yaml:"kind"`
}

type groups struct {
	Kind  string   `yaml:"kind"`
	Names []string `yaml:"names"`
}

type notTeam struct {
	Names  string `yaml:"names"`
	Reason string `yaml:"reason"`
}

type waves struct {
	Day string `yaml:"day"` // MM-DD of a wave that is named by its year
}
