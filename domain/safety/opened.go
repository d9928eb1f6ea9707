package safety

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// Opened says that somebody of a team was wronged, or feared to be, for having spoken,
// erred or disagreed.
type Opened struct {
	TeamID       string   `json:"teamId"`
	Category     Category `json:"category"`
	Severity     int      `json:"severity"`               // 1..3
	DelegationID string   `json:"delegationId,omitempty"` // of the delegation in which it happened
	ByManager    bool     `json:"byManager,omitempty"`    // a manager opened the case
}

// Category is what a case began with.
type Category string

// The categories.
const (
	Mistake      Category = "mistake"
	Disagreement Category = "disagreement"
	Retaliation  Category = "retaliation"
	Other        Category = "other"
)

var categories = [...]Category{Mistake, Disagreement, Retaliation, Other}

// Words lists the categories.
func (Category) Words() []string { return rule.Words(categories[:]) }

// EventName is the name in storage.
func (Opened) EventName() string { return "safety.opened" }

// Validate checks the ids, the category and the severity.
func (e Opened) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		rule.OneOf("category", e.Category, categories[:]...),
		rule.Between("severity", e.Severity, 1, 3),
		rule.OptionalID("delegationId", e.DelegationID),
	)
}

func (e Opened) judge(c Case) error {
	if c.opened {
		return event.Conflict("this case was opened already: what happened anew is another case")
	}
	return nil
}

func (e Opened) apply(c *Case) { c.opened = true }
