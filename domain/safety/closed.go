package safety

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// Closed says that a case was answered.
type Closed struct {
	Outcome Outcome `json:"outcome,omitempty"`
}

// Outcome is what became of a case.
type Outcome string

// The outcomes.
const (
	Helped     Outcome = "helped"     // the one it befell
	Learned    Outcome = "learned"    // something changed for everybody
	Sanctioned Outcome = "sanctioned" // somebody was punished
	Nothing    Outcome = "none"
)

var outcomes = [...]Outcome{Helped, Learned, Sanctioned, Nothing}

// Words lists the outcomes.
func (Outcome) Words() []string { return rule.Words(outcomes[:]) }

// EventName is the name in storage.
func (Closed) EventName() string { return "safety.closed" }

// Validate checks the outcome, where it is told.
func (e Closed) Validate() error {
	return rule.OneOf("outcome", e.Outcome, append(outcomes[:], "")...)
}

func (e Closed) judge(c Case) error {
	switch {
	case c.closed:
		return event.Conflict("this case was closed already: open another one for what happened since")
	case !c.opened:
		return event.Early("safety.opened")
	case !c.owned:
		return event.Early("safety.owned")
	}
	return nil
}

func (e Closed) apply(c *Case) { c.closed = true }
