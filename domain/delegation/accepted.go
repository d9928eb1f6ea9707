package delegation

// Accepted says that the one who was offered a delegation holds it from now on.
type Accepted struct{}

// EventName is the name in storage.
func (Accepted) EventName() string { return "delegation.accepted" }

// Validate has nothing to check: the fact is the event.
func (e Accepted) Validate() error { return nil }

func (e Accepted) judge(d Delegation) error { return d.unanswered() }
func (e Accepted) apply(d *Delegation)      { d.answer = e.EventName() }
