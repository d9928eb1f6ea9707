package team

import "soin/domain/rule"

// Merged says that a team ended by becoming part of another one, which carries its
// lineage on.
type Merged struct {
	IntoTeamID string `json:"intoTeamId"`
}

// EventName is the name in storage.
func (Merged) EventName() string { return "team.merged" }

// Validate checks the id.
func (e Merged) Validate() error { return rule.ID("intoTeamId", e.IntoTeamID) }

// ValidateFor refuses a team that becomes part of itself.
func (e Merged) ValidateFor(subject string) error {
	return notItself("intoTeamId", e.IntoTeamID, subject)
}

func (e Merged) judge(t Team) error { return t.endable() }
func (e Merged) apply(t *Team)      { t.End = e.EventName() }
