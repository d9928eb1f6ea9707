package instruments

import (
	"fmt"
	"strings"
	"unicode"

	"soin/domain/rule"
	"soin/infra/instruments/typography"
)

// Use is what a column of a table is for.
type Use string

// The uses.
const (
	Team         Use = "team"
	TeamCode     Use = "team code"
	Parent       Use = "parent"
	Respondents  Use = "respondents"
	Eligible     Use = "eligible"
	ResponseRate Use = "response rate"
	Answers      Use = "answers" // to one question
	LeftOut      Use = "left out"
	Unknown      Use = "unknown"
)

// Measure is what the numbers of an answers column are.
type Measure string

// The measures. Value is written in the layout's scale.
const (
	Value        Measure = ""
	MeanOf       Measure = "mean"
	FavourableOf Measure = "favourable"
	AnswersOf    Measure = "n"
	DeviationOf  Measure = "sd"
)

// noQuestion is the question of a column that is not about one.
const noQuestion = -1

// Column is what one header says.
type Column struct {
	Use      Use
	Question int     // index into Questions, of an answers column
	Measure  Measure // of an answers column
	Wording  string  // the question as the header prints it, empty where it does not
	Reason   string  // why it is left out or unknown
}

// Column tells what a header means in a wave. The error is a [rule.Violation]: the header
// has a code of this wave, but prints another question, so the table is of another wave
// or the wording has to be added to the file.
func (in *Instrument) Column(header string, w Wave) (Column, error) {
	h := typography.Clean(header)
	if use, named := in.use(h); named {
		return Column{Use: use, Question: noQuestion}, nil
	}
	c, found, err := in.answers(h, w)
	if found || err != nil {
		return c, err
	}
	if c, found := in.byName(h); found {
		return c, nil
	}
	if bare := withoutFootnote(h); bare != h && bare != "" {
		if use, named := in.use(bare); named {
			return Column{Use: use, Question: noQuestion}, nil
		}
		if c, found := in.byName(bare); found {
			return c, nil
		}
	}
	return Column{Use: Unknown, Question: noQuestion, Reason: in.unknown(h, w)}, nil
}

func (in *Instrument) use(h string) (Use, bool) {
	for _, p := range in.Layout.uses {
		if p.pattern.MatchString(h) {
			return p.use, true
		}
	}
	return "", false
}

// answers reads a header as an item, or as an item and a measure of it.
func (in *Instrument) answers(h string, w Wave) (Column, bool, error) {
	c, found, err := in.reference(h, w)
	if found || err != nil {
		return c, found, err
	}
	for _, p := range in.Layout.suffix {
		parts := p.pattern.FindStringSubmatch(h)
		if parts == nil {
			continue
		}
		c, found, err := in.reference(typography.Clean(parts[1]), w)
		if found || err != nil {
			c.Measure = p.measure
			return c, found, err
		}
	}
	return Column{}, false, nil
}

// reference finds a question by code or by id. A code is looked up for the wave's year
// only; where the header also prints the question, the two must agree.
func (in *Instrument) reference(h string, w Wave) (Column, bool, error) {
	if i, found := in.ids[strings.ToLower(h)]; found {
		return Column{Use: Answers, Question: i}, true, nil
	}
	code, wording := in.code(h)
	for _, claim := range in.claims[code] {
		if !claim.years.Has(w.Year) {
			continue
		}
		c := claim.column
		if c.Use != Answers || wording == "" {
			return c, true, nil
		}
		known, agrees := in.Questions[c.Question].known(wording)
		if !agrees {
			return c, false, rule.Break("header", h, fmt.Sprintf(
				"asks something else than %s did in %d (%q): give the table's own wave, or add the wording to the instrument file",
				code, w.Year, in.Questions[c.Question].Text.EN))
		}
		c.Wording = known
		return c, true, nil
	}
	return Column{}, false, nil
}

// code splits a header into the code and the question it prints.
func (in *Instrument) code(h string) (code, wording string) {
	if in.Layout.header == nil {
		return "", ""
	}
	parts := in.Layout.header.FindStringSubmatch(h)
	if parts == nil {
		return "", ""
	}
	if i := in.Layout.header.SubexpIndex("text"); i >= 0 {
		wording = parts[i]
	}
	return strings.ToUpper(parts[in.Layout.header.SubexpIndex("code")]), wording
}

// known is the wording of the file that a header prints, footnotes aside.
func (q Question) known(header string) (string, bool) {
	for _, heard := range []string{header, withoutFootnote(header)} {
		for _, wording := range append([]string{q.Text.EN, q.Text.FR}, q.wordings...) {
			if wording != "" && typography.Letters(wording) == typography.Letters(heard) {
				return wording, true
			}
		}
	}
	return "", false
}

// byName finds what is left out, and a question by its wording alone.
func (in *Instrument) byName(h string) (Column, bool) {
	for _, p := range in.Layout.leftOut {
		if p.headers.MatchString(h) {
			return Column{Use: LeftOut, Question: noQuestion, Reason: p.reason}, true
		}
	}
	if i, found := in.words[typography.Letters(h)]; found && i != ambiguous {
		return Column{Use: Answers, Question: i}, true
	}
	return Column{}, false
}

// withoutFootnote takes off the digits and marks that a footnote left at the end of a
// header: "My work1". Codes and ids are looked up before, with their digits.
func withoutFootnote(h string) string {
	return strings.TrimRightFunc(h, func(r rune) bool { return unicode.IsNumber(r) || strings.ContainsRune("*†‡", r) })
}

func (in *Instrument) unknown(h string, w Wave) string {
	if code, _ := in.code(h); len(in.claims[code]) > 0 {
		return fmt.Sprintf("%s is no question of %d in %s", code, w.Year, in.File)
	}
	return "means nothing in " + in.File
}
