package need

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// Acknowledged says that somebody noticed a need. Several may.
type Acknowledged struct {
	By string `json:"by,omitempty"` // role: "team", "manager", ..., at most 64 characters
}

// EventName is the name in storage.
func (Acknowledged) EventName() string { return "need.acknowledged" }

// Validate checks the length.
func (e Acknowledged) Validate() error { return rule.Text("by", e.By, 0, 64) }

func (e Acknowledged) judge(n Need) error {
	if !n.signalled {
		return event.Early("need.signalled")
	}
	return nil
}

func (e Acknowledged) apply(*Need) {}
