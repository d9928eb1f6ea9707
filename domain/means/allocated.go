package means

import (
	"soin/domain/care"
	"soin/domain/event"
)

// Allocated says that a team was given working hours or money to take care with.
type Allocated struct {
	TeamID string    `json:"teamId"`
	Axis   care.Axis `json:"axis"`
	Hours  float64   `json:"hours,omitempty"`  // working hours, 0..10,000,000
	Amount float64   `json:"amount,omitempty"` // money in the organisation's currency, 0..10^12
}

// EventName is the name in storage.
func (Allocated) EventName() string { return "means.allocated" }

// Validate checks the id, the axis, the bounds and that something is allocated.
func (e Allocated) Validate() error { return check(e.TeamID, e.Axis, e.Hours, e.Amount) }

func (e Allocated) judge(m Envelope) error {
	if m.allocated {
		return event.Conflict("this envelope was allocated already: allocate what was added as an envelope of its own")
	}
	return nil
}

func (e Allocated) apply(m *Envelope) { m.allocated = true }
