package care

// Model is one version of the care model: every weight, window, half-life, minimum,
// threshold and gate that a score rests on. The weights and thresholds are conventions;
// no validated scale of care maturity exists.
//
// Durations are whole days, shares lie in 0..1, points in 0..100.
type Model struct {
	Version    string      `json:"version"`
	Indicators []Indicator `json:"indicators"` // in canonical order, cell by cell
	Formulas   Formulas    `json:"formulas"`
	Cells      CellRule    `json:"cells"`
	Views      []Blend     `json:"views"` // needs, dimensions and lenses as weighted means of terms
	Statistics Statistics  `json:"statistics"`
	Flags      Flags       `json:"flags"`
	Levels     []Stage     `json:"levels"` // 2..5, each with its gates
	Falls      Falls       `json:"falls"`
}

// Indicator is one figure of one cell.
type Indicator struct {
	ID       string   `json:"id"`                 // "XS1"
	Cell     Cell     `json:"cell"`               //
	Weight   float64  `json:"weight"`             // share of its cell
	HalfLife int      `json:"halfLife,omitempty"` // days, for batches of voices
	Window   int      `json:"window,omitempty"`   // days, for acts; one of the two
	Minimum  int      `json:"minimum"`            // pieces of evidence, see the formula
	Items    []string `json:"items,omitempty"`    // questions of soin-v1; of another instrument, those of the cell
}

// Formulas are the constants inside the formulas (scoring, 1.1).
type Formulas struct {
	Likert struct {
		MinItems float64 `json:"minItems"` // answered
		MinShare float64 `json:"minShare"` // of the items asked
	} `json:"likert"`
	Confirmation struct {
		Rating      float64 `json:"rating"`      // from which a receiver confirms
		SilentDays  int     `json:"silentDays"`  // without contest that count as a confirmation
		ContestDays int     `json:"contestDays"` // in which a contest reopens the first report
	} `json:"confirmation"`
	Delegation struct {
		Breadth         float64 `json:"breadth"`
		Depth           float64 `json:"depth"`
		Outcome         float64 `json:"outcome"`
		Protection      float64 `json:"protection"`
		Delegatees      float64 `json:"delegatees"` // within breadth
		Evenness        float64 `json:"evenness"`   // within breadth
		Partial         float64 `json:"partial"`    // of a success
		Protected       float64 `json:"protected"`  // rating from which an error was protected
		RetaliationDays int     `json:"retaliationDays"`
		MinDelegatees   int     `json:"minDelegatees"`
		MaxShare        float64 `json:"maxShare"` // of the team's delegations to one member
	} `json:"delegation"`
	Recognition struct {
		Reach            float64 `json:"reach"`
		Evenness         float64 `json:"evenness"`
		Reciprocity      float64 `json:"reciprocity"`
		Relational       float64 `json:"relational"`
		RelationalTarget float64 `json:"relationalTarget"` // share of relational recognition that is full marks
	} `json:"recognition"`
	Safety struct {
		Survey    float64  `json:"survey"`
		Incidents float64  `json:"incidents"`
		OwnDays   int      `json:"ownDays"`
		Satisfied float64  `json:"satisfied"`
		Items     []string `json:"items"`
	} `json:"safety"`
	Symmetry struct {
		Level float64 `json:"level"`
		Gap   float64 `json:"gap"`
		Slope float64 `json:"slope"`
	} `json:"symmetry"`
	Irritants struct {
		Survival  float64 `json:"survival"`
		Confirmed float64 `json:"confirmed"`
		Days      int     `json:"days"`
	} `json:"irritants"`
	Facade struct {
		Width float64 `json:"width"`
	} `json:"facade"`
	Horizons struct { // tau of Kaplan-Meier figures
		Need        int `json:"need"`        // SS1
		Acknowledge int `json:"acknowledge"` // ST2
		Irritant    int `json:"irritant"`    // XT3
		Complaint   int `json:"complaint"`   // SP2
	} `json:"horizons"`
	Fit struct { // ST1
		Fit      float64 `json:"fit"`
		Autonomy float64 `json:"autonomy"`
	} `json:"fit"`
	Anticipation struct { // ST3
		Target float64 `json:"target"`
	} `json:"anticipation"`
	Council struct { // ST4
		Participation float64 `json:"participation"`
	} `json:"council"`
	Listening struct { // XT2
		Hours    float64 `json:"hours"`
		Transfer float64 `json:"transfer"`
	} `json:"listening"`
	Late         float64 `json:"late"`         // what a commitment kept late counts
	MirrorSample int     `json:"mirrorSample"` // feedbacks that XP3 and SP1 need from mirror items
}

// CellRule says when a cell has a value, and how cells make criteria and axes.
type CellRule struct {
	MinWeight float64 `json:"minWeight"` // of its indicators
	Mean      float64 `json:"mean"`      // of a criterion or an axis
	Min       float64 `json:"min"`       // the weakest cell's share in it
	SmallTeam int     `json:"smallTeam"` // people below which a team has no scorecard
}

// Blend is a weighted mean of named terms.
type Blend struct {
	ID    string   `json:"id"` // a need, a dimension or a lens
	Terms []Term   `json:"terms"`
	Items []string `json:"items,omitempty"` // questions of the term "items", where need or dimension do not say it
}

// Term is one part of a blend.
type Term struct {
	Name   string  `json:"name"`
	Weight float64 `json:"weight"`
}

// Statistics are the constants of scoring, 2.
type Statistics struct {
	DropAfter     float64 `json:"dropAfter"`  // half-lives
	StaleAfter    float64 `json:"staleAfter"` // half-lives
	SEFloor       float64 `json:"seFloor"`    // points
	Bootstrap     int     `json:"bootstrap"`  // draws
	ShrinkFrom    int     `json:"shrinkFrom"` // teams
	Widen         float64 `json:"widen"`      // of intervals with fewer teams
	MinResponse   float64 `json:"minResponse"`
	LowResponse   float64 `json:"lowResponse"` // enough with LowResponseN ballots
	LowResponseN  int     `json:"lowResponseN"`
	Agreement     float64 `json:"agreement"` // r_wg(j) below which a climate is one of sub-groups
	MinICC1       float64 `json:"minICC1"`
	MinICC2       float64 `json:"minICC2"`
	TrendFrom     int     `json:"trendFrom"` // quarters
	TrendP        float64 `json:"trendP"`
	TrendPoints   float64 `json:"trendPoints"`
	MaxLag        int     `json:"maxLag"`    // months
	LagMonths     int     `json:"lagMonths"` // a single team needs
	LagTeams      int     `json:"lagTeams"`
	LagTeamMonths int     `json:"lagTeamMonths"`
	Permutations  int     `json:"permutations"`
	Confidence    float64 `json:"confidence"` // z of a threshold's safety margin
	Margin        float64 `json:"margin"`     // points below a threshold the safe value may lie
}

// Flags are the detections of what care is not, and of games with the figures.
type Flags struct {
	Facade struct {
		Gap          float64 `json:"gap"`
		Z            float64 `json:"z"`
		Kept         float64 `json:"kept"`
		KeptFrom     int     `json:"keptFrom"`
		WithoutMeans float64 `json:"withoutMeans"`
		Cap          Level   `json:"cap"`
	} `json:"facade"`
	Inflation struct {
		Declared float64 `json:"declared"`
		Lived    float64 `json:"lived"`
	} `json:"inflation"`
	Ring struct {
		Days    int     `json:"days"`
		Reply   int     `json:"reply"`
		ReplyAt float64 `json:"replyAt"`
		MaxSize int     `json:"maxSize"`
		Inside  float64 `json:"inside"`
		OfTotal float64 `json:"ofTotal"`
	} `json:"ring"`
	Burst struct {
		Days   int     `json:"days"`
		Window int     `json:"window"`
		Sigma  float64 `json:"sigma"`
	} `json:"burst"`
	Stuffing struct {
		Same      int     `json:"same"`
		SameShare float64 `json:"sameShare"`
	} `json:"stuffing"`
	StraightLining struct {
		Items    int `json:"items"`
		Reversed int `json:"reversed"`
	} `json:"straightLining"`
	Pressure struct {
		SD      float64 `json:"sd"` // of ratings on 1..5
		Mean    float64 `json:"mean"`
		MinDays int     `json:"minDays"` // between two waves
	} `json:"pressure"`
	Churn struct {
		Hours  int     `json:"hours"`
		Reopen float64 `json:"reopen"`
	} `json:"churn"`
	Silence struct {
		Headcount int     `json:"headcount"`
		Days      int     `json:"days"`
		Safety    float64 `json:"safety"`
	} `json:"silence"`
	CherryPicking struct {
		Invited float64 `json:"invited"`
	} `json:"cherryPicking"`
	Prize struct {
		Share float64 `json:"share"`
		Days  int     `json:"days"`
	} `json:"prize"`
	Retaliation struct {
		Cap Level `json:"cap"`
	} `json:"retaliation"`
	Complaisance struct {
		Points float64 `json:"points"`
	} `json:"complaisance"`
	Isolated struct {
		Share float64 `json:"share"`
	} `json:"isolated"`
	Soul struct { // supplément d'âme
		Declared int `json:"declared"`
		Days     int `json:"days"`
	} `json:"soul"`
	Chain struct { // a care chain is capped while few receivers judged
		Coverage float64 `json:"coverage"`
		Cap      float64 `json:"cap"`
	} `json:"chain"`
}

// Stage is what a level asks for, beyond the levels before it.
type Stage struct {
	Level    Level  `json:"level"`
	Quarters int    `json:"quarters"` // in a row, of all gates up to here
	Gates    []Gate `json:"gates"`
}

// Gate is one condition: a named figure held against a threshold.
type Gate struct {
	Name string  `json:"name"`
	At   float64 `json:"at"`
}

// Falls says when a level is lost.
type Falls struct {
	Points   float64 `json:"points"`   // by which gates must be missed
	Quarters int     `json:"quarters"` // in a row
}
