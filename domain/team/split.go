package team

import (
	"slices"

	"soin/domain/rule"
)

// Split says that a team ended by becoming several. A part that is carved out of a team
// that ends is named here too, so one successor is allowed.
type Split struct {
	IntoTeamIDs []string `json:"intoTeamIds"` // 1..100 teams
}

// EventName is the name in storage.
func (Split) EventName() string { return "team.split" }

// Validate checks the number, the ids and that none is named twice.
func (e Split) Validate() error {
	sorted := slices.Sorted(slices.Values(e.IntoTeamIDs))
	return rule.All(
		rule.Check("intoTeamIds", len(e.IntoTeamIDs), len(e.IntoTeamIDs) >= 1 && len(e.IntoTeamIDs) <= 100,
			"must name 1 to 100 teams"),
		rule.Check("intoTeamIds", e.IntoTeamIDs, len(slices.Compact(sorted)) == len(e.IntoTeamIDs),
			"must not name one twice"),
		rule.Each("intoTeamIds", e.IntoTeamIDs, func(id string) error { return rule.ID("", id) }),
	)
}

// ValidateFor refuses a team that ends by becoming itself.
func (e Split) ValidateFor(subject string) error {
	return rule.Each("intoTeamIds", e.IntoTeamIDs, func(id string) error { return notItself("", id, subject) })
}

func (e Split) judge(t Team) error { return t.endable() }
func (e Split) apply(t *Team)      { t.End = e.EventName() }
