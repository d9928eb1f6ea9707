package delegation

import "soin/domain/rule"

// Completed says how what was delegated came out.
type Completed struct {
	Outcome Outcome `json:"outcome"`
}

// Outcome is how a delegation came out.
type Outcome string

// The outcomes.
const (
	Success Outcome = "success"
	Partial Outcome = "partial"
	Error   Outcome = "error"
)

var outcomes = [...]Outcome{Success, Partial, Error}

// Words lists the outcomes.
func (Outcome) Words() []string { return rule.Words(outcomes[:]) }

// EventName is the name in storage.
func (Completed) EventName() string { return "delegation.completed" }

// Validate checks the outcome.
func (e Completed) Validate() error { return rule.OneOf("outcome", e.Outcome, outcomes[:]...) }

func (e Completed) judge(d Delegation) error { return d.endable() }
func (e Completed) apply(d *Delegation)      { d.end = e.EventName() }
