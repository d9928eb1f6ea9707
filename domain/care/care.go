// Package care is the vocabulary of management by care: the words every context, every
// instrument and every score uses, with the names they carry in French, the language
// they were thought in.
package care

// Criterion is one of three demands of an ethics of action.
type Criterion string

// The criteria.
const (
	Exigeante Criterion = "exigeante" // professionalised, with real room for manoeuvre
	Situee    Criterion = "située"    // adapted to its context
	Partagee  Criterion = "partagée"  // involves every actor
)

// Criteria lists them in canonical order.
var Criteria = [...]Criterion{Exigeante, Situee, Partagee}

// Axis is whom or what care is given to.
type Axis string

// The axes.
const (
	Self   Axis = "self"
	Team   Axis = "team"
	Planet Axis = "planet"
)

// Axes lists them in canonical order.
var Axes = [...]Axis{Self, Team, Planet}

// Cell is one of the nine crossings of a criterion and an axis: "XT" is exigeante x team.
type Cell string

// Cells lists the nine in canonical order, criterion by criterion.
var Cells = [...]Cell{"XS", "XT", "XP", "SS", "ST", "SP", "PS", "PT", "PP"}

// Criterion is the first coordinate of one of the nine cells, empty for another word.
func (c Cell) Criterion() Criterion {
	if len(c) != 2 {
		return ""
	}
	return map[byte]Criterion{'X': Exigeante, 'S': Situee, 'P': Partagee}[c[0]]
}

// Axis is the second coordinate of one of the nine cells, empty for another word.
func (c Cell) Axis() Axis {
	if len(c) != 2 {
		return ""
	}
	return map[byte]Axis{'S': Self, 'T': Team, 'P': Planet}[c[1]]
}

// CellOf crosses a criterion with an axis; false for a word that is neither.
func CellOf(criterion Criterion, axis Axis) (Cell, bool) {
	for _, c := range Cells {
		if c.Criterion() == criterion && c.Axis() == axis {
			return c, true
		}
	}
	return "", false
}

// Need is one of the four needs that make a system: the weakest one rules.
type Need string

// The needs.
const (
	Confiance      Need = "confiance"
	Ecoute         Need = "écoute"
	PouvoirDAgir   Need = "pouvoir d'agir"
	Reconnaissance Need = "reconnaissance"
)

// Needs lists them in canonical order.
var Needs = [...]Need{Confiance, Ecoute, PouvoirDAgir, Reconnaissance}

// Dimension is one of the four phases of the care process (Tronto, Moral Boundaries,
// 1993), of which the receiver judges the last.
type Dimension string

// The dimensions.
const (
	Attention         Dimension = "attention"
	Responsabilite    Dimension = "responsabilité"
	Competence        Dimension = "compétence"
	CapaciteDeReponse Dimension = "capacité de réponse"
)

// Dimensions lists them in canonical order.
var Dimensions = [...]Dimension{Attention, Responsabilite, Competence, CapaciteDeReponse}

// Level is a stage of maturity; each contains the ones before it.
type Level int

// The levels. Insuffisante says that there is too little evidence, and nothing else.
const (
	Insuffisante Level = iota
	Declaree
	Amorcee
	Outillee
	Reciproque
	Ancree
)

func (l Level) String() string {
	names := [...]string{"insuffisante", "déclarée", "amorcée", "outillée", "réciproque", "ancrée"}
	if l < Insuffisante || l > Ancree {
		return "inconnu"
	}
	return names[l]
}
