package delegation

import "soin/domain/person"

// Declined says that the one who was offered a delegation did not take it.
type Declined struct {
	Reason person.Text `json:"reason,omitempty"`
}

// EventName is the name in storage.
func (Declined) EventName() string { return "delegation.declined" }

// Validate checks the length.
func (e Declined) Validate() error { return person.CheckText("reason", e.Reason) }

func (e Declined) judge(d Delegation) error { return d.unanswered() }
func (e Declined) apply(d *Delegation)      { d.answer = e.EventName() }
