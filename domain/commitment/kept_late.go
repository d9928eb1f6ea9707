package commitment

// KeptLate says that a commitment was kept after the day it was due.
type KeptLate struct{}

// EventName is the name in storage.
func (KeptLate) EventName() string { return "commitment.kept-late" }

// Validate has nothing to check: the fact is the event.
func (e KeptLate) Validate() error { return nil }

func (e KeptLate) judge(c Commitment) error { return c.endable() }
func (e KeptLate) apply(c *Commitment)      { c.end = e.EventName() }
