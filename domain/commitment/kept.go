package commitment

// Kept says that a commitment was kept in time.
type Kept struct{}

// EventName is the name in storage.
func (Kept) EventName() string { return "commitment.kept" }

// Validate has nothing to check: the fact is the event.
func (e Kept) Validate() error { return nil }

func (e Kept) judge(c Commitment) error { return c.endable() }
func (e Kept) apply(c *Commitment)      { c.end = e.EventName() }
