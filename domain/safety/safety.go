// Package safety tells how an organisation answers when speaking up went wrong: a case
// is opened, somebody owns it, and it is closed. It holds counters and outcomes, never a
// story. How the one it befell judges the answer is a voice.
package safety

import "soin/domain/event"

// Event is a fact about one case.
type Event interface {
	event.Event
	judge(Case) error
	apply(*Case)
}

// Case is what a decision needs to know of one case.
type Case struct {
	opened, owned, closed bool
}

// Context judges facts about cases; their streams are "safety-<id>".
var Context = event.NewContext("safety", Event.judge, Event.apply,
	event.TypeOf[Opened](),
	event.TypeOf[Owned](),
	event.TypeOf[Closed](),
)

// Voices describes what is said of a case in confidence. It never records any.
var Voices = event.NewVoices("safety", event.TypeOf[Evaluated]())
