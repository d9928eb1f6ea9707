// Package review tells what leaders make of the numbers: a review is opened on the
// scorecards as they stood on a day, decides, assigns actions and is closed. Nothing is
// added to a closed review.
package review

import "soin/domain/event"

// Event is a fact about one review.
type Event interface {
	event.Event
	judge(Review) error
	apply(*Review)
}

// Review is what a decision needs to know of one review.
type Review struct {
	opened, closed bool
	done           map[string]bool // by action assigned
}

// Context judges facts about reviews; their streams are "review-<id>".
var Context = event.NewContext("review", Event.judge, Event.apply,
	event.TypeOf[Opened](),
	event.TypeOf[Decided](),
	event.TypeOf[ActionAssigned](),
	event.TypeOf[ActionDone](),
	event.TypeOf[Closed](),
)

// open refuses what happens in a review that is closed, or that nobody has opened yet.
func (r Review) open() error {
	switch {
	case r.closed:
		return event.Conflict("this review is closed: open another one for what comes after it")
	case !r.opened:
		return event.Early("review.opened")
	}
	return nil
}

func (r *Review) mark(action string, done bool) {
	if r.done == nil {
		r.done = map[string]bool{}
	}
	r.done[action] = done
}
