package onboarding

import (
	"soin/domain/event"
	"soin/domain/person"
	"soin/domain/rule"
)

// StepReached says that a newcomer reached a step.
type StepReached struct {
	TeamID string        `json:"teamId"`
	Member person.Member `json:"member"`
	Step   string        `json:"step"` // "first-contact", "alone", ..., 1..64 characters
	Safe   bool          `json:"safe"` // somebody stood by
}

// EventName is the name in storage.
func (StepReached) EventName() string { return "onboarding.step-reached" }

// Validate checks the ids and the length.
func (e StepReached) Validate() error {
	return rule.All(
		rule.ID("teamId", e.TeamID),
		person.CheckMember("member", e.Member),
		rule.Text("step", e.Step, 1, 64),
	)
}

func (e StepReached) judge(n Newcomer) error {
	if n.reached[e.Step] {
		return event.Conflict("step %q was reached already, and it is reached once: publish the next step", e.Step)
	}
	return nil
}

func (e StepReached) apply(n *Newcomer) {
	if n.reached == nil {
		n.reached = map[string]bool{}
	}
	n.reached[e.Step] = true
}
