// Package decision tells how decisions are taken: over people's heads, after asking
// them, or by them.
package decision

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// Context judges facts about decisions; their streams are "decision-<id>".
var Context = event.NewSingle[Taken]("decision")

// Taken says that a decision was taken which changes the work of a team.
type Taken struct {
	AffectsTeamID     string `json:"affectsTeamId"`
	Mode              Mode   `json:"mode"`
	CitesCareEvidence bool   `json:"citesCareEvidence,omitempty"` // its reasons name what was learnt about care
	Escalated         bool   `json:"escalated,omitempty"`         // it was taken further up than where the work is done
}

// Mode is the part that those who are affected had in a decision.
type Mode string

// The modes.
const (
	Imposed   Mode = "imposed"   // none
	Consulted Mode = "consulted" // they were asked before
	Chosen    Mode = "chosen"    // they decided
)

var modes = [...]Mode{Imposed, Consulted, Chosen}

// Words lists the modes.
func (Mode) Words() []string { return rule.Words(modes[:]) }

// EventName is the name in storage.
func (Taken) EventName() string { return "decision.taken" }

// Validate checks the id and the mode.
func (e Taken) Validate() error {
	return rule.All(
		rule.ID("affectsTeamId", e.AffectsTeamID),
		rule.OneOf("mode", e.Mode, modes[:]...),
	)
}
