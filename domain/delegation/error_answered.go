package delegation

import "soin/domain/rule"

// ErrorAnswered is how the one who held a delegation judges what followed their error.
type ErrorAnswered struct {
	Protected int `json:"protected"` // 1..5, from exposed to protected
}

// EventName is the name on the wire.
func (ErrorAnswered) EventName() string { return "delegation.error-answered" }

// Voice marks what is said in confidence.
func (ErrorAnswered) Voice() {}

// Validate checks the rating.
func (e ErrorAnswered) Validate() error { return rule.Between("protected", e.Protected, 1, 5) }
