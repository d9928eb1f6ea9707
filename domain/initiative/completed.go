package initiative

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// Completed says that an initiative came to its end, and what came of it.
type Completed struct {
	Outcome string `json:"outcome"` // the publisher's own words, 1..200 characters, of no person
}

// EventName is the name in storage.
func (Completed) EventName() string { return "initiative.completed" }

// Validate checks the length.
func (e Completed) Validate() error { return rule.Text("outcome", e.Outcome, 1, 200) }

func (e Completed) judge(i Initiative) error {
	switch {
	case i.completed:
		return event.Conflict("this initiative was completed already: what goes on after it is started as another initiative")
	case !i.started:
		return event.Early("initiative.started")
	}
	return nil
}

func (e Completed) apply(i *Initiative) { i.completed = true }
