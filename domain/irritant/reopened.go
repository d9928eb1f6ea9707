package irritant

import "soin/domain/ticket"

// Reopened says that an irritant came back.
type Reopened ticket.Reopening

// EventName is the name in storage.
func (Reopened) EventName() string { return "irritant.reopened" }

// Validate checks the length.
func (e Reopened) Validate() error { return ticket.Reopening(e).Validate() }

func (e Reopened) judge(t ticket.Ticket) error { return t.JudgeReopening(category) }
func (e Reopened) apply(t *ticket.Ticket)      { t.Reopen() }
