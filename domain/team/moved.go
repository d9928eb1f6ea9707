package team

import "soin/domain/rule"

// Moved says that a team has another parent, or none when it becomes the top of a tree.
type Moved struct {
	ParentID string `json:"parentId,omitempty"`
}

// EventName is the name in storage.
func (Moved) EventName() string { return "team.moved" }

// Validate checks the id.
func (e Moved) Validate() error { return rule.OptionalID("parentId", e.ParentID) }

// ValidateFor refuses a team above itself.
func (e Moved) ValidateFor(subject string) error { return notItself("parentId", e.ParentID, subject) }

func (e Moved) judge(t Team) error { return t.formed() }
func (e Moved) apply(*Team)        {}
