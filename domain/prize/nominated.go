package prize

import (
	"soin/domain/event"
	"soin/domain/person"
	"soin/domain/rule"
)

// Nominated says that somebody proposed an initiative. Several may propose the same one.
type Nominated struct {
	InitiativeID string        `json:"initiativeId"`
	By           person.Member `json:"by"`
}

// EventName is the name in storage.
func (Nominated) EventName() string { return "prize.nominated" }

// Validate checks the ids.
func (e Nominated) Validate() error {
	return rule.All(rule.ID("initiativeId", e.InitiativeID), person.CheckMember("by", e.By))
}

func (e Nominated) judge(p Edition) error {
	if !p.opened {
		return event.Early("prize.opened")
	}
	return nil
}

func (e Nominated) apply(p *Edition) {
	if p.nominated == nil {
		p.nominated = map[string]bool{}
	}
	p.nominated[e.InitiativeID] = true
}
