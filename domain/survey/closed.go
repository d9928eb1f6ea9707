package survey

import "soin/domain/event"

// Closed says that no more answers are taken.
type Closed struct{}

// EventName is the name in storage.
func (Closed) EventName() string { return "survey.closed" }

// Validate has nothing to check: the fact is the event.
func (e Closed) Validate() error { return nil }

func (e Closed) judge(s Survey) error {
	switch {
	case s.closed:
		return event.Conflict("this survey was closed already, and a survey closes once")
	case !s.opened:
		return event.Early("survey.opened")
	}
	return nil
}

func (e Closed) apply(s *Survey) { s.closed = true }
