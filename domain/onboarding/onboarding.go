// Package onboarding tells how newcomers grow into a team, step by step, and whether they
// may do so in safety. Which steps there are is the organisation's own choice.
package onboarding

import "soin/domain/event"

// Newcomer is what a decision needs to know of one newcomer.
type Newcomer struct {
	reached map[string]bool // by step
}

// Context judges facts about newcomers; their streams are "onboarding-<id>", one for each
// onboarding, under an id of its own that is never the newcomer's.
var Context = event.NewContext("onboarding", StepReached.judge, StepReached.apply,
	event.TypeOf[StepReached](),
)
