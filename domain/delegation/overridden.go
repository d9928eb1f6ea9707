package delegation

import (
	"soin/domain/person"
	"soin/domain/rule"
)

// Overridden says that somebody decided over the head of the one who holds a delegation.
// It may happen several times; the delegation goes on.
type Overridden struct {
	By     person.Member `json:"by"`
	Reason person.Text   `json:"reason,omitempty"`
}

// EventName is the name in storage.
func (Overridden) EventName() string { return "delegation.overridden" }

// Validate checks the member and the length.
func (e Overridden) Validate() error {
	return rule.All(person.CheckMember("by", e.By), person.CheckText("reason", e.Reason))
}

func (e Overridden) judge(d Delegation) error { return d.held() }
func (e Overridden) apply(*Delegation)        {}
