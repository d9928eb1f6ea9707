package commitment

import "soin/domain/person"

// Broken says that a commitment was not kept and will not be.
type Broken struct {
	Reason person.Text `json:"reason,omitempty"` // at most 2,000 characters
}

// EventName is the name in storage.
func (Broken) EventName() string { return "commitment.broken" }

// Validate checks the text.
func (e Broken) Validate() error { return person.CheckText("reason", e.Reason) }

func (e Broken) judge(c Commitment) error { return c.endable() }
func (e Broken) apply(c *Commitment)      { c.end = e.EventName() }
