package review

import (
	"soin/domain/calendar"
	"soin/domain/event"
	"soin/domain/person"
	"soin/domain/rule"
)

// ActionAssigned says that a review gave somebody something to do by a day.
type ActionAssigned struct {
	Action string        `json:"action"` // id, unique within the review
	Owner  person.Member `json:"owner"`
	DueOn  calendar.Date `json:"dueOn"`
	About  string        `json:"about"` // what is to be done, 1..500 characters, of no person
}

// EventName is the name in storage.
func (ActionAssigned) EventName() string { return "review.action-assigned" }

// Validate checks the ids, the day and the length.
func (e ActionAssigned) Validate() error {
	return rule.All(
		rule.ID("action", e.Action),
		person.CheckMember("owner", e.Owner),
		calendar.CheckGiven("dueOn", e.DueOn),
		rule.Text("about", e.About, 1, 500),
	)
}

func (e ActionAssigned) judge(r Review) error {
	if _, assigned := r.done[e.Action]; assigned && !r.closed {
		return event.Conflict("action %q was assigned already: give another action another id", e.Action)
	}
	return r.open()
}

func (e ActionAssigned) apply(r *Review) { r.mark(e.Action, false) }
