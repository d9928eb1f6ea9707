package team

import "soin/domain/rule"

// Renamed says that a team goes by another name; it stays the same team.
type Renamed struct {
	Name string `json:"name"` // 1..200 characters
}

// EventName is the name in storage.
func (Renamed) EventName() string { return "team.renamed" }

// Validate checks the length.
func (e Renamed) Validate() error { return rule.Text("name", e.Name, 1, 200) }

func (e Renamed) judge(t Team) error { return t.formed() }
func (e Renamed) apply(*Team)        {}
