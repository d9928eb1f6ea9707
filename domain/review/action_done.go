package review

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// ActionDone says that what a review had assigned was done.
type ActionDone struct {
	Action   string `json:"action"`             // id it was assigned with
	Evidence string `json:"evidence,omitempty"` // reference or address of the proof, at most 500 characters
}

// EventName is the name in storage.
func (ActionDone) EventName() string { return "review.action-done" }

// Validate checks the id and the length.
func (e ActionDone) Validate() error {
	return rule.All(
		rule.ID("action", e.Action),
		rule.Text("evidence", e.Evidence, 0, 500),
	)
}

func (e ActionDone) judge(r Review) error {
	if err := r.open(); err != nil {
		return err
	}
	done, assigned := r.done[e.Action]
	switch {
	case done:
		return event.Conflict("action %q was done already: assign another one for what is left", e.Action)
	case !assigned:
		return event.Early("review.action-assigned")
	}
	return nil
}

func (e ActionDone) apply(r *Review) { r.mark(e.Action, true) }
