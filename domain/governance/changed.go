// Package governance tells when care reached the rules of the organisation themselves.
package governance

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// Context judges facts about governance; their streams are "governance-<id>".
var Context = event.NewSingle[Changed]("governance")

// Organisation is the scope of a change that holds for everybody.
const Organisation = "organisation"

// Changed says that a rule of the organisation was changed for the sake of care.
type Changed struct {
	Scope    string `json:"scope"` // id of the team it holds for and those below, or [Organisation]
	What     What   `json:"what"`
	Evidence string `json:"evidence"` // reference or address of the text, 1..500 characters
}

// What is the kind of rule that was changed.
type What string

// The kinds of rules.
const (
	Criteria What = "criteria" // what a decision is weighed by
	Pay      What = "pay"
	Mandate  What = "mandate" // who may decide what
	Process  What = "process"
)

var whats = [...]What{Criteria, Pay, Mandate, Process}

// Words lists the kinds of rules.
func (What) Words() []string { return rule.Words(whats[:]) }

// EventName is the name in storage.
func (Changed) EventName() string { return "governance.changed" }

// Validate checks the scope, the kind and that evidence is named.
func (e Changed) Validate() error {
	return rule.All(
		rule.ID("scope", e.Scope),
		rule.OneOf("what", e.What, whats[:]...),
		rule.Text("evidence", e.Evidence, 1, 500),
	)
}
