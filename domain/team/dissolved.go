package team

// Dissolved says that a team ended without a successor.
type Dissolved struct{}

// EventName is the name in storage.
func (Dissolved) EventName() string { return "team.dissolved" }

// Validate has nothing to check: the fact is the event.
func (e Dissolved) Validate() error { return nil }

func (e Dissolved) judge(t Team) error { return t.endable() }
func (e Dissolved) apply(t *Team)      { t.End = e.EventName() }
