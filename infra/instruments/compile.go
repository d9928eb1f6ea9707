package instruments

import (
	"encoding/json"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"soin/domain/calendar"
	"soin/domain/care"
	"soin/domain/event"
	"soin/domain/instrument"
	"soin/domain/rule"
	"soin/infra/instruments/typography"
)

// perWave is the version of an instrument of which every wave is a version.
const perWave = "wave"

// compiler makes an instrument of a document whose shape is right.
type compiler struct {
	*reader
	doc  *document
	node *yaml.Node
}

func (c *compiler) fault(path string, value any, broken string) { c.at(c.node, path, value, broken) }

func (c *compiler) instrument() *Instrument {
	in := &Instrument{
		File: c.file, ID: c.doc.ID, Version: c.doc.Version,
		Audience:    instrument.Audience(c.doc.Audience),
		Title:       instrument.Text(c.doc.Title),
		Attribution: c.doc.Attribution,
		claims:      map[string][]claim{}, ids: map[string]int{}, words: map[string]int{},
	}
	c.broken(c.node, "", rule.ID("id", in.ID))
	c.version(in)
	for i := range c.doc.Items {
		in.Questions = append(in.Questions, c.question(i))
	}
	c.published(in)
	if c.doc.Import == nil {
		in.Layout = plain()
	} else {
		in.Layout = c.layout(in)
	}
	for i, q := range in.Questions {
		c.name(in, i, q)
	}
	return in
}

// version dates a version of its own; one of a wave is as old as the wave.
func (c *compiler) version(in *Instrument) {
	if in.Version == perWave {
		in.Version = ""
		if c.doc.Since != "" {
			c.fault("since", c.doc.Since, "says nothing where every wave is a version of its own")
		}
		return
	}
	since, err := calendar.Parse(c.doc.Since)
	if err != nil || since.Start().Year() < 1900 || since.Start().Year() >= 2200 {
		c.fault("since", c.doc.Since, "must be a date YYYY-MM-DD between 1900 and 2199, before any results")
	}
	in.Since = since
}

// published holds the file to what instrument.published asks for, so that a rule is told
// here with its line and not when a survey is imported.
func (c *compiler) published(in *Instrument) {
	items := make([]instrument.Item, len(in.Questions))
	for i, q := range in.Questions {
		items[i] = q.Item
	}
	published := in.Published(c.doc.Version, items)
	c.broken(c.node, "", published.Validate())
	if data, err := json.Marshal(published); err != nil || len(data) > event.MaxData/2 {
		c.fault("items", len(data), "are too large to be published as one fact")
	}
}

func (c *compiler) question(i int) Question {
	it := c.doc.Items[i]
	path := fmt.Sprintf("items[%d]", i)
	q := Question{
		Item: instrument.Item{
			ID: it.ID, Text: instrument.Text(it.Text),
			Need: care.Need(it.Need), Dimension: care.Dimension(it.Dimension),
			Criterion: care.Criterion(it.Criterion), Axis: care.Axis(it.Axis),
			Reversed: it.Reversed, MirrorOf: it.MirrorOf, Min: it.Min, Max: it.Max,
		},
		wordings: it.Wordings,
	}
	if it.ReversedIn != "" {
		q.reversedIn = c.years(path+".reversedIn", it.ReversedIn)
		if it.Reversed {
			c.fault(path+".reversedIn", it.ReversedIn, "says nothing beside reversed")
		}
	}
	for j, wording := range it.Wordings {
		c.broken(c.node, "", rule.Text(fmt.Sprintf("%s.wordings[%d]", path, j), wording, 1, 2000))
	}
	return q
}

func (c *compiler) years(path, s string) Years {
	years, err := parseYears(s)
	if err != nil {
		c.fault(path, s, err.Error())
	}
	return years
}

// name makes a question known by its codes, its id and its wording.
func (c *compiler) name(in *Instrument, i int, q Question) {
	in.ids[strings.ToLower(q.ID)] = i
	c.claim(in, fmt.Sprintf("items[%d].codes", i), c.doc.Items[i].Codes, Column{Use: Answers, Question: i})
	for _, wording := range append([]string{q.Text.EN, q.Text.FR}, q.wordings...) {
		letters, meant := typography.Letters(wording), i
		if was, taken := in.words[letters]; taken && was != i {
			meant = ambiguous
		}
		if letters != "" {
			in.words[letters] = meant
		}
	}
}

// claim gives codes a meaning; none may have two in one year.
func (c *compiler) claim(in *Instrument, path string, codes map[string]string, column Column) {
	for _, code := range sorted(codes) {
		at := join(path, code)
		years := c.years(at, codes[code])
		if read, _ := in.code(code); read == "" {
			c.fault(at, code, "must be a code as import.columns.code finds it in a header")
		}
		upper := strings.ToUpper(code)
		for _, other := range in.claims[upper] {
			if other.years.meets(years) {
				c.fault(at, code, "already means something else in one of these years")
			}
		}
		in.claims[upper] = append(in.claims[upper], claim{years, column})
	}
}
