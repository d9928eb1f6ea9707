// Package need tells how needs meet an answer: somebody signals one, somebody notices it,
// and it is answered once. A need may also be met before anybody voiced it.
package need

import "soin/domain/event"

// Event is a fact about one need.
type Event interface {
	event.Event
	judge(Need) error
	apply(*Need)
}

// Need is what a decision needs to know of one need.
type Need struct {
	signalled, answered bool
}

// Context judges facts about needs; their streams are "need-<id>".
var Context = event.NewContext("need", Event.judge, Event.apply,
	event.TypeOf[Signalled](),
	event.TypeOf[Acknowledged](),
	event.TypeOf[Answered](),
)
