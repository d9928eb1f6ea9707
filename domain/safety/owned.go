package safety

import (
	"soin/domain/event"
	"soin/domain/person"
)

// Owned says that somebody answers for a case from now on. It may be said again, of
// somebody else.
type Owned struct {
	By person.Member `json:"by"`
}

// EventName is the name in storage.
func (Owned) EventName() string { return "safety.owned" }

// Validate checks the member.
func (e Owned) Validate() error { return person.CheckMember("by", e.By) }

func (e Owned) judge(c Case) error {
	if !c.opened {
		return event.Early("safety.opened")
	}
	return nil
}

func (e Owned) apply(c *Case) { c.owned = true }
