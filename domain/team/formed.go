package team

import (
	"slices"

	"soin/domain/event"
	"soin/domain/rule"
)

// Formed says that a team exists.
type Formed struct {
	Name     string   `json:"name"`               // 1..200 characters
	ParentID string   `json:"parentId,omitempty"` // none for the top of a tree
	Kind     string   `json:"kind,omitempty"`     // the organisation's own word: "ward", "shop", "directorate"
	Contexts []string `json:"contexts,omitempty"` // conditions of work: "telework", "night", "crisis", ...
}

// maxContexts bounds how many conditions one team may name.
const maxContexts = 16

// EventName is the name in storage.
func (Formed) EventName() string { return "team.formed" }

// Validate checks the lengths and that no context is named twice.
func (e Formed) Validate() error {
	sorted := slices.Sorted(slices.Values(e.Contexts))
	return rule.All(
		rule.Text("name", e.Name, 1, 200),
		rule.OptionalID("parentId", e.ParentID),
		rule.Text("kind", e.Kind, 0, 64),
		rule.Check("contexts", len(e.Contexts), len(e.Contexts) <= maxContexts, "must name at most 16"),
		rule.Check("contexts", e.Contexts, len(slices.Compact(sorted)) == len(e.Contexts), "must not name one twice"),
		rule.Each("contexts", e.Contexts, func(c string) error { return rule.Text("", c, 1, 64) }),
	)
}

// ValidateFor refuses a team above itself.
func (e Formed) ValidateFor(subject string) error { return notItself("parentId", e.ParentID, subject) }

func (e Formed) judge(t Team) error {
	if t.Formed {
		return event.Conflict("this team was formed already: use team.renamed or team.moved for what changed")
	}
	return nil
}

func (e Formed) apply(t *Team) { t.Formed = true }
