// Package concepts makes every idea of management by care visible: one row for each of
// the 77, with the facts that feed it, the scores that are it or the figures and ledgers
// that show it, for a team, as of a date.
//
// It keeps the promises of the scores. A finding is a pure function of (evidence at a
// position, team, as-of date). A figure comes with its sample, and with too little
// evidence it has a reason instead of a value. People are told in bands, nothing is told
// of fewer than five, and no row names a member or bears a title; a row is a thing the
// organisation did or left undone. No list is sorted by who manages what.
package concepts

import (
	"slices"
	"strings"

	"soin/projections/maturity"
)

// Concept is one idea and the way it is shown.
type Concept struct {
	ID      string   // "B2"
	Section string   // "B"
	Name    Text     //
	Kind    Kind     //
	Feeds   []string // names of the events that feed it
	Scores  []string // ids on the team's scorecard that are this concept, or its core
	Manager bool     // it speaks of whoever manages the team (see docs/concepts.md)
	Story   string   // the team of the demo whose story shows it
}

// Text is one wording in French and English.
type Text = maturity.Text

// Kind is the way in which a concept is shown.
type Kind string

// The kinds.
const (
	Indicator Kind = "indicator" // a score of the scorecard
	Lens      Kind = "lens"      // several scores in another grouping
	Warning   Kind = "flag"      // a sign of what care is not
	View      Kind = "view"      // counts, rates and curves of what happened
	Ledger    Kind = "ledger"    // the things themselves, one by one
)

// row is one line of a section's table.
type row struct {
	id, fr, en string
	kind       Kind
	feeds      string // event names, separated by spaces
	scores     string // ids on the scorecard, separated by commas
	story      string
	find       func(*inquiry) // nil where the scores say it all
}

func (r row) concept() Concept {
	c := Concept{
		ID: r.id, Section: r.id[:1], Name: Text{FR: r.fr, EN: r.en}, Kind: r.kind,
		Feeds: strings.Fields(r.feeds), Story: r.story, Manager: slices.Contains(ofManagers[:], r.id),
	}
	if r.scores != "" {
		c.Scores = strings.Split(r.scores, ",")
	}
	return c
}

// ofManagers are the concepts that speak of one person where a team has one manager:
// delegations, servant leadership, exemplarity, and the tasks before a manager.
var ofManagers = [...]string{"F1", "F3", "F4", "H6"}

// rows are all there are, in the order of the sections.
func rows() []row {
	return slices.Concat(frame[:], needs[:], process[:], symmetry[:], encounter[:],
		managing[:], vulnerability[:], counterfeit[:], stakeholders[:], service[:])
}

// All lists the concepts in canonical order.
func All() []Concept {
	all := make([]Concept, 0, len(rows()))
	for _, r := range rows() {
		all = append(all, r.concept())
	}
	return all
}
