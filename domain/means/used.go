package means

import (
	"soin/domain/care"
	"soin/domain/event"
)

// Used says that a team spent a part of its means on care. The parts may come to more
// than was allocated, because that happens.
type Used struct {
	TeamID string    `json:"teamId"`
	Axis   care.Axis `json:"axis"`
	Hours  float64   `json:"hours,omitempty"`  // working hours, 0..10,000,000
	Amount float64   `json:"amount,omitempty"` // money in the organisation's currency, 0..10^12
}

// EventName is the name in storage.
func (Used) EventName() string { return "means.used" }

// Validate checks the id, the axis, the bounds and that something is used.
func (e Used) Validate() error { return check(e.TeamID, e.Axis, e.Hours, e.Amount) }

func (e Used) judge(m Envelope) error {
	if !m.allocated {
		return event.Early("means.allocated")
	}
	return nil
}

func (e Used) apply(*Envelope) {}
