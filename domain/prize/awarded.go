package prize

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// Awarded says that the jury gave a prize to an initiative.
type Awarded struct {
	InitiativeID string `json:"initiativeId"`
}

// EventName is the name in storage.
func (Awarded) EventName() string { return "prize.awarded" }

// Validate checks the id.
func (e Awarded) Validate() error { return rule.ID("initiativeId", e.InitiativeID) }

func (e Awarded) judge(p Edition) error {
	if p.awarded[e.InitiativeID] {
		return event.Conflict("initiative %q was awarded already in this edition: publish prize.awarded of the next edition",
			e.InitiativeID)
	}
	return p.knows(e.InitiativeID)
}

func (e Awarded) apply(p *Edition) {
	if p.awarded == nil {
		p.awarded = map[string]bool{}
	}
	p.awarded[e.InitiativeID] = true
}
