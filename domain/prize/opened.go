package prize

import (
	"soin/domain/event"
	"soin/domain/rule"
)

// Opened says that initiatives may be nominated for an edition.
type Opened struct {
	Edition string `json:"edition"` // its title, 1..200 characters
}

// EventName is the name in storage.
func (Opened) EventName() string { return "prize.opened" }

// Validate checks the length.
func (e Opened) Validate() error { return rule.Text("edition", e.Edition, 1, 200) }

func (e Opened) judge(p Edition) error {
	if p.opened {
		return event.Conflict("this edition was opened already: the next one is another edition")
	}
	return nil
}

func (e Opened) apply(p *Edition) { p.opened = true }
