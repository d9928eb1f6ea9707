// Package initiative tells what people undertake to take care of somebody or something
// beyond their task: an initiative is started once and completed once.
package initiative

import "soin/domain/event"

// Event is a fact about one initiative.
type Event interface {
	event.Event
	judge(Initiative) error
	apply(*Initiative)
}

// Initiative is what a decision needs to know of one initiative.
type Initiative struct {
	started, completed bool
}

// Context judges facts about initiatives; their streams are "initiative-<id>".
var Context = event.NewContext("initiative", Event.judge, Event.apply,
	event.TypeOf[Started](),
	event.TypeOf[Completed](),
)
