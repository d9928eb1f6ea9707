package safety

import "soin/domain/rule"

// Evaluated is how the one whom a case befell judges the answer to it.
type Evaluated struct {
	Satisfied int `json:"satisfied"` // 1..5
}

// EventName is the name on the wire.
func (Evaluated) EventName() string { return "safety.evaluated" }

// Voice marks what is said in confidence.
func (Evaluated) Voice() {}

// Validate checks the rating.
func (e Evaluated) Validate() error { return rule.Between("satisfied", e.Satisfied, 1, 5) }
