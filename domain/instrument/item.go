package instrument

import (
	"soin/domain/care"
	"soin/domain/rule"
)

// Item is one question and what it tells about care. Need, dimension, criterion and
// axis are empty for a question that tells nothing about them.
type Item struct {
	ID        string         `json:"id"`
	Text      Text           `json:"text,omitzero"`
	Need      care.Need      `json:"need,omitempty"`
	Dimension care.Dimension `json:"dimension,omitempty"`
	Criterion care.Criterion `json:"criterion,omitempty"` // with Axis, or neither
	Axis      care.Axis      `json:"axis,omitempty"`
	Reversed  bool           `json:"reversed,omitempty"` // agreeing with it speaks against care
	MirrorOf  string         `json:"mirrorOf,omitempty"` // what this item declares, that item lives; it may be another audience's
	Min       float64        `json:"min"`                // lowest answer of the scale
	Max       float64        `json:"max"`                // highest answer
}

// Text is one text in the languages it exists in.
type Text struct {
	FR string `json:"fr,omitempty"`
	EN string `json:"en,omitempty"`
}

// finestScale is the least width of a scale; narrower ones are slips, and their points
// would not be numbers.
const finestScale = 1e-3

// An answer on any scale lies between these.
const (
	lowestAnswer  = -1000
	highestAnswer = 1000
)

// longestText is the limit of free text, in characters.
const longestText = 2000

func (t Text) validate(path string) error {
	return rule.All(
		rule.Text(path+".fr", t.FR, 0, longestText),
		rule.Text(path+".en", t.EN, 0, longestText),
	)
}

// Validate checks the vocabulary and the scale.
func (it Item) Validate() error {
	return rule.All(
		rule.ID("id", it.ID),
		it.Text.validate("text"),
		rule.OneOf("need", it.Need, append(care.Needs[:], "")...),
		rule.OneOf("dimension", it.Dimension, append(care.Dimensions[:], "")...),
		rule.OneOf("criterion", it.Criterion, append(care.Criteria[:], "")...),
		rule.OneOf("axis", it.Axis, append(care.Axes[:], "")...),
		rule.Check("axis", string(it.Axis), (it.Axis == "") == (it.Criterion == ""), "must be given together with criterion"),
		rule.OptionalID("mirrorOf", it.MirrorOf),
		rule.Check("mirrorOf", it.MirrorOf, it.MirrorOf != it.ID || it.ID == "", "must be another item"),
		rule.Check("min", it.Min, it.Max-it.Min >= finestScale, "must be lower than max, by a thousandth or more"),
		rule.Between("min", it.Min, lowestAnswer, highestAnswer),
		rule.Between("max", it.Max, lowestAnswer, highestAnswer),
	)
}
